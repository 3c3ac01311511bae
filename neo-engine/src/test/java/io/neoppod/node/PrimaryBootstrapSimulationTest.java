package io.neoppod.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.NodeLog;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

class PrimaryBootstrapSimulationTest {
    private static final Address M1 = new Address("10.0.0.1", 10000);
    private static final Address M2 = new Address("10.0.0.2", 10000);
    private static final Address M3 = new Address("10.0.0.3", 10000);

    private static final BiConsumer<Exchange<AcceptIdentification>, RequestIdentification> ACCEPT =
            (exchange, request) -> exchange.answer(new AcceptIdentification(
                    NodeType.MASTER, NodeIds.of(NodeType.MASTER, 1), NodeIds.of(NodeType.STORAGE, 7)));

    @SimulationTest(seeds = 5)
    void goesOnUntilAMasterIsThere(Simulation sim) {
        var seeker = seeker(sim, M1, M2);
        sim.run(Duration.ofSeconds(10));
        assertThat(seeker.ask(Seeker::accepted)).isEmpty();

        master(sim, "M2", M2, ACCEPT);
        sim.until(
                "M2 accepts",
                Duration.ofSeconds(5),
                () -> !seeker.ask(Seeker::accepted).isEmpty());
        assertThat(seeker.ask(Seeker::accepted)).containsExactly(M2);
        // A few attempts to each address soon, then one a second, and not more.
        assertThat(seeker.ask(Seeker::unreachable)).hasSizeBetween(24, 32);
    }

    @SimulationTest(seeds = 5)
    void followsTheHintOfASecondary(Simulation sim) {
        master(sim, "M1", M1, redirect(1, M1, M3));
        master(sim, "M3", M3, ACCEPT);
        var seeker = seeker(sim, M1);
        sim.until(
                "M3 accepts",
                Duration.ofSeconds(3),
                () -> !seeker.ask(Seeker::accepted).isEmpty());
        assertThat(seeker.ask(Seeker::accepted)).containsExactly(M3);
        assertThat(seeker.ask(Seeker::known)).containsExactly(M1, M3);
    }

    @SimulationTest(seeds = 5)
    void aSecondaryWithoutPrimaryIsAskedAgain(Simulation sim) {
        master(sim, "M1", M1, redirect(-1, M1));
        var seeker = seeker(sim, M1);
        sim.run(Duration.ofMillis(4500));
        assertThat(seeker.ask(Seeker::accepted)).isEmpty();
        assertThat(seeker.ask(Seeker::unreachable)).hasSizeBetween(7, 9).allMatch("not the primary master"::equals);
    }

    @SimulationTest(seeds = 5)
    void aMasterThatWasCutOffIsLeftSoon(Simulation sim) {
        master(sim, "M1", M1, ACCEPT);
        master(sim, "M2", M2, ACCEPT);
        sim.network().cut("S1", "M1");
        var seeker = seeker(sim, M1, M2);
        sim.until(
                "M2 accepts",
                Duration.ofMillis(1200),
                () -> !seeker.ask(Seeker::accepted).isEmpty());
        assertThat(seeker.ask(Seeker::accepted)).containsExactly(M2);
        assertThat(seeker.ask(Seeker::unreachable)).containsExactly("no answer");
    }

    /// Its limit grows until it is long enough.
    @SimulationTest(seeds = 5)
    void aMasterBehindASlowNetworkIsReached(Simulation sim) {
        master(sim, "M1", M1, ACCEPT);
        sim.network().delay("S1", "M1", Duration.ofSeconds(1));
        var seeker = seeker(sim, M1);
        sim.until(
                "M1 accepts",
                Duration.ofSeconds(20),
                () -> !seeker.ask(Seeker::accepted).isEmpty());
    }

    @SimulationTest(seeds = 5)
    void aRefusalForGoodIsToldAndAWaitIsNot(Simulation sim) {
        master(sim, "M1", M1, (exchange, request) -> exchange.refuse(ErrorCode.PROTOCOL_ERROR, "invalid cluster name"));
        master(sim, "M2", M2, (exchange, request) -> exchange.refuse(ErrorCode.NOT_READY, "Retry Later"));
        var seeker = seeker(sim, M1, M2);
        sim.until("M2 says to wait", () -> seeker.ask(Seeker::unreachable).contains("Retry Later"));
        assertThat(seeker.ask(Seeker::refusals)).containsExactly("PROTOCOL_ERROR invalid cluster name");
    }

    @SimulationTest(seeds = 5)
    void stoppingEndsTheSearch(Simulation sim) {
        var seeker = seeker(sim, M1);
        sim.run(Duration.ofMillis(1500));
        seeker.call(s -> s.bootstrap.stop());
        master(sim, "M1", M1, ACCEPT);
        sim.run(Duration.ofSeconds(5));
        assertThat(seeker.ask(Seeker::accepted)).isEmpty();
    }

    private static BiConsumer<Exchange<AcceptIdentification>, RequestIdentification> redirect(
            int primary, Address... known) {
        return (exchange, request) -> {
            exchange.connection().send(new NotPrimaryMaster(primary, List.of(known)));
            exchange.connection().abort();
        };
    }

    private static SimNode<Seeker> seeker(Simulation sim, Address... masters) {
        return sim.node("S1", runtime -> new Seeker(runtime, List.of(masters))).start();
    }

    private static void master(
            Simulation sim,
            String name,
            Address bind,
            BiConsumer<Exchange<AcceptIdentification>, RequestIdentification> identification) {
        sim.node(name, runtime -> {
                    try {
                        return new Network(runtime, NodeLog.of(name))
                                .listen(
                                        bind,
                                        () -> new HandlerTable(name).on(RequestIdentification.class, identification));
                    } catch (IOException taken) {
                        throw new UncheckedIOException(taken);
                    }
                })
                .start();
    }

    /// A node that only looks for its primary.
    private static final class Seeker implements AutoCloseable, PrimaryBootstrap.Listener {
        private final MasterList masters;
        private final PrimaryBootstrap bootstrap;
        private final List<Address> accepted = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final List<String> unreachable = new ArrayList<>();

        Seeker(SimRuntime runtime, List<Address> masters) {
            var network = new Network(runtime, NodeLog.of("seeker"));
            this.masters = new MasterList(masters, null);
            bootstrap = new PrimaryBootstrap(network, this.masters, Seeker::identity, this);
            bootstrap.start();
        }

        private static RequestIdentification identity() {
            return new RequestIdentification(NodeType.STORAGE, NodeIds.NONE, null, "test", Double.NaN, Map.of());
        }

        List<Address> accepted() {
            return List.copyOf(accepted);
        }

        List<Address> known() {
            return masters.addresses();
        }

        List<String> refusals() {
            return List.copyOf(refusals);
        }

        List<String> unreachable() {
            return List.copyOf(unreachable);
        }

        @Override
        public void onPrimary(Connection connection, AcceptIdentification answer) {
            connection.setHandlers(new HandlerTable("Accepted"));
            accepted.add(connection.remote());
        }

        @Override
        public void onRefused(Address master, ErrorCode code, String message) {
            refusals.add(code + " " + message);
        }

        @Override
        public void onUnreachable(Address master, String reason) {
            unreachable.add(reason);
        }

        @Override
        public void close() {
            bootstrap.stop();
        }
    }
}
