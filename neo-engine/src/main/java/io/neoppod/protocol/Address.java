package io.neoppod.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where a node listens.
///
/// @param host numeric IPv4 or IPv6 address
public record Address(String host, int port) implements Comparable<Address> {

    /// By bytes of the host, then by port, as in elections.
    @Override
    public int compareTo(Address other) {
        int byHost = Arrays.compareUnsigned(
                host.getBytes(StandardCharsets.UTF_8), other.host.getBytes(StandardCharsets.UTF_8));
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    /// `host:port`, or `[host]:port` for IPv6.
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
