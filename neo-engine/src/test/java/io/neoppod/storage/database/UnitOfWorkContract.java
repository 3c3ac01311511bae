package io.neoppod.storage.database;

import static io.neoppod.storage.database.DatabaseSamples.fetch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a unit of work promises, and what happens at the edges of operations.
public abstract class UnitOfWorkContract {
    private static final int NID = 3;
    private static final long TTID = 100;
    private static final long TID = 102;

    private final DatabaseBackend backend;
    private DatabaseBackend.Fixture fixture;
    private WriteSession writer;

    protected UnitOfWorkContract(DatabaseBackend backend) {
        this.backend = backend;
    }

    /// A node with two partitions, readable both.
    private void start() {
        fixture = backend.empty(false);
        writer = fixture.database().writer();
        writer.setName("test");
        writer.setNid(NID);
        change(1, CellState.UP_TO_DATE, CellState.UP_TO_DATE);
        writer.commit();
    }

    private void change(int ptid, CellState... states) {
        var cells = new ArrayList<CellChange>();
        for (int partition = 0; partition < states.length; partition++) {
            cells.add(new CellChange(partition, NID, states[partition]));
        }
        writer.changePartitionTable(TableChange.incremental(ptid, 0, cells, Ids.NONE));
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private static DataRecord data(int content) {
        return new DataRecord(0, new byte[20], new byte[] {(byte) content});
    }

    private static TransactionMeta meta(long ttid, long... oids) {
        return new TransactionMeta(new byte[0], new byte[0], new byte[0], false, ttid, oids);
    }

    private long store(long oid, int content) {
        try {
            return writer.holdData(oid, data(content), Ids.NONE);
        } catch (UndoPackException e) {
            throw new AssertionError(e);
        }
    }

    private void vote(long ttid, long oid) {
        writer.vote(ttid, List.of(new ObjectEntry(oid, store(oid, 1), Ids.NONE)), meta(ttid, oid), null);
    }

    @Test
    void knowsHowMuchIsNotCommitted() {
        start();
        assertThat(writer.uncommittedBytes()).isZero();
        store(1, 1);
        long one = writer.uncommittedBytes();
        assertThat(one).isPositive();
        store(2, 2);
        assertThat(writer.uncommittedBytes()).isEqualTo(2 * one);
        writer.commit();
        assertThat(writer.uncommittedBytes()).isZero();
        store(3, 3);
        writer.rollback();
        assertThat(writer.uncommittedBytes()).isZero();
    }

    @Test
    void isEmptyAtFirst() {
        fixture = backend.empty(true);
        writer = fixture.database().writer();
        assertThat(writer.configuration().name()).isNull();
        assertThat(writer.firstTid()).isEqualTo(Ids.MAX_TID);
        assertThat(writer.lastIds()).isEqualTo(new LastIds(Ids.NONE, Ids.NONE));
        assertThat(writer.unfinishedTransactions()).isEmpty();
        assertThat(fixture.database().partitions()).isEqualTo(PartitionView.EMPTY);
        assertThatThrownBy(() -> writer.load(0, Ids.NONE, Ids.NONE)).isInstanceOf(NonReadableCellException.class);
        assertThat(writer.tids(0, 10, new int[0])).isEmpty();
        assertThat(writer.truncateSlice(10)).isZero();
    }

    @Test
    void showsAnObjectOnceItsTransactionIsUnlocked() {
        start();
        var reader = fixture.database().openReader();
        vote(TTID, 4);
        writer.lock(TTID, TID, false);
        writer.commit();
        assertThat(reader.load(4, Ids.NONE, Ids.NONE)).isEqualTo(new LoadResult.Absent(false));
        assertThat(reader.unfinishedTransactions()).isEqualTo(Map.of(TTID, TID));
        writer.unlock(TTID, TID);
        writer.commit();
        assertThat(reader.load(4, Ids.NONE, Ids.NONE)).isInstanceOf(LoadResult.Found.class);
        assertThat(reader.finalTid(TTID)).isEqualTo(TID);
        reader.close();
    }

    @Test
    void syncsWhatWasCommitted() {
        start();
        var database = fixture.database();
        database.sync();
        assertThat(database.isDeferred()).isFalse();
        var before = database.counters();
        vote(TTID, 4);
        assertThat(database.isDeferred()).as("not committed").isFalse();
        writer.commit();
        vote(TTID + 2, 6);
        writer.commit();
        assertThat(database.isDeferred()).isTrue();
        assertThat(database.counters()).isEqualTo(new CommitCounters(before.commits() + 2, before.syncs()));
        vote(TTID + 4, 8);
        database.sync();
        assertThat(database.isDeferred()).isFalse();
        assertThat(database.counters()).isEqualTo(new CommitCounters(before.commits() + 2, before.syncs() + 1));
        writer.commit();
        assertThat(database.isDeferred()).as("committed after the sync").isTrue();
    }

    @Test
    void takesBackEverything() {
        start();
        var before = fixture.dump().rows();
        vote(TTID, 4);
        change(2, CellState.OUT_OF_DATE, CellState.DISCARDED);
        assertThatThrownBy(() -> writer.load(4, Ids.NONE, Ids.NONE)).isInstanceOf(NonReadableCellException.class);
        writer.rollback();
        assertThat(fixture.dump().rows()).isEqualTo(before);
        assertThat(writer.holds()).isEmpty();
        assertThat(writer.load(4, Ids.NONE, Ids.NONE)).isEqualTo(new LoadResult.Absent(false));
        assertThat(fixture.database().partitions().isReadable(1)).isTrue();
    }

    @Test
    void cannotSayForACellThatIsNotReadable() {
        start();
        var reader = fixture.database().openReader();
        vote(TTID, 4);
        writer.unlock(TTID, TID);
        change(2, CellState.OUT_OF_DATE, CellState.UP_TO_DATE);
        writer.commit();
        assertThatThrownBy(() -> reader.load(4, Ids.NONE, Ids.NONE))
                .isInstanceOfSatisfying(
                        NonReadableCellException.class,
                        e -> assertThat(e.partition()).isZero());
        assertThatThrownBy(() -> reader.tids(0, 10, new int[] {1, 0})).isInstanceOf(NonReadableCellException.class);
        assertThatThrownBy(() -> reader.oidsFrom(0, 10, 0, TID)).isInstanceOf(NonReadableCellException.class);
        assertThat(reader.lastObjectTidOfAnyCell(4)).isEqualTo(TID);
        assertThat(reader.lastIds()).isEqualTo(new LastIds(Ids.NONE, Ids.NONE));
        assertThat(reader.cellPositions().getFirst()).isEqualTo(new CellPosition(0, true, TID + 1, TID + 1));
        reader.close();
    }

    @Test
    void answersAbsentForIdsThatNoDatabaseHolds() {
        start();
        assertThat(writer.load(Ids.INVALID - 1, Ids.NONE, Ids.NONE)).isEqualTo(new LoadResult.Absent(false));
        vote(TTID, 4);
        writer.unlock(TTID, TID);
        assertThat(writer.load(4, Ids.INVALID, Ids.NONE)).isEqualTo(new LoadResult.Absent(true));
        assertThat(writer.load(4, Ids.NONE, Ids.INVALID)).isInstanceOf(LoadResult.Found.class);
        assertThat(fetch(fixture.database(), writer, 4, Ids.INVALID)).isNull();
        assertThat(writer.transaction(Ids.INVALID - 1)).isNull();
        assertThat(writer.replicationTids(0, 0, Ids.INVALID, 10)).containsExactly(TID);
        assertThat(writer.replicationTids(0, Ids.INVALID, Ids.INVALID, 10)).isEmpty();
        assertThat(writer.checkSerials(0, 0, 0, Ids.INVALID, 10).count()).isEqualTo(1);
        assertThat(writer.oidsFrom(0, 10, Ids.INVALID, Ids.INVALID).oids()).isEmpty();
        assertThat(writer.packOrders(Ids.INVALID)).isEmpty();
    }

    @Test
    void keepsDataOfRunningTransactions() {
        start();
        long held = store(4, 1);
        vote(TTID, 4);
        assertThat(Orphans.delete(writer)).isZero();
        assertThat(writer.release(DataUses.stored(held))).isEqualTo(1);
        assertThatThrownBy(() -> writer.release(DataUses.stored(held))).isInstanceOf(IllegalStateException.class);
        writer.abort(TTID, DataUses.stored(held + 1));
        writer.commit();
        assertThat(fixture.dump().tables().get("data")).isEmpty();
        assertThat(writer.holds()).isEmpty();
    }

    @Test
    void findsVotedDataAgainAfterARestart() {
        start();
        vote(TTID, 4);
        store(6, 2);
        writer.commit();
        fixture.reopen();
        writer = fixture.database().writer();
        assertThat(writer.holds()).isEqualTo(Map.of(0L, 1));
        assertThat(writer.unfinishedTransactions()).isEqualTo(Map.of(TTID, Ids.NONE));
        assertThat(Orphans.delete(writer)).isEqualTo(1);
    }

    /// The reference keeps the order of an aborted transaction, and no order is ever approved after it.
    @Test
    void forgetsThePackOrderOfAnAbortedTransaction() {
        start();
        writer.vote(TTID, List.of(), meta(TTID), new PackInfo(null, 50));
        assertThat(writer.packOrders(0)).as("not committed").isEmpty();
        writer.abort(TTID, DataUses.NONE);
        writer.commit();
        assertThat(fixture.dump().tables().get("pack")).isEmpty();
    }

    @Test
    void replicatesOverWhatWasVoted() {
        start();
        vote(TTID, 4);
        writer.lock(TTID, TID, false);
        writer.storeTransaction(new StoredTransaction(TID, meta(TTID, 4), null));
        writer.storeObjects(List.of(new StoredObject(4, TID, data(1), Ids.NONE)));
        writer.unlock(TTID, TID);
        writer.commit();
        assertThat(writer.history(4, 0, 10)).hasSize(1);
        assertThat(Orphans.find(writer)).isEmpty();
        assertThat(writer.holds()).isEmpty();
    }

    @Test
    void storesUndoneDataWhoseOriginIsGone() throws UndoPackException {
        start();
        assertThatThrownBy(() -> writer.holdData(4, data(1), 50)).isInstanceOf(UndoPackException.class);
        writer.storeObjects(List.of(new StoredObject(4, TID, data(1), 50)));
        var undone = fetch(fixture.database(), writer, 4, TID);
        assertThat(undone.data().data()).containsExactly(1);
        assertThat(undone.dataSerial()).isEqualTo(50);
        change(2, CellState.OUT_OF_DATE, CellState.UP_TO_DATE);
        assertThat(writer.holdData(4, data(1), 50)).isPositive();
        assertThat(writer.holdData(4, null, TID)).as("the data of the origin").isZero();
    }

    @Test
    void storesManyRecordsAtOnce() {
        start();
        var objects = new ArrayList<StoredObject>();
        for (int i = 0; i < 200; i++) {
            objects.add(new StoredObject(2L * i, TID, data(i), Ids.NONE));
        }
        writer.storeObjects(objects);
        // What came before, some of it with other data, then one record twice and undos of records beside them.
        objects.set(70, new StoredObject(140, TID, data(1), Ids.NONE));
        objects.set(199, new StoredObject(398, TID, null, Ids.NONE));
        objects.add(new StoredObject(1000, TID, data(1), Ids.NONE));
        objects.add(new StoredObject(1000, TID, data(2), Ids.NONE));
        objects.add(new StoredObject(1000, TID + 1, null, TID));
        objects.add(new StoredObject(1002, TID + 1, data(3), TID));
        writer.storeObjects(objects);
        assertThat(value(138, TID)).isEqualTo(69);
        assertThat(value(140, TID)).isEqualTo(1);
        assertThat(fetch(fixture.database(), writer, 398, TID).data()).isNull();
        assertThat(value(1000, TID)).isEqualTo(2);
        assertThat(value(1000, TID + 1)).as("shared with the record undone to").isEqualTo(2);
        assertThat(value(1002, TID + 1)).as("the record undone to is missing").isEqualTo(3);
        assertThat(writer.replicationObjects(0, 0, 0, Ids.MAX_TID, 1000)).hasSize(203);
        assertThat(Orphans.find(writer)).as("data replaced are gone").isEmpty();
    }

    private int value(long oid, long tid) {
        return fetch(fixture.database(), writer, oid, tid).data().data()[0];
    }

    @Test
    void visitsRecordsUntilToldToStop() {
        start();
        for (int i = 0; i < 5; i++) {
            writer.storeObjects(List.of(new StoredObject(2L * i, TID + i / 2, data(i), Ids.NONE)));
        }
        var visited = new ArrayList<RecordKey>();
        writer.visitRecords(0, TID, 2, TID + 1, (oid, revision) -> {
            visited.add(new RecordKey(revision.serial(), oid));
            return visited.size() < 2;
        });
        assertThat(visited).containsExactly(new RecordKey(TID, 2), new RecordKey(TID + 1, 4));
        visited.clear();
        writer.visitRecords(0, TID, 2, TID + 1, (oid, revision) -> visited.add(new RecordKey(revision.serial(), oid)));
        assertThat(visited)
                .containsExactly(new RecordKey(TID, 2), new RecordKey(TID + 1, 4), new RecordKey(TID + 1, 6));
        change(2, CellState.UP_TO_DATE, CellState.OUT_OF_DATE);
        assertThatThrownBy(() -> writer.visitRecords(1, 0, 0, TID, (oid, revision) -> true))
                .isInstanceOf(NonReadableCellException.class);
    }

    @Test
    void forgetsUnfinishedTransactionsWithTheirData() {
        start();
        for (int i = 0; i < 5; i++) {
            vote(TTID + i, 2 * i);
        }
        writer.dropUnfinished();
        assertThat(writer.holds()).isEmpty();
        assertThat(Orphans.find(writer)).isEmpty();
    }

    /// A restart forgets what was stored and not voted, but for its data.
    @Test
    void findsOrphansAmongManyValues() {
        start();
        var lost = LongStream.builder();
        for (int i = 0; i < 12_000; i++) {
            if (i % 1_000 == 999) {
                lost.add(store(i, i));
            } else {
                writer.storeObjects(List.of(new StoredObject(i, TID + i % 3, data(i), Ids.NONE)));
            }
        }
        writer.commit();
        fixture.reopen();
        writer = fixture.database().writer();
        assertThat(Orphans.find(writer)).containsExactly(lost.build().toArray());
        assertThat(Orphans.delete(writer)).isEqualTo(12);
        assertThat(Orphans.find(writer)).isEmpty();
        assertThat(values()).isEqualTo(11_988);
    }

    /// Records come where the search has been: by commits of what was held when it began, and of what is stored later.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void leavesAloneWhatIsCommittedDuringASearchForOrphans(int pieces) {
        start();
        store(1, 0);
        writer.commit();
        fixture.reopen();
        writer = fixture.database().writer();
        vote(TTID, 0);
        for (int i = 1; i < 20; i++) {
            writer.storeObjects(List.of(new StoredObject(2L * i, TID, data(i), Ids.NONE)));
        }
        var search = writer.searchOrphans();
        int deleted = 0;
        boolean isLast = false;
        for (int i = 1; !isLast; i++) {
            var piece = search.next(true);
            deleted += piece.deleted();
            isLast = piece.isLast();
            if (i == pieces || isLast && i < pieces) {
                writer.unlock(TTID, TID + 1);
                writer.storeObjects(List.of(new StoredObject(100, TID + 1, data(2), Ids.NONE)));
            }
        }
        assertThat(deleted).isEqualTo(1);
        assertThat(value(0, TID + 1)).isEqualTo(1);
        assertThat(value(100, TID + 1)).isEqualTo(2);
        assertThat(Orphans.find(writer)).isEmpty();
    }

