package io.neoppod.embedded;

import io.neoppod.config.ConfigException;
import io.neoppod.node.Startup;
import io.neoppod.protocol.Address;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.netty.NettyRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Addresses at which nodes can listen: nodes that must know each other's before they start cannot choose themselves.
final class FreePorts {
    private FreePorts() {}

    /// The addresses that are wanted, with another port where one is taken.
    static List<Address> of(List<Address> wanted) throws ConfigException {
        var found = new ArrayList<Address>();
        try (var runtime = new NettyRuntime("ports", null, (what, fault) -> {})) {
            Startup.run(runtime.loop(), () -> {
                var listeners = new ArrayList<Listener>();
                for (var address : wanted) {
                    var listener = listen(runtime, address);
                    listeners.add(listener);
                    found.add(listener.address());
                }
                listeners.forEach(Listener::close);
            });
        } catch (IOException failure) {
            throw new ConfigException("no port for a master: " + failure.getMessage());
        }
        return List.copyOf(found);
    }

    private static Listener listen(NettyRuntime runtime, Address address) throws IOException {
        try {
            return runtime.transport().listen(address, FreePorts::ignore);
        } catch (IOException taken) {
            return runtime.transport().listen(new Address(address.host(), 0), FreePorts::ignore);
        }
    }

    private static LinkEvents ignore() {
        throw new IllegalStateException("nobody knows this port yet");
    }
}
