package io.neoppod.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each verb of the simulation does what it says, and a seed decides everything.
class SimulationSelfTest {
    private static final Address PORT = new Address("127.0.0.1", 10_000);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int PINGS = 20;

    @Test
    void theSameSeedGivesTheSameTraceAndAnotherSeedAnother() {
        long first = hostileRun(7);

        assertThat(hostileRun(7)).isEqualTo(first);
        assertThat(hostileRun(8)).isNotEqualTo(first);
    }

    private static long hostileRun(long seed) {
        var sim = new Simulation(seed);
        var pair = new Pair(sim);
        var random = sim.random("faults");
        for (int i = 0; i < 50; i++) {
            pair.ping(i);
            sim.run(Duration.ofNanos(random.nextLong(1_000_000)));
            switch (random.nextInt(5)) {
                case 0 -> sim.network().cutOneWay("A", "B");
                case 1 -> sim.network().heal();
                case 2 -> sim.network().delay("B", "A", Duration.ofMillis(random.nextInt(100)));
                case 3 -> pair.a.pause(Duration.ofMillis(1));
                default -> pair.connect();
            }
        }
        sim.network().heal();
        sim.run(SECOND);
        return sim.traceHash();
    }

    @SimulationTest
    void aCutDelaysAndLosesNothing(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().cut("A", "B");
        pair.pings();
        sim.run(Duration.ofSeconds(30));
        assertThat(pair.b.ask(Chatter::received)).isEmpty();

        sim.network().heal();

        sim.until("all pings", () -> pair.b.ask(Chatter::received).size() == PINGS);
        assertThat(pair.b.ask(Chatter::received)).isEqualTo(pingsInOrder());
    }

    @SimulationTest
    void aWayMayBeCutAlone(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().cutOneWay("A", "B");
        pair.ping(1);
        pair.b.call(node -> node.ping(2));

        sim.until("what passes", () -> !pair.a.ask(Chatter::received).isEmpty());
        sim.run(SECOND);
        assertThat(pair.b.ask(Chatter::received)).isEmpty();
    }

    @SimulationTest
    void aLongCutTimesOutBothEnds(Simulation sim) {
        var pair = new Pair(sim);

        sim.network().cutOneWay("A", "B");

        sim.run(Duration.ofSeconds(89));
        assertThat(pair.a.ask(Chatter::ends)).isEmpty();
        sim.run(Duration.ofSeconds(2));
        assertThat(pair.a.ask(Chatter::ends)).containsExactly("Connection timed out");
        assertThat(pair.b.ask(Chatter::ends)).containsExactly("Connection timed out");
    }

    @SimulationTest
    void aConnectionThroughACutTimesOut(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().silence("B");

        pair.connect();

        sim.run(Duration.ofSeconds(11));
        assertThat(pair.a.ask(Chatter::ends)).containsExactly("Connection timed out");
        sim.network().heal();
        sim.run(SECOND);
        assertThat(pair.a.ask(Chatter::links)).isEqualTo(1);
        assertThat(pair.b.ask(Chatter::links)).isEqualTo(1);
    }

    @SimulationTest
    void aShortCutOnlyDelaysAConnection(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().cutOneWay("B", "A");
        pair.connect();
        sim.run(Duration.ofSeconds(5));
        assertThat(pair.a.ask(Chatter::links)).isEqualTo(1);

        sim.network().heal("A", "B");

        sim.until("a second link", () -> pair.a.ask(Chatter::links) == 2);
    }

    @SimulationTest
    void aResetIsSeenByBothEnds(Simulation sim) {
        var pair = new Pair(sim);

        sim.network().reset("B", "A");

        sim.run(SECOND);
        assertThat(pair.a.ask(Chatter::ends)).containsExactly("Connection reset by peer");
        assertThat(pair.b.ask(Chatter::ends)).containsExactly("Connection reset by peer");
        assertThat(sim.network().links("A", "B")).isZero();
    }

    @SimulationTest
    void aNodeMayRefuseNewConnections(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().refuse("B");
        pair.connect();
        sim.run(SECOND);
        assertThat(pair.a.ask(Chatter::ends)).containsExactly("Connection refused");
        assertThat(pair.a.ask(Chatter::links)).isEqualTo(1);

        sim.network().admit("B");
        pair.connect();

        sim.until("a second link", () -> pair.a.ask(Chatter::links) == 2);
    }

