package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.master.Transaction.Finish;
import io.neoppod.master.TransactionManager.Vote;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Tids;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TransactionManagerTest {
    private static final int C1 = -0x1fffffff;
    private static final int C2 = -0x1ffffffe;
    private static final int S1 = 1;
    private static final int S2 = 2;
    private static final int PARTITIONS = 3;
    private static final long NOW_MICROS = 1_577_836_800_000_000L;

    private final TransactionManager manager = new TransactionManager();
    private long nowMicros = NOW_MICROS;

    @Test
    void commitsInTheOrderOfTidsWhateverTheOrderOfLocks() {
        var first = prepared(C1, S1, S2);
        var second = prepared(C2, S1);
        assertThat(second.tid()).isGreaterThan(first.tid());

        assertThat(manager.onLocked(second.ttid(), S1)).isEmpty();
        assertThat(manager.onLocked(first.ttid(), S2)).isEmpty();
        assertThat(manager.onLocked(first.ttid(), S1)).containsExactly(first, second);
        assertThat(manager.lastCommitted()).isEqualTo(second.tid());
        assertThat(manager.firstTid()).isEqualTo(first.tid());
        assertThat(manager.hasPending()).isFalse();
    }

    @Test
    void aLostStorageIsNotWaitedFor() {
        var transaction = prepared(C1, S1, S2);
        manager.onLocked(transaction.ttid(), S1);
        assertThat(manager.onStorageLost(S2)).containsExactly(transaction);
        assertThat(transaction.involved()).containsExactly(S1);
    }

    @Test
    void aLostClientAbortsWhatItDidNotAskToFinish() {
        var finishing = prepared(C1, S1);
        var open = begun(C1);
        var other = begun(C2);

        assertThat(manager.onClientLost(C1)).containsExactly(open);
        assertThat(manager.pending()).containsExactly(finishing, other);
        assertThat(manager.onLocked(finishing.ttid(), S1)).containsExactly(finishing);
    }

    @Test
    void tidsIncreaseWhenTheClockGoesBackBehindPendingTransactions() {
        var old = begun(C1);
        nowMicros += 1_000_000;
        var committed = prepared(C2, S1);
        manager.onLocked(committed.ttid(), S1);

        nowMicros = NOW_MICROS - 3_600_000_000L;
        var begun = begun(C2);
        assertThat(begun.ttid()).isGreaterThan(committed.tid());
        long tid = manager.prepare(old, finish(S1), nowMicros, PARTITIONS);
        assertThat(tid).isGreaterThan(begun.ttid());
        assertThat(Ids.partition(tid, PARTITIONS)).isEqualTo(Ids.partition(old.ttid(), PARTITIONS));
        assertThat(manager.onLocked(old.ttid(), S1)).containsExactly(old);
    }

    @Test
    void aTtidIsNeverGivenAgainWhateverTheClockDoes() {
        var aborted = begun(C1);
        var prepared = prepared(C2, S1);
        nowMicros = NOW_MICROS - 3_600_000_000L;
        manager.abort(aborted);
        manager.reset(0, 0, Ids.MAX_TID);
        manager.open(nowMicros, new SplittableRandom(1));
        assertThat(begun(C1).ttid()).isGreaterThan(prepared.tid());
    }

    @Test
    void idsOfAnEarlierPrimaryAreNotGivenAgainThoughTheClockIsBehind() {
        long committed = Tids.fromMicros(NOW_MICROS + 1_000_000);
        long voted = Tids.add(committed, 5);
        var ttids = new TreeSet<Long>();
        for (int seed = 0; seed < 3; seed++) {
            var primary = new TransactionManager();
            primary.reset(committed, 0, 1);
            primary.avoid(voted);
            primary.open(NOW_MICROS, new SplittableRandom(seed));
            for (int i = 0; i < 10; i++) {
                ttids.add(primary.begin(C1, Ids.NONE, 0, NOW_MICROS));
            }
        }
        assertThat(ttids).hasSize(30);
        assertThat(ttids.first()).isGreaterThan(voted);
        assertThat(ttids.last()).isLessThan(Tids.add(voted, TransactionManager.MAX_GAP + 10));
    }

    @Test
    void anImposedTidIsFinalAndTolerantOfOthersOnlyOnceItIsFinishing() {
        long wanted = 0x0505050505050505L;
        assertThat(manager.begin(C1, wanted, 0, nowMicros)).isEqualTo(wanted);
        assertThatThrownBy(() -> manager.begin(C2, Ids.NONE, 0, nowMicros))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("There can't be concurrent transactions when a TID is specified for any of them.");

        var imposed = manager.find(wanted, C1);
        assertThat(manager.prepare(imposed, finish(S1), nowMicros, PARTITIONS)).isEqualTo(wanted);
        assertThat(begun(C2).ttid()).isEqualTo(wanted + 1);
        assertThatThrownBy(() -> manager.begin(C2, wanted + 5, 0, nowMicros)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesAnImposedTidInThePast() {
        manager.reset(100, 0, 1);
        for (long wanted : new long[] {0, 100, -2, Ids.MAX_TID}) {
            assertThatThrownBy(() -> manager.begin(C1, wanted, 0, nowMicros))
                    .hasMessage("new TID must be greater than the last committed one");
        }
        assertThat(manager.begin(C1, 101, 0, nowMicros)).isEqualTo(101);
    }

    @Test
    void anAbortedImposedTransactionLeavesTheQueue() {
        manager.begin(C1, 0x0505050505050505L, 0, nowMicros);
        manager.abort(manager.find(0x0505050505050505L, C1));
        var next = prepared(C1, S1);
        assertThat(manager.onLocked(next.ttid(), S1)).containsExactly(next);
    }

    @Test
    void givesConsecutiveOidsAboveThoseOfTransactions() {
        manager.reset(0, 7, Ids.MAX_TID);
        assertThat(manager.newOids(3)).containsExactly(8, 9, 10);
        var transaction = begun(C1);
        manager.prepare(transaction, new Finish(new long[] {100_000, 3}, Set.of(0), Set.of(S1)), nowMicros, PARTITIONS);
        assertThat(manager.newOids(1)).containsExactly(100_001);
        for (int count : new int[] {0, -1, TransactionManager.MAX_OIDS_PER_REQUEST + 1}) {
            assertThatThrownBy(() -> manager.newOids(count)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void onlyItsOwnerEndsATransaction() {
        var transaction = begun(C1);
        assertThatThrownBy(() -> manager.find(transaction.ttid(), C2)).hasMessageContaining("another client");
        assertThatThrownBy(() -> manager.find(0, C1)).hasMessage("unknown ttid 0000000000000000");
        assertThat(manager.mayAbort(transaction.ttid(), C1)).isTrue();
        assertThat(manager.mayAbort(transaction.ttid(), C2)).isFalse();
        assertThat(manager.mayAbort(0, C1)).isFalse();
        manager.prepare(transaction, finish(S1), nowMicros, PARTITIONS);
        assertThat(manager.mayAbort(transaction.ttid(), C1)).isFalse();
    }

    @Test
    void arbitratesBetweenVotesThatFailedOnDifferentStorages() {
        var a = begun(C1);
        var b = begun(C2);
        assertThat(manager.failVote(a, Set.of(S1), without -> false)).isEqualTo(Vote.INCOMPLETE);
        assertThat(manager.failVote(a, Set.of(), without -> false)).isEqualTo(Vote.ACCEPTED);
        assertThat(manager.failVote(a, Set.of(S2), without -> without.size() < 2))
                .isEqualTo(Vote.ACCEPTED);
        assertThat(manager.failVote(b, Set.of(S1), without -> without.size() < 2))
                .isEqualTo(Vote.WAIT);
        manager.abort(a);
        assertThat(manager.failVote(b, Set.of(S1), without -> without.size() < 2))
                .isEqualTo(Vote.ACCEPTED);
        assertThat(b.failed()).containsExactly(S1);
    }

    @Test
    void refusesALockThatNobodyAsked() {
        var transaction = prepared(C1, S1);
        assertThatThrownBy(() -> manager.onLocked(transaction.ttid(), S2)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> manager.onLocked(5, S1)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void replicatingStoragesObservePendingTransactions() {
        var transaction = begun(C1);
        assertThat(manager.observe(S2)).containsExactly(transaction.ttid());
        assertThat(transaction.observers()).containsExactly(S2);
        manager.onStorageLost(S2);
        assertThat(transaction.observers()).isEmpty();
    }

    private Transaction begun(int client) {
        return manager.find(manager.begin(client, Ids.NONE, 0, nowMicros), client);
    }

    private Transaction prepared(int client, int... storages) {
        var transaction = begun(client);
        manager.prepare(transaction, finish(storages), nowMicros, PARTITIONS);
        return transaction;
    }

    private static Finish finish(int... storages) {
        var involved = Set.copyOf(Arrays.stream(storages).boxed().toList());
        return new Finish(new long[] {1}, Set.of(1), involved);
    }
}