    // --- undo: several records with one value

    private void undo(long oid, long tid, long valueTid) {
        writer.storeObjects(List.of(new StoredObject(oid, tid, null, valueTid)));
    }

    private void change(long oid, long tid, int content) {
        writer.storeObjects(List.of(new StoredObject(oid, tid, data(content), Ids.NONE)));
    }

    private int values() {
        writer.commit();
        return fixture.dump().tables().get("data").size();
    }

    @Test
    void keepsAValueAsLongAsAnyRecordUsesIt() {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        undo(4, TID + 2, TID);
        undo(4, TID + 3, TID + 1);
        undo(4, TID + 4, TID + 2);
        assertThat(values()).isEqualTo(2);
        writer.deleteObject(4, TID + 2);
        assertThat(value(4, TID)).as("used by the record it was stored for").isEqualTo(1);
        writer.deleteObject(4, TID);
        assertThat(values()).as("used by the second undo").isEqualTo(2);
        assertThat(value(4, TID + 4)).isEqualTo(1);
        writer.deleteObject(4, TID + 4);
        assertThat(values()).isEqualTo(1);
        assertThat(value(4, TID + 3)).isEqualTo(2);
        writer.deleteObject(4, Ids.NONE);
        assertThat(values()).isZero();
    }

    @Test
    void packsWhatUndoSharesDataWith() {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        change(4, TID + 2, 3);
        undo(4, TID + 3, TID);
        change(6, TID, 4);
        undo(6, TID + 1, TID);
        change(6, TID + 2, 5);
        assertThat(writer.packObjects(0, new long[] {4, 6}, TID + 3)).isEqualTo(5);
        assertThat(values()).isEqualTo(2);
        assertThat(value(4, TID + 3)).isEqualTo(1);
        assertThat(value(6, TID + 2)).isEqualTo(5);
        assertThat(Orphans.find(writer)).isEmpty();
    }

