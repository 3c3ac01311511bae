package io.neoppod.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.neoppod.config.AdminOptions;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Handshake;
import io.neoppod.protocol.Message;
import io.neoppod.protocol.MessageDecoder;
import io.neoppod.protocol.NegativeVectors;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.PacketCatalogue;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the reference's admin answers to requests that are wrong, unexpected or denied.
class AdminVectorTest {
    private static final Address BIND = new Address("10.0.0.9", 9_999);
    private static final String OFFSET = "invalid partition table offset";

    static Stream<NegativeVectors.Case> cases() {
        return NegativeVectors.cases().stream().filter(row -> row.to() == NodeType.ADMIN);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsTheReference(NegativeVectors.Case row) {
        var sim = new Simulation(1);
        var master = sim.node("M1", runtime -> new FakeMaster(runtime, ClusterState.RUNNING))
                .start();
        var admin = sim.node("A1", AdminVectorTest::admin).start();
        sim.until(
                "the admin follows the master",
                () -> admin.ask(AdminNode::snapshot).state() != null);

        var peer = sim.node("peer", runtime -> new RawPeer(runtime, BIND)).start();
        sim.until("it is connected", () -> peer.ask(node -> node.open));
        row.send().forEach(bytes -> peer.call(node -> node.write(bytes)));
        sim.run(Duration.ofSeconds(1));
        answerForwarded(master, row.replies());
        sim.run(Duration.ofSeconds(1));

        List<String> replies = peer.ask(node -> node.replies);
        assertThat(replies).containsExactlyElementsOf(expected(row));
        boolean closed = peer.ask(node -> node.closed);
        assertThat(closed).isEqualTo(row.closed());
    }

    /// The master of the reference answered what was forwarded in order.
    private static void answerForwarded(SimNode<FakeMaster> master, List<JsonNode> replies) {
        for (var reply : replies.subList(0, master.ask(FakeMaster::unanswered))) {
            var code = reply.get("args").get(0).asInt() == 0 ? ErrorCode.ACK : ErrorCode.DENIED;
            master.call(node ->
                    node.answerOldest(new ErrorPacket(code, reply.get("text").asText())));
        }
    }

    private static List<String> expected(NegativeVectors.Case row) {
        var lines = new ArrayList<String>();
        for (var reply : row.replies()) {
            var text = reply.has("text") ? reply.get("text").asText() : "";
            // The reference answers it under an id of its own.
            int id = text.equals(OFFSET) ? lastId(row) : reply.get("id").asInt();
            lines.add(line(id, reply.get("name").asText(), text));
        }
        return lines;
    }

    private static int lastId(NegativeVectors.Case row) {
        var decoder = new MessageDecoder(Unpooled::buffer);
        int id = -1;
        for (var bytes : row.send()) {
            decoder.feed(
                    Unpooled.wrappedBuffer(bytes).skipBytes(Handshake.bytes().readableBytes()));
        }
        for (var message = decoder.next(); message != null; message = decoder.next()) {
            id = message.id();
        }
        return id;
    }

    /// The name of the role in a text is informative.
    private static String line(int id, String packet, String text) {
        return "#%d %s %s".formatted(id, packet, text.replaceFirst(" in \\w+$", ""));
    }

    private static AdminNode admin(SimRuntime runtime) {
        var node = new AdminNode(
                runtime, new AdminOptions("testcluster", List.of(FakeMaster.BIND), BIND, null, NodeIds.NONE));
        try {
            node.start();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        return node;
    }

    /// Writes what it is told, handshake included, and reads messages.
    private static final class RawPeer implements AutoCloseable, LinkEvents {
        private final MessageDecoder decoder = new MessageDecoder(Unpooled::buffer);
        private final Handshake handshake = new Handshake();
        private final List<String> replies = new ArrayList<>();
        private final Link link;
        private boolean open;
        private boolean closed;

        RawPeer(SimRuntime runtime, Address to) {
            link = runtime.transport().connect(to, this);
        }

        void write(byte[] bytes) {
            link.write(Unpooled.wrappedBuffer(bytes));
            link.flush();
        }

        @Override
        public void onOpen(Link opened) {
            open = true;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            if (handshake.read(bytes) == Handshake.Result.OK) {
                decoder.feed(bytes);
                for (@Nullable Message message = decoder.next(); message != null; message = decoder.next()) {
                    var packet = message.packet();
                    var text = packet instanceof ErrorPacket error ? error.message() : "";
                    var name = PacketCatalogue.of(packet.getClass()).packetName();
                    replies.add(line(message.id(), name, text));
                }
            }
        }

        @Override
        public void onWritable() {
            // Nothing is paced here.
        }

        @Override
        public void onClosed(String reason) {
            closed = true;
            decoder.close();
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