    @SimulationTest
    void aDelayedWayIsSlow(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().delay("A", "B", SECOND);
        pair.ping(1);

        sim.run(Duration.ofMillis(999));
        assertThat(pair.b.ask(Chatter::received)).isEmpty();
        sim.run(Duration.ofMillis(50));
        assertThat(pair.b.ask(Chatter::received)).containsExactly("Ping 1");
    }

    @SimulationTest
    void aThrottledWayTakesTimeForEachByte(Simulation sim) {
        var pair = new Pair(sim);
        sim.network().throttle("A", "B", 10);
        pair.pings();
        long begin = sim.nowNs();

        sim.until("all pings", () -> pair.b.ask(Chatter::received).size() == PINGS);

        // 4 bytes each.
        assertThat(sim.nowNs() - begin).isBetween(7_500_000_000L, 8_500_000_000L);
    }

    @SimulationTest
    void aHeldPacketWaitsWithAllBehindIt(Simulation sim) {
        var pair = new Pair(sim);
        var hold = sim.network().hold(FlushLog.class).from("A").to("B");
        pair.ping(1);
        pair.a.call(node -> node.flushLog(2));
        pair.ping(3);
        pair.b.call(node -> node.flushLog(4));

        sim.run(SECOND);
        assertThat(hold.isHolding()).isTrue();
        assertThat(pair.b.ask(Chatter::received)).containsExactly("Ping 1");
        assertThat(pair.a.ask(Chatter::received)).containsExactly("FlushLog 4");
        hold.release();

        sim.run(SECOND);
        assertThat(pair.b.ask(Chatter::received)).containsExactly("Ping 1", "FlushLog 2", "Ping 3");
    }

    @SimulationTest
    void otherPacketsAreNotHeld(Simulation sim) {
        var pair = new Pair(sim);
        var hold = sim.network().hold(Ping.class).to("A");

        pair.pings();

        sim.until("all pings", () -> pair.b.ask(Chatter::received).size() == PINGS);
        assertThat(hold.isHolding()).isFalse();
    }

    @SimulationTest
    void aKilledNodeIsGoneAndItsPeersSee(Simulation sim) {
        var pair = new Pair(sim);
        var ran = new ArrayList<String>();
        pair.b.call(node -> node.runtime().loop().schedule(1, () -> ran.add("timer")));
        pair.b.kill();

        sim.until("the end", () -> !pair.a.ask(Chatter::ends).isEmpty());
        assertThat(pair.a.ask(Chatter::ends).getFirst()).isIn("closed by peer", "Connection reset by peer");
        assertThat(ran).isEmpty();

        pair.connect();
        sim.run(SECOND);
        assertThat(pair.a.ask(Chatter::ends)).contains("Connection refused");
    }

    @SimulationTest
    void aNodeStartsAgainWithItsDisk(Simulation sim) {
        var pair = new Pair(sim);
        pair.b.call(node ->
                node.runtime().disk(StringBuilder.class, StringBuilder::new).append("kept"));
        pair.b.kill();

        pair.b.start();
        pair.connect();

        sim.until("a link", () -> pair.b.ask(Chatter::links) == 1);
        assertThat(pair.b.disk(StringBuilder.class, StringBuilder::new).toString())
                .isEqualTo("kept");
        pair.b.wipe();
        assertThat(pair.b.disk(StringBuilder.class, StringBuilder::new).toString())
                .isEmpty();
    }

    @SimulationTest
    void aStoppedNodeClosesInOrder(Simulation sim) {
        var pair = new Pair(sim);

        pair.b.stop();

        sim.until("the end", () -> !pair.a.ask(Chatter::ends).isEmpty());
        assertThat(pair.b.isRunning()).isFalse();
    }

    @SimulationTest
    void aPausedNodeDoesNothingAndLosesNothing(Simulation sim) {
        var pair = new Pair(sim);
        pair.b.pause(Duration.ofSeconds(10));
        pair.pings();
        pair.connect();
        sim.run(Duration.ofSeconds(9));
        assertThat(pair.b.ask(Chatter::received)).isEmpty();
        assertThat(pair.a.ask(Chatter::links)).isEqualTo(2);

        sim.run(Duration.ofSeconds(2));

        assertThat(pair.b.ask(Chatter::received)).isEqualTo(pingsInOrder());
        assertThat(pair.b.ask(Chatter::links)).isEqualTo(2);
    }

