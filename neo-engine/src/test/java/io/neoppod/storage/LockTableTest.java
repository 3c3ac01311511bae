package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.LockTable.Deadlock;
import io.neoppod.storage.LockTable.Lock;
import io.neoppod.storage.LockTable.Recheck;
import io.neoppod.storage.LockTable.Verdict;
import io.neoppod.storage.Transaction.Stored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reference: neo/tests/threaded/test.py (testDelayedStore, testDeadlockAvoidance, testNotifyReplicated).
class LockTableTest {
    private static final int CLIENT_A = 1;
    private static final int CLIENT_B = 2;
    private static final long X = 10;
    private static final long Y = 12;
    private static final long BASE = 100;

    private final Set<Integer> readable = new TreeSet<>(Set.of(0, 1));
    private final LockTable table = new LockTable(2, readable::contains);
    private final Transaction older = table.register(1000, CLIENT_A);
    private final Transaction younger = table.register(2000, CLIENT_B);

    /// Who holds the lock in which state, who asks, and what the one who asks gets.
    @ParameterizedTest
    @CsvSource({
        "nobody,  open,     older,   Check",
        "younger, checking, older,   Wait",
        "older,   checking, younger, Wait",
        "older,   open,     younger, Wait",
        "older,   voted,    younger, Wait",
        "younger, voted,    older,   Wait",
        "younger, open,     older,   Wait+deadlock",
        "younger, open,     younger, Granted",
        "older,   open,     older,   Granted",
    })
    void locksByAgeAndState(String holder, String state, String asking, String expected) {
        if (!holder.equals("nobody")) {
            var held = transaction(holder);
            assertThat(table.lock(held, X, BASE)).isInstanceOf(Lock.Check.class);
            if (!state.equals("checking")) {
                table.checked(held, X, BASE, BASE);
                table.store(held, X, BASE, new Stored(7, Ids.NONE));
            }
            if (state.equals("voted")) {
                table.vote(held, false);
            }
        }
        assertThat(describe(table.lock(transaction(asking), X, BASE))).isEqualTo(expected);
    }

    private Transaction transaction(String name) {
        return name.equals("older") ? older : younger;
    }

