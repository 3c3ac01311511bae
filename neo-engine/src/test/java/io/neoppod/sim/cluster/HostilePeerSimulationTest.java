package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A running cluster bears peers that say anything: it costs them their connection, never a node, a fault or data.
///
/// The simulation fails on each exception that escapes the code of a node.
class HostilePeerSimulationTest {
    @SimulationTest(seeds = 20)
    void theClusterGoesOn(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 1, 4).start();
        var bank = new Bank(sim, 6, Duration.ofMillis(100).toNanos());
        bank.found(cluster.client());
        bank.teller(cluster.client());
        bank.auditor(cluster.client());
        var targets =
                List.of(new Address("10.0.0.1", 10000), new Address("10.0.1.1", 20000), new Address("10.0.1.2", 20000));
        var messages = messages();
        var hostile = sim.node("X1", runtime -> new HostilePeer(runtime, messages, targets))
                .start();

        sim.run(Duration.ofSeconds(15));
        assertThat(hostile.ask(HostilePeer::connections)).isGreaterThan(100);
        int sent = hostile.ask(HostilePeer::sent);
        assertThat(sent).isGreaterThan(200);
        hostile.kill();
        bank.close();
        sim.run(Duration.ofSeconds(2));

        var state = cluster.master().ask(MasterNode::snapshot).state();
        assertThat(state).isEqualTo(ClusterState.RUNNING);
        assertThat(bank.commits()).as(bank.toString()).isGreaterThan(50);
        assertThat(bank.verify(cluster)).isPositive();
    }

    private static List<byte[]> messages() {
        try (var in = HostilePeerSimulationTest.class.getResourceAsStream("/vectors/packets.jsonl")) {
            var json = new ObjectMapper();
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> {
                        try {
                            return json.readTree(line);
                        } catch (IOException broken) {
                            throw new UncheckedIOException(broken);
                        }
                    })
                    .map(row -> HexFormat.of().parseHex(row.get("hex").asText()))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
