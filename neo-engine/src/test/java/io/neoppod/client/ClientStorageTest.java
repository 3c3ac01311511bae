package io.neoppod.client;

import static io.neoppod.client.TestDatabase.PATIENCE;
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

import io.neoppod.ctl.ClusterControl;
import io.neoppod.runtime.netty.NettyRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the library promises, on a real cluster that all tests share: each uses objects of its own.
class ClientStorageTest {
    /// Adds up what both sides added.
    private static final ConflictResolver COUNTER = conflict -> Optional.of(
            bytes("" + (number(conflict.committedData()) + number(conflict.newData()) - number(conflict.baseData()))));

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
        storage = database.open(options -> options.withConflictResolver(COUNTER));
        other = database.open();
    }

    @AfterEach
    void disconnect() {
        storage.close();
        other.close();
    }

    // --- connection

    /// The request goes to every node that is connected, clients among them.
    @Test
    void aTransactionOutlivesARequestToFlushLogs() throws Exception {
        var oid = storage.newOid();
        var runtime = new NettyRuntime("operator", null, (what, fault) -> {
            throw new AssertionError(what, fault);
        });
        try (var transaction = begin(storage);
                var operator = new ClusterControl(runtime, database.cluster.admin())) {
            operator.flushLog().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            // Answered by the master, so after it has sent the request on.
            operator.lastIds().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            transaction.store(oid, null, bytes("kept"));
            transaction.finish();
        }
        assertThat(get(other, oid)).isEqualTo("kept");
    }

    // --- loading

    @Test
    void recordsOfAllKindsComeBackFromStorageAndCache() {
        var noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        var contents = List.of(new byte[0], bytes("x"), bytes("same ".repeat(5_000)), noise, new byte[3 << 20]);
        var oids = new ArrayList<Oid>();
        try (var transaction = begin(storage)) {
            for (var content : contents) {
                var oid = storage.newOid();
                oids.add(oid);
                transaction.store(oid, null, content);
            }
            transaction.finish();
        }
        for (var reader : List.of(other, other, storage)) {
            for (int i = 0; i < contents.size(); i++) {
                assertThat(reader.load(oids.get(i)).data()).isEqualTo(contents.get(i));
            }
        }
        assertThat(other.cacheStatistics().hits()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void whatALoadReturnsBelongsToTheCaller() {
        var oid = storage.newOid();
        var data = bytes("kept");
        try (var transaction = begin(storage)) {
            transaction.store(oid, null, data);
            data[0] = 'X';
            transaction.finish();
        }
        storage.load(oid).data()[0] = 'Y';
        assertThat(get(storage, oid)).isEqualTo("kept");
        assertThat(get(other, oid)).isEqualTo("kept");
    }

    @Test
    void revisionsOfADeletedObject() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "v1");
        var t2 = put(storage, oid, t1, "v2");
        var t3 = delete(storage, oid, t2);
        for (var reader : List.of(storage, database.open())) {
            assertThatThrownBy(() -> reader.load(oid)).isInstanceOf(NoSuchObjectException.class);
            assertThat(text(reader.loadSerial(oid, t1).data())).isEqualTo("v1");
            assertThatThrownBy(() -> reader.loadSerial(oid, t3)).isInstanceOf(NoSuchObjectException.class);
            assertThat(reader.loadBefore(oid, t1)).isEmpty();
            assertThat(reader.loadBefore(oid, t2).orElseThrow().next()).isEqualTo(t2);
            assertThat(reader.loadBefore(oid, t3).orElseThrow().next()).isEqualTo(t3);
            assertThatThrownBy(() -> reader.loadBefore(oid, next(t3))).isInstanceOf(NoSuchObjectException.class);
            if (reader != storage) {
                reader.close();
            }
        }
    }

    @Test
    void aSerialThatNeverWasIsAbsentWhateverTheCacheHas() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "v1");
        get(storage, oid);
        for (var reader : List.of(storage, other)) {
            assertThatThrownBy(() -> reader.loadSerial(oid, next(t1))).isInstanceOf(NoSuchObjectException.class);
        }
        var unknown = new Oid(0x7fff_0000_0000_0000L);
        assertThatThrownBy(() -> other.load(unknown)).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> other.loadBefore(unknown, t1)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void changesOfOthersAreSeenAfterSync() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "v1");
        other.sync();
        assertThat(get(other, oid)).isEqualTo("v1");
        var seen = new ArrayList<Oid>();
        var lastWhenTold = new AtomicReference<Tid>();
        var listener = new InvalidationListener() {
            @Override
            public void invalidate(Tid tid, Collection<Oid> oids) {
                lastWhenTold.set(other.lastTransaction());
                seen.addAll(oids);
            }

            @Override
            public void invalidateAll() {}
        };
        other.addInvalidationListener(listener);
        var t2 = put(storage, oid, t1, "v2");
        other.sync();
        assertThat(other.lastTransaction()).isEqualTo(t2);
        assertThat(get(other, oid)).isEqualTo("v2");
        assertThat(other.load(oid).serial()).isEqualTo(t2);
        assertThat(seen).containsExactly(oid);
        assertThat(lastWhenTold.get()).isEqualTo(t1);
        other.removeInvalidationListener(listener);
        put(storage, oid, t2, "v3");
        other.sync();
        assertThat(seen).hasSize(1);
    }

    // --- committing

    @Test
    void anEmptyTransactionHasATid() {
        var before = storage.lastTransaction();
        try (var transaction = begin(storage)) {
            assertThat(transaction.vote()).isEmpty();
            var tid = transaction.finish();
            assertThat(tid).isGreaterThan(before);
            assertThat(storage.lastTransaction()).isEqualTo(tid);
        }
    }

    @Test
    void anAbortedTransactionLeavesNothingAndNoLock() {
        var oid = storage.newOid();
        for (boolean voted : new boolean[] {false, true}) {
            var transaction = begin(storage);
            transaction.store(oid, null, bytes("never"));
            if (voted) {
                transaction.vote();
            }
            transaction.abort();
            transaction.abort();
            assertThatThrownBy(transaction::finish).isInstanceOf(TransactionStateException.class);
        }
        assertThatThrownBy(() -> storage.load(oid)).isInstanceOf(NoSuchObjectException.class);
        put(other, oid, null, "other");
        other.close();
        storage.sync();
        assertThat(get(storage, oid)).isEqualTo("other");
    }

    @Test
    void aTidMustBeNewAndAlone() {
        var last = storage.lastTransaction();
        assertThatThrownBy(() -> storage.begin(TransactionMetadata.NONE, last)).isInstanceOf(StorageException.class);
        storage.sync();
        var wanted = new Tid(storage.lastTransaction().value() + (1L << 34));
        try (var transaction = storage.begin(TransactionMetadata.NONE, wanted)) {
            assertThat(transaction.finish()).isEqualTo(wanted);
        }
    }

    @Test
    void aConflictThatNobodyResolvesIsReported() {
        var oid = other.newOid();
        var t1 = put(other, oid, null, "1");
        var t2 = put(other, oid, t1, "2");
        try (var late = begin(other)) {
            late.store(oid, t1, bytes("3"));
            assertThatThrownBy(late::vote).isInstanceOfSatisfying(ConflictException.class, conflict -> {
                assertThat(conflict.oid()).isEqualTo(oid);
                assertThat(conflict.base()).isEqualTo(t1);
                assertThat(conflict.committed()).isEqualTo(t2);
                assertThat(conflict.isRead()).isFalse();
                assertThat(conflict.isRetryable()).isTrue();
            });
            assertThatThrownBy(late::finish).isInstanceOf(TransactionStateException.class);
        }
        put(other, oid, t2, "3");
    }

    @Test
    void anObjectReliedUponMustNotHaveChanged() {
        var read = other.newOid();
        var written = other.newOid();
        var t1 = put(other, read, null, "1");
        var t2 = put(other, read, t1, "2");
        try (var late = begin(other)) {
            late.checkCurrent(read, t1);
            late.store(written, null, bytes("x"));
            assertThatThrownBy(late::finish)
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            conflict -> assertThat(conflict.isRead()).isTrue());
        }
        try (var good = begin(other)) {
            good.checkCurrent(read, t2);
            good.store(written, null, bytes("x"));
            good.finish();
        }
        assertThat(other.load(read).serial()).isEqualTo(t2);
    }

    @Test
    void conflictsAreResolvedInSeveralRounds() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "100");
        var t2 = put(other, oid, t1, "101");
        var rounds = new ArrayList<Tid>();
        ConflictResolver disturbed = conflict -> {
            rounds.add(conflict.committed());
            if (rounds.size() == 1) {
                put(other, oid, t2, "111");
            }
            return COUNTER.resolve(conflict);
        };
        try (var third = database.open(options -> options.withConflictResolver(disturbed));
                var late = begin(third)) {
            late.store(oid, t1, bytes("1100"));
            assertThat(late.vote()).containsExactly(oid);
            var tid = late.finish();
            assertThat(third.load(oid).serial()).isEqualTo(tid);
            assertThat(get(third, oid)).isEqualTo("1111");
            other.sync();
            assertThat(get(other, oid)).isEqualTo("1111");
        }
        // The lock is taken by the first resolution: others wait, so there is no second round in which they win.
        assertThat(rounds).startsWith(t2);
    }

    @Test
    void aResolverThatFailsIsTheCauseOfTheConflict() {
        var oid = other.newOid();
        var t1 = put(other, oid, null, "1");
        put(other, oid, t1, "2");
        var fault = new IllegalStateException("cannot merge");
        ConflictResolver broken = conflict -> {
            throw fault;
        };
        try (var third = database.open(options -> options.withConflictResolver(broken));
                var late = begin(third)) {
            late.store(oid, t1, bytes("3"));
            assertThatThrownBy(late::vote).isInstanceOf(ConflictException.class).hasCause(fault);
        }
    }

    @Test
    void deletionsAndNewObjectsAreNeverMerged() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        put(storage, oid, t1, "2");
        try (var late = begin(storage)) {
            late.delete(oid, t1);
            assertThatThrownBy(late::vote).isInstanceOf(ConflictException.class);
        }
        try (var late = begin(storage)) {
            late.store(oid, null, bytes("3"));
            assertThatThrownBy(late::vote).isInstanceOf(ConflictException.class);
        }
    }

    @Test
    void retryingRunsTheWorkAgain() {
        var oid = other.newOid();
        var t1 = put(other, oid, null, "1");
        var attempts = new ArrayList<Integer>();
        var tid = NeoStorage.retrying(3, () -> {
            attempts.add(attempts.size());
            var base = attempts.size() == 1
                    ? put(other, oid, t1, "2")
                    : other.load(oid).serial();
            return put(other, oid, attempts.size() == 1 ? t1 : base, "3");
        });
        assertThat(attempts).hasSize(2);
        assertThat(other.load(oid).serial()).isEqualTo(tid);
        assertThatThrownBy(() -> NeoStorage.retrying(3, () -> put(other, oid, t1, "4")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void aReadOnlyClientReadsAndIsRefusedWrites() {
        var oid = storage.newOid();
        put(storage, oid, null, "v");
        try (var reader = database.open(options -> options.withReadOnly(true))) {
            assertThat(reader.isReadOnly()).isTrue();
            assertThat(get(reader, oid)).isEqualTo("v");
            var t2 = put(storage, oid, storage.load(oid).serial(), "w");
            reader.sync();
            assertThat(reader.lastTransaction()).isEqualTo(t2);
            assertThat(get(reader, oid)).isEqualTo("w");
            assertThatThrownBy(() -> begin(reader)).isInstanceOf(ReadOnlyStorageException.class);
            assertThatThrownBy(reader::newOid).isInstanceOf(ReadOnlyStorageException.class);
            assertThatThrownBy(() -> reader.pack(t2, null)).isInstanceOf(ReadOnlyStorageException.class);
        }
    }

    @Test
    void threadsShareAStorageAndLoseNoUpdate() {
        var counters = List.of(storage.newOid(), storage.newOid());
        counters.forEach(oid -> put(storage, oid, null, "0"));
        int threads = 8;
        int rounds = 15;
        var work = IntStream.range(0, threads)
                .mapToObj(thread -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < rounds; i++) {
                                increment(thread % 2 == 0 ? storage : other, counters.get(i % 2), thread % 3 == 0);
                            }
                        },
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        assertThat(CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)))
                .succeedsWithin(TestDatabase.PATIENCE);
        storage.sync();
        int total = counters.stream()
                .mapToInt(oid -> number(storage.load(oid).data()))
                .sum();
        assertThat(total).isEqualTo(threads * rounds);
    }

    private static void increment(NeoStorage storage, Oid oid, boolean viaSnapshot) {
        NeoStorage.retrying(1000, () -> {
            try (var live = storage.openSnapshot()) {
                if (viaSnapshot) {
                    live.sync();
                }
                var counter = live.load(oid);
                try (var transaction = live.begin(TransactionMetadata.NONE)) {
                    transaction.store(oid, counter.serial(), bytes("" + (number(counter.data()) + 1)));
                    return transaction.finish();
                }
            }
        });
    }

    // --- undo

    @Test
    void undoBringsTheFormerRecordBackAndMayBeUndone() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        var t2 = put(storage, oid, t1, "2");
        var t3 = undo(storage, t2);
        assertThat(get(storage, oid)).isEqualTo("1");
        assertThat(storage.load(oid).serial()).isEqualTo(t3);
        other.sync();
        assertThat(get(other, oid)).isEqualTo("1");
        var record = storage.transactions(t3, t3).flatMap(storage::records).toList();
        assertThat(record).singleElement().extracting(DataRecord::dataTid).isEqualTo(t1);

        undo(other, t3);
        assertThat(get(other, oid)).isEqualTo("2");
    }

    @Test
    void undoOfACreationDeletes() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        try (var transaction = begin(storage)) {
            assertThat(transaction.undo(t1)).containsExactly(oid);
            transaction.finish();
        }
        assertThatThrownBy(() -> storage.load(oid)).isInstanceOf(NoSuchObjectException.class);
        other.sync();
        assertThatThrownBy(() -> other.load(oid)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void undoOfADeletionRecreates() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        var t2 = delete(storage, oid, t1);
        undo(storage, t2);
        assertThat(get(storage, oid)).isEqualTo("1");
        undo(storage, storage.load(oid).serial());
        assertThatThrownBy(() -> storage.load(oid)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void severalTransactionsAreUndoneInOne() {
        var a = storage.newOid();
        var b = storage.newOid();
        var t1 = put(storage, a, null, "1");
        put(storage, b, null, "1");
        var t2 = put(storage, a, t1, "2");
        var t3 = put(storage, a, t2, "3");
        var t4 = put(storage, b, storage.load(b).serial(), "2");
        var tid = undo(storage, t4, t3, t2);
        assertThat(get(storage, a)).isEqualTo("1");
        assertThat(get(storage, b)).isEqualTo("1");
        assertThat(storage.history(a, 10)).extracting(HistoryEntry::tid).containsExactly(tid, t3, t2, t1);
    }

    @Test
    void undoMergesWithLaterChanges() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "100");
        var t2 = put(storage, oid, t1, "110");
        var t3 = put(storage, oid, t2, "111");
        try (var transaction = begin(storage)) {
            assertThat(transaction.undo(t2)).containsExactly(oid);
            assertThat(transaction.undo(t3)).containsExactly(oid);
            transaction.finish();
        }
        assertThat(get(storage, oid)).isEqualTo("100");
        assertThatThrownBy(() -> undo(other, t2))
                .isInstanceOfSatisfying(
                        UndoException.class,
                        failure -> assertThat(failure.oid()).contains(oid));
    }

    @Test
    void undoThatMeetsAConcurrentCommitIsMerged() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "100");
        var t2 = put(storage, oid, t1, "110");
        // The transaction begins before the other one commits.
        try (var transaction = begin(storage)) {
            var t3 = put(other, oid, t2, "111");
            transaction.undo(t2);
            transaction.finish();
            assertThat(storage.loadBefore(oid, next(t3)).orElseThrow().serial()).isEqualTo(t3);
        }
        assertThat(get(storage, oid)).isEqualTo("101");
    }

    @Test
    void undoOfACreationThatWasChangedIsRefused() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "5");
        put(storage, oid, t1, "8");
        assertThatThrownBy(() -> undo(storage, t1))
                .isInstanceOf(UndoException.class)
                .hasMessageContaining("creation");
        assertThat(get(storage, oid)).isEqualTo("8");
        assertThatThrownBy(() -> undo(storage, new Tid(77)))
                .isInstanceOf(UndoException.class)
                .hasMessage("transaction 000000000000004d does not exist");
    }

    // --- history and lists

    @Test
    void theUndoLogIsCompleteAndInOrder() {
        var oid = storage.newOid();
        var tids = new ArrayList<Tid>();
        Tid base = null;
        for (int i = 0; i < 25; i++) {
            base = put(storage, oid, base, "" + i);
            tids.addFirst(base);
        }
        assertThat(storage.undoLog(0, 25, any -> true))
                .extracting(TransactionRecord::tid)
                .isEqualTo(tids);
        assertThat(storage.undoLog(7, 5, any -> true))
                .extracting(TransactionRecord::tid)
                .isEqualTo(tids.subList(7, 12));
        assertThat(storage.undoLog(2, 3, record -> tids.indexOf(record.tid()) % 2 == 1))
                .extracting(TransactionRecord::tid)
                .containsExactly(tids.get(5), tids.get(7), tids.get(9));
        assertThat(storage.undoLog(0, 0, any -> true)).isEmpty();
        assertThat(storage.undoLog(1_000_000, 5, any -> true)).isEmpty();
        assertThat(text(storage.undoLog(0, 1, any -> true).getFirst().metadata().user()))
                .isEqualTo("tester");
    }

    @Test
    void transactionsAreListedFromAnyOfThemBack() {
        var oid = storage.newOid();
        var tids = new ArrayList<Tid>();
        Tid base = null;
        for (int i = 0; i < 25; i++) {
            base = put(storage, oid, base, "" + i);
            tids.addFirst(base);
        }
        assertThat(descend(null, 25)).isEqualTo(tids);
        for (int i = 0; i < 24; i++) {
            var from = tids.get(i);
            assertThat(descend(from, 25 - i)).isEqualTo(tids.subList(i, 25));
            assertThat(descend(new Tid(from.value() - 1), 1)).containsExactly(tids.get(i + 1));
        }
        assertThat(storage.descend(new Tid(1)).hasNext()).isFalse();
    }

    private List<Tid> descend(Tid from, int count) {
        var found = new ArrayList<Tid>();
        storage.descend(from).forEachRemaining(record -> found.add(record.tid()));
        return found.subList(0, Math.min(count, found.size()));
    }

    @Test
    void historyListsRevisionsAndDeletions() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "v1");
        var t2 = put(storage, oid, t1, "longer");
        var t3 = delete(storage, oid, t2);
        assertThat(storage.history(oid, 10)).extracting(HistoryEntry::tid).containsExactly(t3, t2, t1);
        assertThat(storage.history(oid, 10))
                .extracting(HistoryEntry::storedBytes)
                .containsExactly(0, 6, 2);
        assertThat(storage.history(oid, 1)).extracting(HistoryEntry::tid).containsExactly(t3);
        assertThatThrownBy(() -> storage.history(new Oid(0x7fff_0000_0000_0001L), 1))
                .isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void oidsAreThoseThatExistAtAMoment() {
        var created = new TreeSet<Oid>();
        Tid before;
        try (var transaction = begin(storage)) {
            for (int i = 0; i < 40; i++) {
                var oid = storage.newOid();
                created.add(oid);
                transaction.store(oid, null, bytes("x"));
            }
            before = transaction.finish();
        }
        var deleted = List.copyOf(created).get(3);
        delete(storage, deleted, before);
        var min = created.first();
        var max = created.last();
        assertThat(collect(storage.oids(before, min, max))).containsExactlyElementsOf(created);
        created.remove(deleted);
        assertThat(collect(storage.oids(null, min, max))).containsExactlyElementsOf(created);
        var some = List.copyOf(created).subList(5, 9);
        assertThat(collect(storage.oids(null, some.getFirst(), some.getLast()))).isEqualTo(some);
        assertThat(collect(storage.oids(new Tid(before.value() - 1), min, max))).isEmpty();
    }

    // --- snapshots

    @Test
    void aSnapshotStandsStill() {
        var oid = storage.newOid();
        var t1 = put(storage, oid, null, "1");
        var snapshot = storage.at(t1);
        var t2 = put(storage, oid, t1, "2");
        assertThat(text(snapshot.load(oid).data())).isEqualTo("1");
        assertThat(text(storage.at(t2).load(oid).data())).isEqualTo("2");
        assertThat(storage.at(new Tid(t1.value() - 1)).find(oid)).isEmpty();
        assertThat(collect(snapshot.oids(oid, oid))).containsExactly(oid);
        assertThat(storage.at(new Tid(Long.MAX_VALUE)).tid()).isEqualTo(t2);
    }

    @Test
    void aLiveSnapshotMovesWhenItIsToldTo() {
        var a = storage.newOid();
        var b = storage.newOid();
        var a1 = put(storage, a, null, "a1");
        var b1 = put(storage, b, null, "b1");
        try (var live = storage.openSnapshot();
                var second = storage.openSnapshot()) {
            put(other, a, a1, "a2");
            storage.sync();
            assertThat(text(live.load(a).data())).isEqualTo("a1");
            try (var transaction = live.begin(TransactionMetadata.NONE)) {
                transaction.store(b, b1, bytes("b2"));
                transaction.finish();
            }
            assertThat(text(live.load(b).data())).isEqualTo("b1");
            assertThat(live.refresh()).isEqualTo(new NeoSnapshot.Changes(false, Set.of(a)));
            assertThat(text(live.load(b).data())).isEqualTo("b2");
            assertThat(text(live.load(a).data())).isEqualTo("a2");
            assertThat(second.refresh()).isEqualTo(new NeoSnapshot.Changes(false, Set.of(a, b)));
            assertThat(second.refresh().oids()).isEmpty();
        }
    }

    @Test
    void prefetchFillsTheCache() {
        var oids = new ArrayList<Oid>();
        try (var transaction = begin(storage)) {
            for (int i = 0; i < 150; i++) {
                oids.add(storage.newOid());
                transaction.store(oids.getLast(), null, bytes("object " + i));
            }
            transaction.finish();
        }
        other.sync();
        oids.add(new Oid(0x7fff_0000_0000_0002L));
        var snapshot = other.at(other.lastTransaction());
        snapshot.prefetch(oids);
        long hits = other.cacheStatistics().hits();
        for (int i = 0; i < 150; i++) {
            assertThat(text(snapshot.load(oids.get(i)).data())).isEqualTo("object " + i);
        }
        assertThat(other.cacheStatistics().hits() - hits).isEqualTo(150);
    }

    // --- pack

    @Test
    void packRemovesWhatIsNoLongerCurrent() {
        var packed = storage.newOid();
        var spared = storage.newOid();
        var p1 = put(storage, packed, null, "1");
        var s1 = put(storage, spared, null, "1");
        var p2 = put(storage, packed, p1, "2");
        put(storage, spared, s1, "2");
        var p3 = put(storage, packed, p2, "3");
        var handle = storage.pack(p2, List.of(packed));
        assertThat(handle.order()).contains(storage.lastTransaction());
        handle.await(Duration.ofSeconds(30));
        assertThat(storage.history(packed, 10)).extracting(HistoryEntry::tid).containsExactly(p3, p2);
        assertThat(storage.loadBefore(packed, p2)).isEmpty();
        assertThat(text(storage.loadBefore(spared, next(s1)).orElseThrow().data()))
                .isEqualTo("1");

        storage.pack(storage.lastTransaction().toInstant().plusSeconds(60)).await();
        assertThat(storage.history(packed, 10)).extracting(HistoryEntry::tid).containsExactly(p3);
        assertThat(storage.history(spared, 10)).hasSize(1);
        assertThat(get(storage, packed)).isEqualTo("3");
    }

    private static Tid next(Tid tid) {
        return new Tid(tid.value() + 1);
    }

    private static List<Oid> collect(Iterator<Oid> oids) {
        var list = new ArrayList<Oid>();
        oids.forEachRemaining(list::add);
        return list;
    }
}
