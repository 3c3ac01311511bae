package io.neoppod.net;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.Handshake;
import io.neoppod.protocol.MessageDecoder;
import io.neoppod.protocol.MessageEncoder;
import io.neoppod.protocol.Packet;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.NodeLog;
import io.neoppod.sim.SimRuntime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node with a [Network] and a log of what its tables were told; or, raw, with streams that say what a test wants.
final class TalkingNode implements AutoCloseable {
    final SimRuntime runtime;
    final Network network;
    final List<String> log = new ArrayList<>();
    final List<Connection> connections = new ArrayList<>();

    TalkingNode(SimRuntime runtime) {
        this.runtime = runtime;
        network = new Network(runtime, NodeLog.of("test"));
    }

    void listen(Address at, HandlerTable table) {
        try {
            network.listen(at, () -> table);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A table that logs when connections begin and end.
    HandlerTable table(String name) {
        return new HandlerTable(name)
                .whenOpen(connection -> {
                    connections.add(connection);
                    log.add("open");
                })
                .whenClosed((connection, reason) -> log.add("closed: " + reason));
    }

    /// Something that logs the outcome of a request.
    <A> java.util.function.Consumer<Reply<A>> logs(String request) {
        return reply -> log.add(request + " → " + reply);
    }

    Raw raw(Address to) {
        var raw = new Raw();
        runtime.transport().connect(to, raw);
        return raw;
    }

    @Override
    public void close() {
        network.connections().forEach(Connection::close);
    }

    /// A stream without the manners of a connection.
    static final class Raw implements LinkEvents {
        final List<String> received = new ArrayList<>();
        private final Handshake handshake = new Handshake();
        private final MessageDecoder decoder = new MessageDecoder(Unpooled::buffer);
        private @Nullable Link link;

        @Nullable
        String end;

        Link link() {
            return link;
        }

        void send(byte... bytes) {
            link.write(Unpooled.copiedBuffer(bytes));
            link.flush();
        }

        void shakeHands() {
            link.write(Handshake.bytes());
            link.flush();
        }

        void send(int id, Packet packet) {
            var bytes = Unpooled.buffer();
            MessageEncoder.encode(bytes, id, packet);
            link.write(bytes);
            link.flush();
        }

        @Override
        public void onOpen(Link opened) {
            link = opened;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            if (handshake.read(bytes) == Handshake.Result.OK) {
                decoder.feed(bytes);
                for (var message = decoder.next(); message != null; message = decoder.next()) {
                    received.add("#" + message.id() + " " + message.packet());
                }
            }
        }

        @Override
        public void onWritable() {
            // Tests look at what was received.
        }

        @Override
        public void onClosed(String reason) {
            end = reason;
            decoder.close();
        }
    }
}