    @Test
    void truncatesUndoAndWhatItSharesDataWith() {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        undo(4, TID + 2, TID);
        undo(4, TID + 3, TID + 1);
        writer.setTruncateTid(TID);
        while (writer.truncateSlice(1) > 0) {}
        assertThat(value(4, TID)).isEqualTo(1);
        assertThat(values()).isEqualTo(1);
        assertThat(Orphans.find(writer)).isEmpty();
    }

    @Test
    void dropsUndoAndWhatItSharesDataWith() {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        undo(4, TID + 2, TID);
        while (writer.dropSlice(0, 1) > 0) {}
        assertThat(values()).isZero();
    }

    @Test
    void abortsUndo() throws UndoPackException {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        long held = writer.holdData(4, null, TID);
        var use = new DataUses.Builder().add(4, held, TID).build();
        writer.abort(TTID, use);
        assertThat(value(4, TID)).as("used by its record").isEqualTo(1);
        assertThat(writer.holdData(4, null, TID)).isEqualTo(held);
        assertThat(writer.packObjects(0, new long[] {4}, TID + 1)).isEqualTo(1);
        assertThat(values()).as("held").isEqualTo(2);
        writer.abort(TTID, use);
        assertThat(values()).isEqualTo(1);
    }

    @Test
    void votesOfUndoAreForgottenWithWhatOnlyTheyUse() throws UndoPackException {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        change(6, TID, 3);
        change(6, TID + 1, 4);
        var entries = List.of(
                new ObjectEntry(4, writer.holdData(4, null, TID), TID),
                new ObjectEntry(6, writer.holdData(6, null, TID), TID));
        writer.vote(TTID, entries, meta(TTID, 4, 6), null);
        writer.commit();
        fixture.reopen();
        writer = fixture.database().writer();
        assertThat(writer.packObjects(0, new long[] {4}, TID + 1)).isEqualTo(1);
        assertThat(values()).as("held again after the restart").isEqualTo(4);
        writer.dropUnfinished();
        assertThat(values()).isEqualTo(3);
        assertThat(value(6, TID)).isEqualTo(3);
    }

