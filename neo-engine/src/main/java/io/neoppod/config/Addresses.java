package io.neoppod.config;

import io.neoppod.protocol.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Parses the addresses that users write. Names are resolved here, once: nodes only ever see numeric addresses.
///
/// | Form | Meaning |
/// |---|---|
/// | `host:port`, `host` | IPv4 literal or name |
/// | `[::1]:port`, `[::1]`, `::1` | IPv6 literal |
public final class Addresses {

    private Addresses() {}

    /// @param defaultPort port when none is written
    /// @throws ConfigException when the text is not an address or the name is unknown
    public static Address parse(String text, int defaultPort) throws ConfigException {
        var trimmed = text.strip();
        int bracket = trimmed.lastIndexOf(']');
        int colon = trimmed.lastIndexOf(':');
        boolean bareIpv6 = bracket < 0 && trimmed.indexOf(':') != colon;
        boolean hasPort = !bareIpv6 && colon > bracket;
        var host = hasPort ? trimmed.substring(0, colon) : trimmed;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = hasPort ? parsePort(trimmed.substring(colon + 1), text) : defaultPort;
        return new Address(resolve(host, text), port);
    }

    /// Addresses separated by white space, as in `masters: 127.0.0.1:10000 127.0.0.1:10001`.
    public static List<Address> parseList(String text, int defaultPort) throws ConfigException {
        var addresses = new ArrayList<Address>();
        for (var word : text.split("\\s+")) {
            if (!word.isEmpty()) {
                addresses.add(parse(word, defaultPort));
            }
        }
        return List.copyOf(addresses);
    }

    private static int parsePort(String digits, String text) throws ConfigException {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, together with numbers out of range.
        }
        throw new ConfigException("invalid address '" + text + "': the port must be a number from 0 to 65535");
    }

    private static String resolve(String host, String text) throws ConfigException {
        if (host.isEmpty()) {
            throw new ConfigException("invalid address '" + text + "': the host is missing");
        }
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new ConfigException("invalid address '" + text + "': unknown host '" + host + "'");
        }
    }
}
