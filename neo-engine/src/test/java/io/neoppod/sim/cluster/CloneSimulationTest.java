package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.master.MasterNode;
import io.neoppod.protocol.CellEntry;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.StorageNode;
import java.time.Duration;
import java.util.List;

/// A copy of a storage's database becomes a storage of its own (`--new-nid`).
///
/// Reference: neo/tests/threaded/testReplication.py, `testSplitAndMakeResilientUsingClone`.
class CloneSimulationTest {
    private static final int NID = 3;

    @SimulationTest(seeds = 10)
    void aCopyOfAStorageBecomesAnotherOne(Simulation sim) {
        var cluster = new SimCluster(sim, 2, 1, 4).start();
        var bank = new Bank(sim, 8);
        bank.found(cluster.client());
        var original = cluster.storages().getLast();
        original.kill();
        int known = nid(cluster, original);
        var copy = cluster.cloneOf(original);
        original.start();
        bank.teller(cluster.client());
        sim.until("commits go on", () -> bank.commits() > 5);
        bank.close();

        sim.until(
                "the copy has a place",
                Duration.ofMinutes(1),
                () -> cells(cluster).stream().anyMatch(cell -> cell.nid() == NID));
        cluster.settle();
        assertThat(cells(cluster)).extracting(CellEntry::nid).contains(1, 2, NID);
        assertThat(nid(cluster, copy)).isEqualTo(NID);
        assertThat(nid(cluster, original)).isEqualTo(known);
        assertThat(bank.verify(cluster)).isPositive();
    }

    private static int nid(SimCluster cluster, SimNode<StorageNode> storage) {
        return cluster.database(storage).writer().configuration().nid();
    }

    private static List<CellEntry> cells(SimCluster cluster) {
        return cluster.master().ask(MasterNode::snapshot).rows().stream()
                .flatMap(List::stream)
                .toList();
    }
}
