package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.sim.Simulation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Invalid and unexpected input: the master answers as the reference does, closes where it closes, and lives on
/// where the reference dies.
class MasterNegativeVectorTest {
    /// Here the reference does what we do not. It echoes ids beyond 32 bits, and accepts an empty map for no
    /// argument and text as *str* in an address, which then kills other nodes. It minds a `Pong` that it did not
    /// ask for. It answers `AbortTransaction`, which its own clients do not survive.
    private static final Set<String> DIFFERENT = Set.of(
            "message id is echoed verbatim, any integer",
            "arguments given as an empty map",
            "unexpected answer after a request",
            "read-only client begins a transaction; notification is answered too",
            "abort of an unknown ttid (notification answered by an error)",
            "host as msgpack str in a storage address");

    static Stream<NegativeVectors.Case> cases() {
        return NegativeVectors.cases().stream().filter(test -> test.to() == NodeType.MASTER);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void behavesAsTheReference(NegativeVectors.Case test) {
        var sim = new Simulation(1);
        var scenario = MasterScenario.of(sim, 1, 0);
        scenario.declare("S1", NodeIds.NONE, 11412).start();
        scenario.untilState(ClusterState.RUNNING);
        scenario.settle();

        var raw = sim.node("raw", runtime -> new Raw(runtime, test.send())).start();
        sim.run(Duration.ofSeconds(5));

        // Whatever was sent, the cluster goes on and others are served.
        assertThat(scenario.state()).isEqualTo(ClusterState.RUNNING);
        var client = scenario.peer("C9", NodeType.CLIENT);
        assertThat(scenario.begin(client)).isPositive();
        if (!DIFFERENT.contains(test.name())) {
            assertThat(raw.ask(Raw::isClosed)).as("closed").isEqualTo(test.closed());
        }
        if (!DIFFERENT.contains(test.name()) && !test.pythonNodeExits()) {
            var messages = raw.ask(Raw::messages);
            assertThat(messages.stream().map(MasterNegativeVectorTest::describe))
                    .containsExactlyElementsOf(test.replies().stream()
                            .map(MasterNegativeVectorTest::describe)
                            .toList());
        }
    }

    private static String describe(Message message) {
        var packet = message.packet();
        var text = message.id() + " " + PacketCatalogue.of(packet.getClass()).packetName();
        return packet instanceof ErrorPacket error
                ? text + " " + error.code() + " " + withoutNumber(error.message())
                : text;
    }

    private static String describe(JsonNode reply) {
        var text = reply.get("id").asLong() + " " + reply.get("name").asText();
        return reply.has("text")
                ? text + " " + ErrorCode.values()[reply.get("args").get(0).asInt()] + " "
                        + withoutNumber(reply.get("text").asText())
                : text;
    }

    /// The reference names the type of an unexpected answer with its length.
    private static String withoutNumber(String message) {
        return message.replaceFirst("\\[\\d+]$", "");
    }

    /// Writes bytes, and decodes what comes back.
    private static final class Raw implements AutoCloseable, LinkEvents {
        private final List<byte[]> parts;
        private final Link link;
        private final Handshake handshake = new Handshake();
        private final MessageDecoder decoder = new MessageDecoder(Unpooled::buffer);
        private final List<Message> messages = new ArrayList<>();
        private boolean shaken;
        private boolean closed;

        Raw(NodeRuntime runtime, List<byte[]> parts) {
            this.parts = parts;
            this.link = runtime.transport().connect(MasterScenario.MASTER, this);
        }

        boolean isClosed() {
            return closed;
        }

        List<Message> messages() {
            return List.copyOf(messages);
        }

        @Override
        public void onOpen(Link opened) {
            for (var part : parts) {
                opened.write(Unpooled.wrappedBuffer(part));
                opened.flush();
            }
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            shaken |= handshakeIsDone(bytes);
            if (shaken) {
                decoder.feed(bytes);
                for (var message = decoder.next(); message != null; message = decoder.next()) {
                    messages.add(message);
                }
            }
        }

        private boolean handshakeIsDone(ByteBuf bytes) {
            return !shaken && handshake.read(bytes) == Handshake.Result.OK;
        }

        @Override
        public void onWritable() {}

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
