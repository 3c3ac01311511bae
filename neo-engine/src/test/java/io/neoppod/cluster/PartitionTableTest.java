package io.neoppod.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeState;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTableTest {
    private final Storages storages = Storages.of("RRR");

    @Test
    void aNewTableHasNoCell() {
        var table = new PartitionTable(3, 1);

        assertThat(table.exists()).isFalse();
        assertThat(table.partitions()).isEqualTo(3);
        assertThat(table.isFilled()).isFalse();
        assertThat(table.isOperational()).isFalse();
        assertThat(table.nodes()).isEmpty();
        assertThat(table.toString()).isEmpty();
    }

    @Test
    void rowsKeepTheOrderOfCreation() {
        var table = storages.table(1, "S3 U, S1 O");

        table.set(0, storages.get(2), CellState.FEEDING);
        table.set(0, storages.get(3), CellState.OUT_OF_DATE);

        assertThat(table.row(0))
                .extracting(Cell::toString)
                .containsExactly("S3 OUT_OF_DATE", "S1 OUT_OF_DATE", "S2 FEEDING");
        assertThat(table.entries())
                .containsExactly(List.of(
                        new CellEntry(3, CellState.OUT_OF_DATE),
                        new CellEntry(1, CellState.OUT_OF_DATE),
                        new CellEntry(2, CellState.FEEDING)));
    }

    @Test
    void countsAllButFeedingCells() {
        var table = storages.table(1, "UF.|FU.|OC.");

        assertThat(table.nodes()).extracting(table::count).containsExactly(2, 2, 0);
        table.set(1, storages.get(1), CellState.UP_TO_DATE);
        table.set(2, storages.get(2), CellState.DISCARDED);
        assertThat(table.nodes()).extracting(table::count).containsExactly(3, 1, 0);
    }

    @Test
    void discardingRemovesTheCell() {
        var table = storages.table(0, "U..|.U.");
        var cell = table.cell(0, 1);

        table.set(0, storages.get(1), CellState.DISCARDED);
        table.set(0, storages.get(3), CellState.DISCARDED);

        assertThat(table.row(0)).isEmpty();
        assertThat(cell.state()).isEqualTo(CellState.DISCARDED);
        assertThat(table.isFilled()).isFalse();
        assertThat(table.knows(storages.get(1))).isTrue();
    }

    @Test
    void aRowThatIsWalkedDoesNotChange() {
        var table = storages.table(0, "UO.");
        for (var cell : table.row(0)) {
            table.set(0, cell.node(), CellState.DISCARDED);
        }
        assertThat(table.row(0)).isEmpty();
    }

    @Test
    void removedNodesGetNoCell() {
        var table = storages.table(0, "U..");
        var removed = storages.get(2);
        storages.registry.remove(removed);

        assertThatThrownBy(() -> table.set(0, removed, CellState.UP_TO_DATE)).hasMessage("Invalid node state");
    }

    @Test
    void aNodeWithCellsIsNotForgotten() {
        var table = storages.table(0, "FU.");

        assertThat(table.forget(storages.get(1))).isFalse();
        assertThat(table.forget(storages.get(3))).isTrue();
        assertThat(table.nodes()).extracting(Node::nid).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        // nodes, rows, operational, nodes to wait for in recovery (by letters)
        "RR, U.|.U, true, ''",
        "RR, U.|.F, true, ''",
        "RR, U.|.O, false, ''",
        "RR, U.|.C, false, ''",
        "RD, U.|.U, false, ''",
        "RD, U.|OU, false, ''",
        "RD, U.|UU, true, ''",
        "RP, U.|.U, false, ''",
        "PP, U.|.U, false, 12",
        "PD, UU|UO, false, 12",
        "PD, UO|UO, false, 1",
        "RR, U.|.., false, ''",
    })
    void isOperationalWithAReadableCellOnARunningNodeEverywhere(
            String states, String rows, boolean operational, String recovery) {
        var table = Storages.of(states).table(0, rows);

        assertThat(table.isOperational()).isEqualTo(operational);
        assertThat(table.recoveryNodes().stream().map(node -> "" + node.nid()).reduce("", String::concat))
                .isEqualTo(recovery);
    }

    @Test
    void tellsWhatANodeStores() {
        var table = storages.table(1, "UF.|.U.|FO.|OC.");

        assertThat(table.partitionsOf(2)).containsExactly(0, 1, 2, 3);
        assertThat(table.partitionsOf(2, Cell::isReadable)).containsExactly(0, 1);
        assertThat(table.partitionsOf(1, Cell::isOutOfDate)).containsExactly(3);
        assertThat(table.isReadable(2, 1)).isTrue();
        assertThat(table.isReadable(2, 2)).isFalse();
        assertThat(table.isAssigned(2, 2)).isTrue();
        assertThat(table.isAssigned(1, 1)).isFalse();
        assertThat(table.readableCells(0)).hasSize(2);
        assertThat(table.nodesWithCells()).containsExactly(storages.get(1), storages.get(2));
    }

    @Test
    void aCellIsAvailableWhileItsNodeRuns() {
        var table = storages.table(0, "U..");
        var cell = table.cell(0, 1);

        assertThat(cell.isAvailable()).isTrue();
        storages.registry.setState(storages.get(1), NodeState.DOWN);
        assertThat(cell.isAvailable()).isFalse();
        assertThat(cell.isReadable()).isTrue();
    }

    @Test
    void idsAreSpreadOverPartitionsAsUnsigned() {
        var table = storages.table(0, "U..|U..|U..");

        assertThat(table.partition(7)).isEqualTo(1);
        assertThat(table.partition(Ids.INVALID)).isZero();
    }

    @Test
    void storagesMissNoChange() {
        var table = storages.table(0, "U..");

        assertWrongPtid(() -> table.updateNext(3, 0, List.of(), storages.registry));
        assertWrongPtid(() -> table.updateNext(1, 0, List.of(), storages.registry));
        assertWrongPtid(() -> new PartitionTable().updateNext(1, 0, List.of(), storages.registry));
        table.updateNext(2, 1, List.of(new CellChange(0, 2, CellState.OUT_OF_DATE)), storages.registry);
        assertThat(table.ptid()).isEqualTo(2);
        assertThat(table.replicas()).isEqualTo(1);
        assertThat(Storages.rows(table)).isEqualTo("UO.");
    }

    @Test
    void clientsOnlyNeedNewerTables() {
        var table = storages.table(0, "U..");

        assertWrongPtid(() -> table.updateNewer(1, 0, List.of(), storages.registry));
        table.updateNewer(5, 0, List.of(), storages.registry);
        assertThat(table.ptid()).isEqualTo(5);
    }

    @Test
    void refusedChangesChangeNothing() {
        var table = storages.table(0, "U..");
        var good = new CellChange(0, 2, CellState.UP_TO_DATE);

        for (var bad : List.of(
                new CellChange(1, 2, CellState.UP_TO_DATE),
                new CellChange(-1, 2, CellState.UP_TO_DATE),
                new CellChange(0, 9, CellState.UP_TO_DATE))) {
            assertThatThrownBy(() -> table.updateNext(2, 0, List.of(good, bad), storages.registry))
                    .isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> table.updateNext(2, -1, List.of(good), storages.registry))
                .isInstanceOf(ProtocolException.class);
        var unknown = List.of(List.of(new CellEntry(9, CellState.UP_TO_DATE)));
        assertThatThrownBy(() -> table.load(7, 0, unknown, storages.registry)).isInstanceOf(ProtocolException.class);
        assertThat(table.ptid()).isEqualTo(1);
        assertThat(Storages.rows(table)).isEqualTo("U..");
    }

    @Test
    void aCopyIsIndependent() {
        var table = storages.table(1, "UO.");
        table.cell(0, 2).setUpdatable();
        var copy = table.copy();

        copy.set(0, storages.get(1), CellState.DISCARDED);
        copy.set(0, storages.get(2), CellState.UP_TO_DATE);

        assertThat(Storages.rows(table)).isEqualTo("UO.");
        assertThat(Storages.rows(copy)).isEqualTo(".U.");
        assertThat(copy.ptid()).isEqualTo(1);
        assertThat(copy.nodes()).isEqualTo(table.nodes());
    }

    @Test
    void aCellForgetsItsReplicationWhenItIsOutdated() {
        var table = storages.table(0, "U..");
        var cell = table.cell(0, 1);
        cell.setUpdatable();
        cell.setBackupTid(7);
        cell.setReplicatingTid(8);

        table.set(0, storages.get(1), CellState.FEEDING);
        assertThat(cell.backupTid()).isEqualTo(7);
        table.set(0, storages.get(1), CellState.OUT_OF_DATE);
        assertThat(cell.isUpdatable()).isFalse();
        assertThat(cell.backupTid()).isEqualTo(Ids.NONE);
        assertThat(cell.replicatingTid()).isZero();
    }

    @Test
    void printsARulerAboveManyPartitions() {
        var few = Storages.of("RDP").table(1, "UF.|.U.|FO.|OC.");
        assertThat(few).hasToString("S1 R U.FO\nS2 D FUOC\nS3 P ....");

        var wide = new Storages();
        wide.get(1);
        wide.get(10);
        var many = wide.table(0, "S10 U" + "|S1 U".repeat(20));
        assertThat(many).hasToString("""
                              10v       20v
                S1  R .UUUUUUUUUUUUUUUUUUUU
                S10 R U....................""");
    }

    private static void assertWrongPtid(ThrowingCallable update) {
        assertThatThrownBy(update).isInstanceOf(ProtocolException.class).hasMessage("wrong partition table id");
    }
}