    private static String describe(Lock lock) {
        return lock.getClass().getSimpleName()
                + (lock instanceof Lock.Wait(var deadlock) && deadlock != null ? "+deadlock" : "");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, LOCKED",
        "0, -9223372036854775808, LOCKED",
        "0, 100, CONFLICT",
        "100, 101, CONFLICT",
        "500, 100, UNKNOWN_SERIAL",
    })
    void comparesTheSerialWithTheDatabase(long serial, long latest, Verdict expected) {
        table.lock(older, X, serial);
        assertThat(table.checked(older, X, serial, latest)).isEqualTo(expected);
        boolean free = table.lock(younger, X, BASE) instanceof Lock.Check;
        assertThat(free).as("lock released").isEqualTo(expected != Verdict.LOCKED);
    }

    @Test
    void asksTheHolderToYieldOnlyOncePerObject() {
        store(younger, X);
        store(younger, Y);
        assertThat(table.lock(older, X, BASE)).isEqualTo(new Lock.Wait(new Deadlock(CLIENT_B, 2000, X)));
        assertThat(table.lock(older, X, BASE)).isEqualTo(new Lock.Wait(null));
        assertThat(table.lock(older, Y, BASE)).isEqualTo(new Lock.Wait(new Deadlock(CLIENT_B, 2000, Y)));
    }

    @Test
    void aDeadlockIsResolvedInFavourOfTheOlderTransaction() {
        store(older, X);
        store(younger, Y);
        assertThat(table.lock(younger, X, BASE)).isEqualTo(new Lock.Wait(null));
        assertThat(table.lock(older, Y, BASE)).isEqualTo(new Lock.Wait(new Deadlock(CLIENT_B, 2000, Y)));

        table.yield(younger, Y);
        store(older, Y);
        assertThat(table.lock(younger, Y, BASE)).isEqualTo(new Lock.Wait(null));

        commit(older, 3000);
        assertThat(table.lock(younger, Y, BASE)).isInstanceOf(Lock.Check.class);
        assertThat(table.checked(younger, Y, BASE, 3000)).isEqualTo(Verdict.CONFLICT);
        assertThat(table.unstore(younger, Y)).isEqualTo(new Stored(7, Ids.NONE));
    }

    @Test
    void anUndoStoredAgainMustNameTheRevisionItUndid() {
        table.lock(older, X, BASE);
        table.checked(older, X, BASE, BASE);
        table.store(older, X, BASE, new Stored(7, 90));
        assertThat(table.lock(older, X, 90)).isInstanceOf(Lock.Granted.class);
        assertThat(table.lock(older, X, BASE)).isEqualTo(new Lock.Conflict(90));
    }

    @Test
    void aCheckThatOutlivesItsTransactionLocksNothing() {
        table.lock(older, X, BASE);
        table.abort(older);
        assertThat(table.lock(younger, X, BASE)).isInstanceOf(Lock.Check.class);
        assertThat(table.checked(older, X, BASE, BASE)).isEqualTo(Verdict.GONE);
        assertThat(table.checked(younger, X, BASE, BASE)).isEqualTo(Verdict.LOCKED);
    }

    @Test
    void readersWaitFromLockToVisibility() {
        store(older, X);
        table.vote(older, true);
        assertThat(table.isReadLocked(X)).isFalse();
        table.lock(1000, 3000, false);
        assertThat(table.isReadLocked(X)).isTrue();
        assertThat(table.isReadLocked(Y)).isFalse();
        assertThat(table.isLockedTid(2999)).isFalse();
        assertThat(table.isLockedTid(3000)).isTrue();

        table.unlock(1000);
        assertThat(table.isReadLocked(X)).as("unlocked but not visible").isTrue();
        assertThat(table.lock(younger, X, BASE)).as("writers do not wait").isInstanceOf(Lock.Check.class);

        table.visible(older);
        assertThat(table.isReadLocked(X)).isFalse();
        assertThat(table.lastLockedTid()).isEqualTo(Ids.NONE);
    }

    @Test
    void aReadLockTakenMeanwhileSurvivesTheVisibilityOfThePreviousOne() {
        store(older, X);
        table.vote(older, true);
        table.lock(1000, 3000, false);
        table.unlock(1000);
        table.lock(younger, X, 3000);
        table.checked(younger, X, 3000, 3000);
        table.store(younger, X, 3000, new Stored(8, Ids.NONE));
        table.vote(younger, true);
        table.lock(2000, 4000, false);
        table.visible(older);
        assertThat(table.isReadLocked(X)).isTrue();
        assertThat(table.isLockedTid(4000)).isTrue();
        assertThat(table.isLockedTid(3000)).isFalse();
    }

    @Test
    void refusesStepsOutOfOrder() {
        store(older, X);
        assertThatThrownBy(() -> table.lock(1000, 3000, false)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> table.unlock(1000)).isInstanceOf(ProtocolException.class);
        table.vote(older, false);
        assertThatThrownBy(() -> table.vote(older, false)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> table.lock(1000, 999, false)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> table.lock(77, 3000, false)).hasMessage("unknown ttid 000000000000004d");
    }

    @Test
    void aClientThatLeavesLosesWhatItDidNotVote() {
        store(older, X);
        var voted = table.register(1500, CLIENT_A);
        table.vote(voted, true);
        var locked = table.register(1600, CLIENT_A);
        table.vote(locked, true);
        table.lock(1600, 3000, false);
        assertThat(table.abortable(CLIENT_A, false)).containsExactly(older);
        assertThat(table.abortable(CLIENT_A, true)).containsExactly(older, voted);
        assertThat(table.abortable(CLIENT_B, true)).containsExactly(younger);
    }

    @Test
    void writesToAnUnassignedCellAreIgnored() {
        readable.clear();
        assertThat(table.lock(older, X, BASE)).isInstanceOf(Lock.Ignored.class);
        table.replicated(0, 50);
        assertThat(table.lock(older, X, BASE)).isInstanceOf(Lock.Check.class);
    }

    @Test
    void aReplicatedPartitionIsAnnouncedWhenNoObjectHasTwoWritersWithoutLock() {
        readable.remove(0);
        table.startReplicating(List.of(0));
        storeLockless(older, X);
        storeLockless(younger, X);
        storeLockless(younger, Y);
        table.replicated(0, 50);
        assertThat(table.settle().done()).isEmpty();

        table.abort(older);
        var settled = table.settle();
        assertThat(settled.done()).isEqualTo(Map.of(0, 50L));
        assertThat(settled.rechecks()).containsExactly(new Recheck(younger, X, BASE), new Recheck(younger, Y, BASE));
        assertThat(table.checked(younger, X, BASE, BASE)).isEqualTo(Verdict.LOCKED);
        assertThat(table.checked(younger, Y, BASE, 160)).isEqualTo(Verdict.CONFLICT);
        assertThat(table.settle().done()).as("announced once").isEmpty();

        var latest = table.register(3000, CLIENT_A);
        assertThat(table.lock(latest, X, BASE)).isEqualTo(new Lock.Wait(null));
    }

    @Test
    void anOlderWriterPassesBesideALocklessHolder() {
        readable.remove(0);
        table.startReplicating(List.of(0));
        storeLockless(younger, X);
        storeLockless(table.register(3000, CLIENT_A), X);
        table.replicated(0, 50);
        table.settle();
        assertThat(table.lock(older, X, BASE)).isInstanceOf(Lock.Lockless.class);
        assertThat(table.lock(table.register(4000, CLIENT_A), X, BASE)).isInstanceOf(Lock.Wait.class);
    }

    @Test
    void aPartitionIsNotAnnouncedWhileALocklessStoreIsBeingStaged() {
        readable.remove(0);
        table.startReplicating(List.of(0));
        table.lock(older, X, BASE);
        table.staging(older, X);
        table.replicated(0, 50);
        assertThat(table.settle().done()).isEmpty();
        assertThat(table.staged(older, X)).isTrue();
        table.store(older, X, BASE, new Stored(7, Ids.NONE));
        assertThat(table.settle().done()).isEqualTo(Map.of(0, 50L));
    }

    @Test
    void aDiscardedCellReleasesEverythingItHolds() {
        store(older, X);
        store(older, 11);
        table.lock(younger, Y, BASE);
        assertThat(table.discard(Set.of(0)).dataIds()).containsExactly(7);
        assertThat(older.objects.stored(X)).isNull();
        assertThat(older.objects.isStored(11)).isTrue();
        assertThat(table.checked(younger, Y, BASE, BASE)).isEqualTo(Verdict.GONE);
        readable.remove(0);
        assertThat(table.lock(younger, X, BASE)).isInstanceOf(Lock.Ignored.class);
    }

    private void store(Transaction transaction, long oid) {
        assertThat(table.lock(transaction, oid, BASE)).isInstanceOf(Lock.Check.class);
        assertThat(table.checked(transaction, oid, BASE, BASE)).isEqualTo(Verdict.LOCKED);
        table.store(transaction, oid, BASE, new Stored(7, Ids.NONE));
    }

    private void storeLockless(Transaction transaction, long oid) {
        assertThat(table.lock(transaction, oid, BASE)).isInstanceOf(Lock.Lockless.class);
        table.store(transaction, oid, BASE, new Stored(7, Ids.NONE));
    }

    private void commit(Transaction transaction, long tid) {
        table.vote(transaction, true);
        table.lock(transaction.ttid, tid, false);
        table.unlock(transaction.ttid);
        table.visible(transaction);
    }
}
