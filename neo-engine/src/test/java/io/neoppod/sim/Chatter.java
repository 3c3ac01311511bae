package io.neoppod.sim;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.Handshake;
import io.neoppod.protocol.MessageDecoder;
import io.neoppod.protocol.MessageEncoder;
import io.neoppod.protocol.Packet;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The smallest node: it listens, connects, sends pings and numbered notifications, and remembers what it gets.
final class Chatter implements AutoCloseable {
    private final SimRuntime runtime;
    private final List<String> received = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    Chatter(SimRuntime runtime) {
        this.runtime = runtime;
    }

    Chatter(SimRuntime runtime, Address bind) {
        this(runtime);
        try {
            runtime.transport().listen(bind, Events::new);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void connect(Address to) {
        runtime.transport().connect(to, new Events());
    }

    /// Sends on every link.
    void send(int id, Packet packet) {
        for (var link : links) {
            var bytes = Unpooled.buffer();
            MessageEncoder.encode(bytes, id, packet);
            link.write(bytes);
            link.flush();
        }
    }

    void ping(int id) {
        send(id, new Ping());
    }

    void flushLog(int id) {
        send(id, new FlushLog());
    }

    List<String> received() {
        return List.copyOf(received);
    }

    /// Why links ended.
    List<String> ends() {
        return List.copyOf(ends);
    }

    int links() {
        return links.size();
    }

    SimRuntime runtime() {
        return runtime;
    }

    @Override
    public void close() {
        List.copyOf(links).forEach(Link::close);
    }

    private final class Events implements LinkEvents {
        private final MessageDecoder decoder = new MessageDecoder(Unpooled::buffer);
        private final Handshake handshake = new Handshake();
        private @Nullable Link link;

        @Override
        public void onOpen(Link opened) {
            link = opened;
            links.add(opened);
            opened.write(Handshake.bytes());
            opened.flush();
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            if (handshake.read(bytes) == Handshake.Result.OK) {
                decoder.feed(bytes);
                for (var message = decoder.next(); message != null; message = decoder.next()) {
                    received.add(message.packet().getClass().getSimpleName() + " " + message.id());
                }
            }
        }

        @Override
        public void onWritable() {
            // Nothing is paced here.
        }

        @Override
        public void onClosed(String reason) {
            links.remove(link);
            ends.add(reason);
            decoder.close();
        }
    }
}
