package io.neoppod.client;

import static io.neoppod.client.TestDatabase.begin;
import static io.neoppod.client.TestDatabase.bytes;
import static io.neoppod.client.TestDatabase.delete;
import static io.neoppod.client.TestDatabase.get;
import static io.neoppod.client.TestDatabase.number;
import static io.neoppod.client.TestDatabase.put;
import static io.neoppod.client.TestDatabase.text;
import static io.neoppod.client.TestDatabase.undo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ZODB's own tests ask of any storage, and [ClientStorageTest] does not say: the order of calls, locks,
/// iteration, copies, and what packs leave of undo and history. All tests share a cluster.
///
/// What the names of ZODB's suites stand for is tested here (unmarked), in `ClientStorageTest` (C) and elsewhere:
///
/// | Suite | Tests |
/// |---|---|
/// | basic | C `recordsOfAllKinds…`, `anEmptyTransactionHasATid`, `anAbortedTransaction…`, `aTidMustBeNewAndAlone`; |
/// |       | `aTransactionDoesNotDisturbAnotherOneOfTheSameClient` |
/// | conflict | C `aConflictThatNobodyResolves…`, `conflictsAreResolvedInSeveralRounds`, `aResolverThatFails…`, |
/// |       | `deletionsAndNewObjectsAreNeverMerged`; `aDeletionConflictsWithAChange` |
/// | history | C `historyListsRevisionsAndDeletions` |
/// | iterator | C `transactionsAreListedFromAnyOfThemBack`; `transactionsAreListedInOrderWithinBounds…` |
/// | MT | C `threadsShareAStorageAndLoseNoUpdate`; `transactionsThatLockInOppositeOrdersAllEnd`, |
/// |       | `readersSeeWholeTransactionsWhileManyThreadsCommit`; `SharedCacheTest` |
/// | pack | C `packRemovesWhatIsNoLongerCurrent`; `dataOfAnUndoSurvive…`, `whatHappenedAfterAPackCanBeUndone`, |
/// |       | `aPackedDeletionLeavesNothing` |
/// | persistent | `KilledStorageIT` |
/// | read-only | C `aReadOnlyClientReadsAndIsRefusedWrites` |
/// | recovery | `aCopyIntoAnotherClusterIsEqual` |
/// | revision | C `revisionsOfADeletedObject`, `aSerialThatNeverWas…`, `aSnapshotStandsStill` |
/// | synchronization | `aTransactionThatIsVotedOrOverTakesNothing`, `closingAFinishedTransaction…` |
/// | undo | C `undo…`, `severalTransactionsAreUndoneInOne`, `theUndoLogIsCompleteAndInOrder`; |
/// |       | `severalTransactionsOfManyLargeObjectsAreUndoneInOne` |
///
/// Reference: ZODB/tests (BasicStorage, IteratorStorage, RecoveryStorage, Synchronization, PackableStorage, racetest).
class StorageSemanticsTest {
    private static TestDatabase database;

    private NeoStorage storage;
    private NeoStorage other;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = TestDatabase.in(folder);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void connect() {
        storage = database.open();
        other = database.open();
    }

    @AfterEach
    void disconnect() {
        storage.close();
        other.close();
    }

    // --- order of calls

