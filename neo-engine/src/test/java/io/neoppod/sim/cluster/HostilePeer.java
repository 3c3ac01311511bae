package io.neoppod.sim.cluster;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.Handshake;
import io.neoppod.protocol.MessageEncoder;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.sim.SimRuntime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A peer that says anything: valid messages where they do not belong, and damaged ones, before and after it identified
/// as a node of some type.
final class HostilePeer implements AutoCloseable {
    private static final int MESSAGES_PER_CONNECTION = 12;
    private static final List<NodeType> TYPES = List.of(NodeType.MASTER, NodeType.STORAGE, NodeType.CLIENT);

    private final SimRuntime runtime;
    private final RandomGenerator random;
    private final List<byte[]> messages;
    private final List<Address> targets;
    private int connections;
    private int sent;

    HostilePeer(SimRuntime runtime, List<byte[]> messages, List<Address> targets) {
        this.runtime = runtime;
        this.random = runtime.random("hostile");
        this.messages = messages;
        this.targets = targets;
        attack();
    }

    int connections() {
        return connections;
    }

    int sent() {
        return sent;
    }

    @Override
    public void close() {}

    private void attack() {
        var target = targets.get(random.nextInt(targets.size()));
        runtime.transport().connect(target, new Attack());
    }

    /// One connection: a handshake, perhaps an identification, then some messages.
    private final class Attack implements LinkEvents {
        private int left = MESSAGES_PER_CONNECTION;
        private @Nullable Link link;

        @Override
        public void onOpen(Link opened) {
            link = opened;
            connections++;
            opened.write(Handshake.bytes());
            if (random.nextInt(4) != 0) {
                opened.write(identification());
            }
            opened.flush();
            next();
        }

        private void next() {
            if (link == null) {
                return;
            }
            if (left-- == 0) {
                link.close();
                return;
            }
            link.write(Unpooled.wrappedBuffer(message()));
            link.flush();
            sent++;
            runtime.loop().schedule(random.nextLong(3_000_000), this::next);
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            // Whatever they answer: a hostile peer does not listen.
        }

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(String reason) {
            link = null;
            runtime.loop().schedule(random.nextLong(20_000_000), HostilePeer.this::attack);
        }
    }

    /// As anything but an admin, whose orders a master obeys.
    private ByteBuf identification() {
        var type = TYPES.get(random.nextInt(TYPES.size()));
        var address = type == NodeType.CLIENT ? null : new Address("10.9.9.9", 1 + random.nextInt(5));
        int nid = random.nextBoolean() ? NodeIds.NONE : NodeIds.of(type, 1 + random.nextInt(9));
        var cluster = random.nextInt(8) == 0 ? "other" : "sim";
        Map<String, @Nullable Object> extra = type == NodeType.STORAGE ? Map.of("new_nid", new int[0]) : Map.of();
        var bytes = Unpooled.buffer();
        MessageEncoder.encode(
                bytes, 0, new RequestIdentification(type, nid, address, cluster, random.nextDouble(), extra));
        return bytes;
    }

    private byte[] message() {
        var message = messages.get(random.nextInt(messages.size())).clone();
        if (random.nextInt(3) == 0) {
            message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        }
        return message;
    }
}
