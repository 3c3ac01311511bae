package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.SimClient.Change;
import io.neoppod.client.SimClient.Revision;
import io.neoppod.client.SimClient.Work;
import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What clients tried, were told and saw, to be compared with what the databases hold in the end.
///
/// | Checked | Otherwise |
/// |---|---|
/// | what was acknowledged is there, under the TID that was told | a commit was lost |
/// | what failed is not there | a client was told wrong |
/// | a transaction is there entirely or not at all, once | it is half visible |
/// | each write replaces the revision that it started from | an update was lost |
/// | what a transaction relied upon had not changed | a check was ignored |
/// | each read shows the last revision of its moment | a snapshot was not consistent |
final class History {
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private int acknowledged;
    private long lastAcknowledged;

    /// A read of an object as of a transaction.
    private record Observation(String who, long oid, long last, long serial, Account account) {}

    /// What the databases hold of a transaction.
    ///
    /// @param records stored data by object, null for a deletion
    record Committed(String description, Map<Long, byte @Nullable []> records) {}

    /// A transaction that a client tried to commit.
    static final class Attempt {
        private final long number;
        private final Map<Long, Change> changes = new LinkedHashMap<>();
        private final Map<Long, Long> checks = new LinkedHashMap<>();
        private long tid = Ids.NONE;
        private boolean failed;

        private Attempt(long number) {
            this.number = number;
        }

        long number() {
            return number;
        }

        void write(long oid, long base, Account account) {
            changes.put(oid, new Change(base, account.data()));
        }

        void delete(long oid, long base) {
            changes.put(oid, new Change(base, null));
        }

        void check(long oid, long serial) {
            checks.put(oid, serial);
        }

        /// It is certain that this is not committed.
        void fail() {
            failed = true;
        }

        Work work() {
            return new Work("" + number, changes, checks);
        }

        @Override
        public String toString() {
            return "transaction " + number + " of the bank";
        }
    }

    Attempt begin() {
        var attempt = new Attempt(attempts.size());
        attempts.add(attempt);
        return attempt;
    }

    void acknowledge(Attempt attempt, long tid) {
        attempt.tid = tid;
        acknowledged++;
        lastAcknowledged = Math.max(lastAcknowledged, tid);
    }

    int acknowledged() {
        return acknowledged;
    }

    long lastAcknowledged() {
        return lastAcknowledged;
    }

    void observe(String who, long oid, long last, @Nullable Revision revision) {
        assertThat(revision).as("account %d is not there for %s", oid, who).isNotNull();
        observations.add(new Observation(who, oid, last, revision.serial(), Account.of(revision)));
    }

    // --- checking

    /// @param committed by TID
    void check(TreeMap<Long, Committed> committed) {
        var tids = new LinkedHashMap<Attempt, Long>();
        committed.forEach((tid, transaction) -> {
            var attempt = attempts.get(Integer.parseInt(transaction.description));
            assertThat(tids.put(attempt, tid))
                    .as("%s is committed twice", attempt)
                    .isNull();
            assertThat(attempt.failed)
                    .as("%s failed for its client, and is committed as %s", attempt, Ids.hex(tid))
                    .isFalse();
            checkEntire(attempt, tid, transaction);
        });
        for (var attempt : attempts) {
            if (attempt.tid != Ids.NONE) {
                assertThat(tids.get(attempt))
                        .as("a commit is lost: %s, acknowledged as %s", attempt, Ids.hex(attempt.tid))
                        .isEqualTo(attempt.tid);
            }
        }
        checkOrder(tids);
    }

    private static void checkEntire(Attempt attempt, long tid, Committed transaction) {
        assertThat(transaction.records.keySet())
                .as("%s is half visible as %s", attempt, Ids.hex(tid))
                .isEqualTo(attempt.changes.keySet());
        transaction.records.forEach((oid, data) -> assertThat(
                        Arrays.equals(data, attempt.changes.get(oid).data()))
                .as("%s wrote what is stored for account %d", attempt, oid)
                .isTrue());
    }

    /// Replays all transactions one after the other.
    private void checkOrder(Map<Attempt, Long> tids) {
        Map<Long, TreeMap<Long, Account>> revisions = new TreeMap<>();
        tids.forEach((attempt, tid) -> {
            attempt.checks.forEach((oid, serial) -> assertThat(last(revisions, oid))
                    .as("%s relied on account %d, which changed before %s", attempt, oid, Ids.hex(tid))
                    .isEqualTo(serial));
            attempt.changes.forEach((oid, change) -> {
                assertThat(last(revisions, oid))
                        .as("an update is lost: account %d before %s (%s)", oid, Ids.hex(tid), attempt)
                        .isEqualTo(change.base());
                revisions.computeIfAbsent(oid, absent -> new TreeMap<>()).put(tid, Account.of(change.data()));
            });
        });
        for (var seen : observations) {
            var entry = revisions.get(seen.oid).floorEntry(seen.last);
            assertThat(seen.serial)
                    .as("%s saw account %d as of %s", seen.who, seen.oid, Ids.hex(seen.last))
                    .isEqualTo(entry == null ? Ids.NONE : entry.getKey());
            assertThat(seen.account).isEqualTo(entry.getValue());
        }
    }

    private static long last(Map<Long, TreeMap<Long, Account>> revisions, long oid) {
        var known = revisions.get(oid);
        return known == null ? Ids.ZERO : known.lastKey();
    }
}