    @Test
    void aTransactionThatIsVotedOrOverTakesNothing() {
        var oid = storage.newOid();
        var last = storage.lastTransaction();
        for (String state : List.of("voted", "finished", "aborted")) {
            var transaction = begin(storage);
            switch (state) {
                case "voted" -> transaction.vote();
                case "finished" -> transaction.finish();
                default -> transaction.abort();
            }
            List<Runnable> steps = List.of(
                    () -> transaction.store(oid, null, bytes("late")),
                    () -> transaction.delete(oid, null),
                    () -> transaction.checkCurrent(oid, last),
                    () -> transaction.undo(last),
                    () -> transaction.setPackOrder(last, null),
                    transaction::vote);
            for (var step : steps) {
                assertThatThrownBy(step::run).as(state).isInstanceOf(TransactionStateException.class);
            }
            transaction.close();
            assertThatThrownBy(transaction::finish).as(state).isInstanceOf(TransactionStateException.class);
        }
        assertThatThrownBy(() -> storage.load(oid)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void closingAFinishedTransactionTakesNothingBack() {
        var oid = storage.newOid();
        var transaction = begin(storage);
        transaction.store(oid, null, bytes("kept"));
        var tid = transaction.finish();
        transaction.abort();
        transaction.close();
        assertThat(storage.load(oid).serial()).isEqualTo(tid);
    }

    @Test
    void aTransactionDoesNotDisturbAnotherOneOfTheSameClient() {
        var a = storage.newOid();
        var b = storage.newOid();
        try (var first = begin(storage);
                var second = begin(storage)) {
            first.store(a, null, bytes("first"));
            second.store(b, null, bytes("second"));
            first.abort();
            second.finish();
        }
        assertThat(get(storage, b)).isEqualTo("second");
        assertThatThrownBy(() -> storage.load(a)).isInstanceOf(NoSuchObjectException.class);
    }

    // --- locks

    @Test
    void transactionsThatLockInOppositeOrdersAllEnd() {
        var oids = List.of(storage.newOid(), storage.newOid(), storage.newOid());
        oids.forEach(oid -> put(storage, oid, null, "0"));
        int rounds = 10;
        var work = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(
                        () -> {
                            var client = thread < 2 ? storage : other;
                            var order = thread % 2 == 0 ? oids : oids.reversed();
                            for (int i = 0; i < rounds; i++) {
                                NeoStorage.retrying(1000, () -> incrementAll(client, order));
                            }
                        },
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        assertThat(CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)))
                .succeedsWithin(TestDatabase.PATIENCE);
        storage.sync();
        assertThat(oids)
                .allSatisfy(oid -> assertThat(number(storage.load(oid).data())).isEqualTo(4 * rounds));
    }

    /// Two objects are always changed together, by threads of both clients; nobody ever sees them differ.
    @Test
    void readersSeeWholeTransactionsWhileManyThreadsCommit() {
        var pair = List.of(storage.newOid(), storage.newOid());
        try (var transaction = begin(storage)) {
            pair.forEach(oid -> transaction.store(oid, null, bytes("0")));
            transaction.finish();
        }
        other.sync();
        int rounds = 5;
        var writers = IntStream.range(0, 4)
                .mapToObj(thread -> run(() -> {
                    for (int i = 0; i < rounds; i++) {
                        NeoStorage.retrying(1000, () -> incrementAll(thread % 2 == 0 ? storage : other, pair));
                    }
                }))
                .toList();
        var written = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        var readers = Stream.of(storage, other)
                .map(client -> run(() -> {
                    do {
                        readPair(client, pair);
                        Thread.yield();
                    } while (!written.isDone());
                }))
                .toList();
        assertThat(written).succeedsWithin(TestDatabase.PATIENCE);
        assertThat(CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)))
                .succeedsWithin(TestDatabase.PATIENCE);
        storage.sync();
        assertThat(number(storage.load(pair.getFirst()).data())).isEqualTo(4 * rounds);
    }

    private static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, task -> Thread.ofPlatform().start(task));
    }

    private static void readPair(NeoStorage client, List<Oid> pair) {
        var snapshot = client.at(client.lastTransaction());
        assertThat(pair.stream().map(oid -> text(snapshot.load(oid).data())).distinct())
                .hasSize(1);
    }

    private static Tid incrementAll(NeoStorage storage, List<Oid> oids) {
        storage.sync();
        try (var transaction = begin(storage)) {
            for (var oid : oids) {
                var counter = storage.load(oid);
                transaction.store(oid, counter.serial(), bytes("" + (number(counter.data()) + 1)));
            }
            return transaction.finish();
        }
    }

    @Test
    void whatIsReliedUponCannotBeChangedUntilTheEnd() {
        var read = storage.newOid();
        var written = storage.newOid();
        var t1 = put(storage, read, null, "1");
        var reader = begin(storage);
        reader.checkCurrent(read, t1);
        reader.store(written, null, bytes("x"));
        reader.vote();
        var change = CompletableFuture.supplyAsync(
                () -> put(other, read, t1, "2"), task -> Thread.ofVirtual().start(task));
        var tid = reader.finish();
        assertThat(change).succeedsWithin(TestDatabase.PATIENCE);
        assertThat(change.join()).isGreaterThan(tid);
    }

    @Test
    void aDeletionConflictsWithAChange() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        delete(storage, oid, t1);
        assertThatThrownBy(() -> put(other, oid, t1, "2")).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> delete(other, oid, t1)).isInstanceOf(ConflictException.class);
    }

    // --- iteration and copies

    @Test
    void transactionsAreListedInOrderWithinBoundsWhileOthersCommit() {
        var oid = storage.newOid();
        var tids = new ArrayList<Tid>();
        for (int i = 0; i < 12; i++) {
            tids.add(put(storage, oid, i == 0 ? null : tids.getLast(), "" + i));
        }
        var all = storage.iterate(tids.getFirst(), null);
        assertThat(all.next().tid()).isEqualTo(tids.getFirst());
        put(storage, oid, tids.getLast(), "later");
        var listed = new ArrayList<>(List.of(tids.getFirst()));
        all.forEachRemaining(transaction -> listed.add(transaction.tid()));
        assertThat(listed).isEqualTo(tids);
        assertThat(storage.transactions(tids.get(3), tids.get(7)).map(TransactionRecord::tid))
                .isEqualTo(tids.subList(3, 8));
        assertThat(storage.transactions(
                                new Tid(tids.get(3).value() + 1),
                                new Tid(tids.get(7).value() - 1))
                        .map(TransactionRecord::tid))
                .isEqualTo(tids.subList(4, 7));
        assertThat(storage.transactions(tids.get(7), tids.get(3))).isEmpty();
    }

    @Test
    void aCopyIntoAnotherClusterIsEqual(@TempDir Path folder) throws Exception {
        var a = storage.newOid();
        var b = storage.newOid();
        var first = put(storage, a, null, "a1");
        var t2 = put(storage, a, first, "a2");
        undo(storage, t2);
        delete(storage, b, put(storage, b, null, "b1"));
        try (var destination = TestDatabase.in(folder);
                var copy = destination.open()) {
            storage.transactions(first, null).forEach(transaction -> copy(transaction, copy));
            assertThat(content(copy, first)).isEqualTo(content(storage, first)).hasSize(5);
            assertThat(get(copy, a)).isEqualTo("a1");
            assertThatThrownBy(() -> copy.load(b)).isInstanceOf(NoSuchObjectException.class);
        }
    }

    private void copy(TransactionRecord from, NeoStorage copy) {
        try (var to = copy.begin(from.metadata(), from.tid())) {
            storage.records(from).forEach(record -> {
                var base = last(copy, record.oid());
                if (record.data() == null) {
                    to.delete(record.oid(), base);
                } else if (record.dataTid() != null) {
                    to.storeShared(record.oid(), base, record.data(), record.dataTid());
                } else {
                    to.store(record.oid(), base, record.data());
                }
            });
            to.finish();
        }
    }

    private static @Nullable Tid last(NeoStorage storage, Oid oid) {
        try {
            return storage.history(oid, 1).getFirst().tid();
        } catch (NoSuchObjectException isNew) {
            return null;
        }
    }

    private static List<String> content(NeoStorage storage, Tid first) {
        return storage.transactions(first, null)
                .flatMap(transaction -> storage.records(transaction)
                        .map(record -> "%s %s %s %s %s"
                                .formatted(
                                        transaction.tid(),
                                        transaction.metadata().descriptionText(),
                                        record.oid(),
                                        record.data() == null ? "deleted" : text(record.data()),
                                        record.dataTid())))
                .toList();
    }

    // --- packs

    /// More is merged than the client may hold: a second undo in the transaction merges with what the first one wrote.
    @Test
    void severalTransactionsOfManyLargeObjectsAreUndoneInOne() {
        int length = 300_000;
        ConflictResolver sum = conflict -> Optional.of(padded(
                number(conflict.committedData()) + number(conflict.newData()) - number(conflict.baseData()), length));
        try (var small =
                database.open(options -> options.withConflictResolver(sum).withCacheBytes(100_000))) {
            var oids = Stream.generate(small::newOid).limit(8).toList();
            var tids = new ArrayList<Tid>();
            for (int value : List.of(0, 1, 3, 7)) {
                try (var transaction = begin(small)) {
                    oids.forEach(oid ->
                            transaction.store(oid, tids.isEmpty() ? null : tids.getLast(), padded(value, length)));
                    tids.add(transaction.finish());
                }
            }
            undo(small, tids.get(1), tids.get(2));
            assertThat(oids)
                    .allSatisfy(
                            oid -> assertThat(number(small.load(oid).data())).isEqualTo(4));
        }
    }

    private static byte[] padded(int value, int length) {
        return bytes(("%0" + length + "d").formatted(value));
    }

    @Test
    void dataOfAnUndoSurviveThePackOfTheirOrigin() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "origin");
        var t2 = put(storage, oid, t1, "changed");
        var t3 = undo(storage, t2);
        storage.pack(t3, List.of(oid)).await();
        assertThat(get(other, oid)).isEqualTo("origin");
        assertThat(storage.history(oid, 9)).extracting(HistoryEntry::tid).containsExactly(t3);
        var record = storage.transactions(t3, t3).flatMap(storage::records).toList();
        assertThat(record)
                .singleElement()
                .satisfies(left -> assertThat(text(left.data())).isEqualTo("origin"));
    }

    @Test
    void whatHappenedAfterAPackCanBeUndone() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        var t2 = put(storage, oid, t1, "2");
        var t3 = put(storage, oid, t2, "3");
        storage.pack(t2, List.of(oid)).await();
        assertThat(storage.history(oid, 9)).extracting(HistoryEntry::tid).containsExactly(t3, t2);
        undo(storage, t3);
        assertThat(get(storage, oid)).isEqualTo("2");
        try (var transaction = begin(storage)) {
            assertThat(transaction.undo(t1)).isEmpty();
        }
    }

    @Test
    void aPackedDeletionLeavesNothing() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        var t2 = delete(storage, oid, t1);
        assertThat(storage.history(oid, 9)).hasSize(2);
        storage.pack(t2, List.of(oid)).await();
        assertThatThrownBy(() -> storage.history(oid, 9)).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> other.loadSerial(oid, t1)).isInstanceOf(NoSuchObjectException.class);
    }
}