    @SimulationTest
    void onlyTheWallClockIsEverWrong(Simulation sim) {
        var clock = new Pair(sim).a.clock();
        long wall = clock.wallMicros();
        long monotonic = clock.monotonicNs();

        clock.jump(Duration.ofHours(-1));
        assertThat(clock.wallMicros() - wall).isEqualTo(-3_600_000_000L);
        clock.drift(1_000);
        sim.run(Duration.ofSeconds(100));
        assertThat(clock.wallMicros() - wall).isBetween(-3_499_900_010L, -3_499_899_990L);
        clock.freeze();
        long frozen = clock.wallMicros();
        sim.run(SECOND);
        assertThat(clock.wallMicros()).isEqualTo(frozen);
        clock.drift(0);
        sim.run(SECOND);
        assertThat(clock.wallMicros()).isEqualTo(frozen + 1_000_000);

        assertThat(clock.monotonicNs() - monotonic).isEqualTo(102_000_000_000L);
    }

    @SimulationTest
    void jobsTakeVirtualTimeAndAreLostInACrash(Simulation sim) {
        var pair = new Pair(sim);
        pair.a.jobs(SECOND, SECOND);
        var done = new ArrayList<String>();
        pair.a.call(node -> {
            var worker = node.runtime().worker("writer");
            worker.run(() -> done.add("first"), (result, failure) -> done.add("told"));
            worker.run(() -> done.add("second"), (result, failure) -> done.add("never told"));
        });

        sim.run(Duration.ofMillis(999));
        assertThat(done).isEmpty();
        sim.run(Duration.ofMillis(500));
        assertThat(done).containsExactly("first", "told");
        pair.a.kill();
        sim.run(SECOND);
        assertThat(done).containsExactly("first", "told");
    }

    @Test
    void anExceptionInANodeFailsTheSimulationWithItsSeed() {
        var sim = new Simulation(42);
        var pair = new Pair(sim);
        pair.a.call(node -> node.runtime().loop().execute(() -> {
            throw new IllegalStateException("a bug");
        }));

        var failure = catchThrowableOfType(SimulationFailure.class, () -> sim.run(SECOND));

        assertThat(failure)
                .hasMessageContaining("exception in a task of A: java.lang.IllegalStateException: a bug")
                .hasMessageContaining("seed 42")
                .hasMessageContaining("listens on 127.0.0.1:10000")
                .hasRootCauseMessage("a bug");
    }

    @Test
    void aBrokenInvariantFailsTheSimulationAtOnce() {
        var sim = new Simulation(42);
        var pair = new Pair(sim);
        sim.always(() -> assertThat(pair.b.ask(Chatter::received)).isEmpty());
        pair.ping(1);

        assertThatThrownBy(() -> sim.run(SECOND))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("an invariant is broken")
                .hasMessageContaining("→ B  #1 Ping");
    }

    @Test
    void whatDoesNotComeFailsWithinItsBound() {
        var sim = new Simulation(42);
        new Pair(sim);

        assertThatThrownBy(() -> sim.until("a miracle", () -> false))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("in vain for: a miracle");
    }

    private static List<String> pingsInOrder() {
        var expected = new ArrayList<String>();
        for (int i = 0; i < PINGS; i++) {
            expected.add("Ping " + i);
        }
        return expected;
    }

    /// A, connected to B, which listens.
    private static final class Pair {
        private final SimNode<Chatter> a;
        private final SimNode<Chatter> b;

        Pair(Simulation sim) {
            b = sim.node("B", runtime -> new Chatter(runtime, PORT)).start();
            a = sim.node("A", (SimRuntime runtime) -> new Chatter(runtime)).start();
            connect();
            sim.until("a link", () -> a.ask(Chatter::links) == 1 && b.ask(Chatter::links) == 1);
        }

        void connect() {
            a.call(node -> node.connect(PORT));
        }

        void ping(int id) {
            a.call(node -> node.ping(id));
        }

        void pings() {
            for (int i = 0; i < PINGS; i++) {
                ping(i);
            }
        }
    }
}
