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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        assertThat(writer.prune(new long[] {held, held + 1})).isZero();
        assertThat(writer.release(new long[] {held})).isEqualTo(1);
        assertThatThrownBy(() -> writer.release(new long[] {held})).isInstanceOf(IllegalStateException.class);
        writer.abort(TTID, new long[] {held + 1});
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
        assertThat(writer.prune(writer.orphans(0, 10).dataIds())).isEqualTo(1);
    }

    /// The reference keeps the order of an aborted transaction, and no order is ever approved after it.
    @Test
    void forgetsThePackOrderOfAnAbortedTransaction() {
        start();
        writer.vote(TTID, List.of(), meta(TTID), new PackInfo(null, 50));
        assertThat(writer.packOrders(0)).as("not committed").isEmpty();
        writer.abort(TTID, new long[0]);
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
        assertThat(writer.orphans(0, 10).dataIds()).isEmpty();
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
        assertThat(writer.orphans(0, 1000).dataIds())
                .as("data replaced are gone")
                .isEmpty();
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
    void looksForOrphansPageByPage() {
        start();
        for (int i = 0; i < 5; i++) {
            store(2 * i, i);
        }
        writer.dropUnfinished();
        assertThat(writer.orphans(0, 10).dataIds())
                .as("pruned with the transactions")
                .isEmpty();
        for (int i = 0; i < 5; i++) {
            writer.storeObjects(List.of(new StoredObject(2 * i, TID, data(i), Ids.NONE)));
        }
        var page = writer.orphans(0, 3);
        assertThat(page).usingRecursiveComparison().isEqualTo(new OrphanPage(page.next(), new long[0]));
        assertThat(writer.orphans(page.next(), 3).next()).isEqualTo(Ids.NONE);
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
