package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.ReplicationPlan.Fetch;
import io.neoppod.storage.ReplicationPlan.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Reference: neo/tests/threaded/testReplication.py (testReplicationBlockedByUnfinished, testAbortingReplication,
/// testBackup*).
class ReplicationPlanTest {
    private static final int NO_PARTITION = -1;
    private final ReplicationPlan plan = new ReplicationPlan();

    @Test
    void fetchesTheCellFurthestBehindFirst() {
        plan.addOutOfDate(0, 50);
        plan.addOutOfDate(1, 20);
        assertThat(plan.next(NO_PARTITION)).as("before the master told how far").isNull();

        plan.onUnfinished(List.of(0, 1), 100, new long[0]);
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(1, 100));
        assertThat(plan.next(NO_PARTITION)).as("one at a time").isNull();
        assertThat(plan.finish()).isTrue();
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(0, 100));
    }

    @Test
    void anEmptyTableIsCompleteAtOnce() {
        plan.addOutOfDate(0, 0);
        plan.onUnfinished(List.of(0), 0, new long[0]);
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(0, 0));
        assertThat(plan.finish()).isTrue();
    }

    @Test
    void waitsForTheTransactionsThatWereUnfinished() {
        plan.addOutOfDate(0, 0);
        plan.onUnfinished(List.of(0), 100, new long[] {90, 95});
        plan.next(NO_PARTITION);
        assertThat(plan.finish()).as("two transactions are unfinished").isFalse();

        assertThat(plan.onTransactionFinished(90, 110)).isEmpty();
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(0, 110));
        assertThat(plan.nextTid()).isEqualTo(101);
        assertThat(plan.finish()).as("one is left").isFalse();

        assertThat(plan.onTransactionFinished(95, 120)).isEmpty();
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(0, 120));
        assertThat(plan.finish()).isTrue();
    }

    @Test
    void isCompleteWhenAllItWaitedForWasAborted() {
        plan.addOutOfDate(0, 0);
        plan.onUnfinished(List.of(0), 100, new long[] {90, 95});
        plan.next(NO_PARTITION);
        plan.finish();
        assertThat(plan.onTransactionFinished(95, Ids.NONE)).isEmpty();
        assertThat(plan.onTransactionFinished(95, Ids.NONE)).as("told twice").isEmpty();
        assertThat(plan.onTransactionFinished(90, Ids.NONE)).isEqualTo(Set.of(0));
    }

    @Test
    void aTransactionThatEndsDuringTheFetchMayNeedAnotherOne() {
        plan.addOutOfDate(0, 0);
        plan.onUnfinished(List.of(0), 100, new long[] {90});
        plan.next(NO_PARTITION);
        assertThat(plan.onTransactionFinished(90, 110)).isEmpty();
        assertThat(plan.finish()).isFalse();
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(0, 110));
    }

    @Test
    void anAbandonedFetchResumesWhereItWasAfterAnotherPartition() {
        plan.addOutOfDate(0, 0);
        plan.addOutOfDate(1, 50);
        plan.onUnfinished(List.of(0, 1), 100, new long[0]);
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(0, 100));
        plan.onTransactionsFetched(101);
        plan.onObjectsFetched(40);
        plan.abandon();

        assertThat(plan.next(0)).isEqualTo(new Fetch(1, 100));
        plan.finish();
        assertThat(plan.next(0)).as("there is no other").isEqualTo(new Fetch(0, 100));
        assertThat(plan.nextTid()).isEqualTo(101);
        assertThat(plan.nextObjectTid()).isEqualTo(40);
    }

    @Test
    void aRemovedCellIsForgotten() {
        plan.addOutOfDate(0, 0);
        plan.onUnfinished(List.of(0), 100, new long[0]);
        plan.next(NO_PARTITION);
        assertThat(plan.remove(0)).as("must be abandoned").isTrue();
        plan.abandon();
        assertThat(plan.next(NO_PARTITION)).isNull();
        assertThat(plan.remove(0)).isFalse();
    }

    @Test
    void aBackupIsCompleteUpToItsSlowestCell() {
        var upstream = new Address("127.0.0.1", 1);
        plan.addReadable(0, 10, 10);
        plan.addReadable(1, 10, 8);
        assertThat(plan.completeUpTo(List.of(0, 1))).isEqualTo(7);

        var orders = new HashMap<Integer, Address>();
        orders.put(0, null);
        orders.put(1, upstream);
        plan.onOrder(20, "up", orders);
        assertThat(plan.source(1)).isEqualTo(new Source(upstream, "up"));
        assertThat(plan.isReplicatedBeyond(0, 20)).isTrue();
        assertThat(plan.isReplicatedBeyond(1, 8)).isFalse();
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(1, 20));
        assertThat(plan.finish()).isTrue();
        assertThat(plan.completeUpTo(List.of(0, 1))).isEqualTo(20);
    }

    @Test
    void leavingBackupKeepsOnlyOrdersOfTheOwnCluster() {
        var address = new Address("127.0.0.1", 1);
        for (int partition : Arrays.asList(0, 1)) {
            plan.addReadable(partition, 10, 10);
        }
        plan.onOrder(20, "up", Map.of(0, address));
        plan.onOrder(20, "", Map.of(1, address));
        assertThat(plan.forgetUpstream()).isFalse();
        assertThat(plan.next(NO_PARTITION)).isEqualTo(new Fetch(1, 20));
        plan.finish();
        assertThat(plan.next(NO_PARTITION)).isNull();
    }
}
