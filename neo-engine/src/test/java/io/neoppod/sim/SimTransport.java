package io.neoppod.sim;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A node's part of the simulated network: its listeners and its ends of links.
final class SimTransport implements Transport {
    private final SimNetwork network;
    private final SimNode<?> node;
    private final SimLoop loop;
    private final Set<SimLink> links = new LinkedHashSet<>();
    private final Set<SimListener> listeners = new LinkedHashSet<>();

    SimTransport(SimNetwork network, SimNode<?> node, SimLoop loop) {
        this.network = network;
        this.node = node;
        this.loop = loop;
    }

    @Override
    public Listener listen(Address bind, Supplier<LinkEvents> onAccept) throws IOException {
        loop.assertOwner();
        var listener = new SimListener(network.bind(bind, this), onAccept);
        listeners.add(listener);
        return listener;
    }

    @Override
    public Link connect(Address to, LinkEvents events) {
        loop.assertOwner();
        var link = new SimLink(network, this, to, events);
        try {
            InetAddress.ofLiteral(to.host());
            link.connect();
        } catch (IllegalArgumentException name) {
            link.end("not a numeric address");
        }
        return link;
    }

    /// Left to the garbage collector, as the memory of a killed process is to the system.
    @Override
    public ByteBuf newBuffer(int capacity) {
        return Unpooled.buffer(capacity);
    }

    /// A connection reached the system of this node; the node itself learns of it when its loop gets there.
    ///
    /// @return the accepting end, or null when nobody listens there
    @Nullable
    SimLink accept(Address at) {
        for (var listener : listeners) {
            if (listener.address.equals(at)) {
                var link = new SimLink(network, this, network.newEphemeral(), listener.onAccept);
                link.acceptSoon();
                return link;
            }
        }
        return null;
    }

    /// The runtime ended, whether in order or not: the system closes what is left.
    void end() {
        List.copyOf(listeners).forEach(SimListener::close);
        List.copyOf(links).forEach(SimLink::abandon);
    }

    SimNode<?> node() {
        return node;
    }

    SimLoop loop() {
        return loop;
    }

    Set<SimLink> links() {
        return links;
    }

    private final class SimListener implements Listener {
        private final Address address;
        private final Supplier<LinkEvents> onAccept;

        SimListener(Address address, Supplier<LinkEvents> onAccept) {
            this.address = address;
            this.onAccept = onAccept;
        }

        @Override
        public Address address() {
            return address;
        }

        @Override
        public void close() {
            if (listeners.remove(this)) {
                network.unbind(address);
            }
        }
    }
}
