package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Handshake;
import io.neoppod.protocol.NegativeVectors;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/// What a storage answers to input that no correct peer sends: as the reference does, but it lives on.
class NegativeInputSimulationTest {

    @SimulationTest(seeds = 1)
    void answersAsTheReferenceDoes(Simulation sim) {
        var cast = new Cast(sim);
        var storage = cast.storage(1).start();
        cast.operate(2, 1);
        int looked = 0;
        for (var negative : NegativeVectors.cases()) {
            if (negative.to() != NodeType.STORAGE) {
                continue;
            }
            looked++;
            var peer = sim.node("peer " + looked, RawPeer::new).start();
            sim.until("it is connected", () -> peer.ask(p -> p.link.equals(p.opened)));
            for (var part : negative.send()) {
                peer.call(p -> p.link.write(Unpooled.wrappedBuffer(part)));
            }
            peer.call(p -> p.link.flush());
            sim.run(Duration.ofMillis(700));
            assertThat(peer.<Boolean>ask(p -> p.closed))
                    .as(negative + " closed")
                    .isEqualTo(negative.closed());
            var received = peer.ask(p -> p.received.toString());
            for (var reply : negative.replies()) {
                var text = reply.path("text").asText();
                assertThat(received)
                        .as(negative.toString())
                        .contains(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
            }
            var handshake = HexFormat.of().formatHex(ByteBufUtil.getBytes(Handshake.bytes()));
            assertThat(received.length() > handshake.length())
                    .as(negative + " answered")
                    .isEqualTo(!negative.replies().isEmpty());
            peer.kill();
        }
        assertThat(looked).isGreaterThan(5);
        assertThat(storage.isRunning()).isTrue();
    }

    /// Writes bytes as they are and notes what comes back.
    private static final class RawPeer implements AutoCloseable, LinkEvents {
        private final StringBuilder received = new StringBuilder();
        private final Link link;
        private Link opened;
        private boolean closed;

        RawPeer(SimRuntime runtime) {
            link = runtime.transport().connect(Cast.storageAddress(1), this);
        }

        @Override
        public void onOpen(Link established) {
            opened = established;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            received.append(ByteBufUtil.hexDump(bytes));
        }

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(String reason) {
            closed = true;
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
