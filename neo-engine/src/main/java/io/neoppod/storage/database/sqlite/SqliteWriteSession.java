package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.PackInfo;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.ObjectEntry;
import io.neoppod.storage.database.OrphanSearch;
import io.neoppod.storage.database.PackSignatures;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.TransactionMeta;
import io.neoppod.storage.database.UndoPackException;
import io.neoppod.storage.database.WriteSession;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All writes over the one connection that writes, and what they keep in memory.
final class SqliteWriteSession extends SqliteReadSession implements WriteSession {
    private final UnitOfWork unit;
    private final DataStore data;
    private final CellWrites cellWrites;
    private final TransactionWrites transactionWrites;
    private final FinalWrites finalWrites;
    private final Deletions deletions;
    private final Consumer<PartitionView> publisher;
    private PartitionView published;

    /// @param sharing   which values may be shared
    /// @param log       null when it needs no care
    /// @param publisher tells readers which cells are readable
    SqliteWriteSession(
            SqliteConnection connection,
            Sharing sharing,
            @Nullable WriteAheadLog log,
            Consumer<PartitionView> publisher) {
        var unit = new UnitOfWork(connection, log);
        var cellWrites = new CellWrites(connection, unit, new CellReads(connection));
        // The session reads its own state: it is the only one to see it before the commit.
        super(connection, cellWrites::view);
        this.unit = unit;
        this.cellWrites = cellWrites;
        this.data = new DataStore(connection, unit, sharing);
        this.transactionWrites = new TransactionWrites(connection, unit, data, cellWrites::view);
        this.finalWrites = new FinalWrites(connection, unit, data, cellWrites::view);
        this.deletions = new Deletions(connection, unit, data, cellWrites, cells::configuration);
        this.publisher = publisher;
        this.published = cellWrites.view();
        publisher.accept(published);
    }

    /// Readers must not take for absent what a discarded cell no longer has, nor what a new cell has not yet:
    /// they stop reading the one before the commit and start reading the other after it.
    @Override
    public void commit() {
        var view = cellWrites.view();
        if (view != published) {
            publisher.accept(published.and(view));
        }
        data.flush();
        unit.commit();
        if (view != published) {
            published = view;
            publisher.accept(view);
        }
        data.onCommit();
    }

    @Override
    public void rollback() {
        data.rollback();
        if (unit.rollback()) {
            cellWrites.reload();
            published = cellWrites.view();
        }
    }

    @Override
    public long uncommittedBytes() {
        return data.uncommittedBytes();
    }

    /// Number of units of work that were committed. May be called from any thread.
    long commits() {
        return unit.commits();
    }

    /// Whether the database cannot be used any more.
    boolean hasFailed() {
        return unit.hasFailed();
    }

    @Override
    public void setName(String name) {
        cellWrites.set("name", name);
    }

    @Override
    public void setNid(int nid) {
        cellWrites.setNid(nid);
    }

    @Override
    public void setBackupTid(long tid) {
        cellWrites.setTid("backup_tid", tid);
    }

    @Override
    public void setTruncateTid(long tid) {
        cellWrites.setTid("truncate_tid", tid);
    }

    @Override
    public void changePartitionTable(TableChange change) {
        cellWrites.change(change);
    }

    @Override
    public void setCellTid(int partition, long tid) {
        cellWrites.setCellTid(partition, tid);
    }

    @Override
    public void setPacked(int partition, long packId) {
        cellWrites.setPacked(partition, packId);
    }

    @Override
    public void lowerPacked(int partition, long packId) {
        cellWrites.lowerPacked(partition, packId);
    }

    @Override
    public long holdData(long oid, @Nullable DataRecord record, long dataSerial) throws UndoPackException {
        return transactionWrites.hold(oid, record, dataSerial);
    }

    @Override
    public int release(DataUses ended) {
        return transactionWrites.release(ended);
    }

    @Override
    public @Nullable DataRecord data(long dataId) {
        return data.load(dataId);
    }

    @Override
    public void vote(long ttid, List<ObjectEntry> objects, @Nullable TransactionMeta meta, @Nullable PackInfo pack) {
        transactionWrites.vote(ttid, objects, meta, pack);
    }

    @Override
    public void lock(long ttid, long tid, boolean approvePack) {
        transactionWrites.lock(ttid, tid, approvePack);
    }

    @Override
    public void unlock(long ttid, long tid) {
        transactionWrites.unlock(ttid, tid);
    }

    @Override
    public void abort(long ttid, DataUses holds) {
        transactionWrites.abort(ttid, holds);
    }

    @Override
    public void dropTemporary(int[] partitions, DataUses holds) {
        transactionWrites.dropTemporary(partitions, holds);
    }

    @Override
    public void dropUnfinished() {
        transactionWrites.dropUnfinished();
    }

    @Override
    public void storeTransaction(StoredTransaction transaction) {
        finalWrites.storeTransaction(transaction);
    }

    @Override
    public void storeObjects(List<StoredObject> objects) {
        finalWrites.storeObjects(objects);
    }

    @Override
    public void deleteTransaction(long tid) {
        finalWrites.deleteTransaction(tid);
    }

    @Override
    public void deleteObject(long oid, long tid) {
        finalWrites.deleteObject(oid, tid);
    }

    @Override
    public PackSignatures signPackOrders(long[] approved, long[] rejected) {
        return finalWrites.signPackOrders(approved, rejected);
    }

    @Override
    public int pack(int partition, PackSlice slice) {
        return deletions.pack(partition, slice);
    }

    @Override
    public int packObjects(int partition, long[] oids, long packTid) {
        return deletions.packObjects(partition, oids, packTid);
    }

    @Override
    public int dropSlice(int partition, int limit) {
        return deletions.dropSlice(partition, limit);
    }

    @Override
    public int truncateSlice(int limit) {
        return deletions.truncateSlice(limit);
    }

    @Override
    public OrphanSearch searchOrphans() {
        return data.searchOrphans();
    }

    @Override
    public SortedMap<Long, Integer> holds() {
        return data.holds().snapshot();
    }
}