    @Test
    void replicatesOverVotesOfUndo() throws UndoPackException {
        start();
        change(4, TID, 1);
        change(4, TID + 1, 2);
        var stores = List.of(new ObjectEntry(6, store(6, 1), Ids.NONE), new ObjectEntry(8, store(8, 8), Ids.NONE));
        writer.vote(TTID, stores, meta(TTID, 6, 8), null);
        var entry = new ObjectEntry(4, writer.holdData(4, null, TID), TID);
        writer.vote(TTID + 1, List.of(entry), meta(TTID + 1, 4), null);
        writer.storeObjects(List.of(
                new StoredObject(6, TID + 2, data(1), Ids.NONE), new StoredObject(4, TID + 3, data(7), Ids.NONE)));
        writer.unlock(TTID, TID + 2);
        writer.unlock(TTID + 1, TID + 3);
        assertThat(value(6, TID + 2)).isEqualTo(1);
        assertThat(value(8, TID + 2)).as("was not brought").isEqualTo(8);
        assertThat(value(4, TID + 3)).as("came first").isEqualTo(7);
        assertThat(value(4, TID)).as("used by its record").isEqualTo(1);
        assertThat(values()).isEqualTo(5);
        writer.storeObjects(List.of(new StoredObject(4, TID + 3, null, TID)));
        assertThat(values()).isEqualTo(4);
        writer.storeObjects(List.of(new StoredObject(4, TID + 3, data(7), Ids.NONE)));
        assertThat(value(4, TID)).as("used by its record").isEqualTo(1);
        assertThat(values()).isEqualTo(5);
        assertThat(Orphans.find(writer)).isEmpty();
    }

    @Test
    void erasesEverything() {
        start();
        vote(TTID, 4);
        writer.commit();
        fixture.database().erase();
        fixture.reopen();
        assertThat(fixture.database().writer().configuration().name()).isNull();
        assertThat(fixture.dump().tables().get("data")).isEmpty();
    }
}
