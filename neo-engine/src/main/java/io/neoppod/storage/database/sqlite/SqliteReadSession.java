package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.HistoryItem;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.UndoSerial;
import io.neoppod.storage.database.CellPosition;
import io.neoppod.storage.database.Configuration;
import io.neoppod.storage.database.LastIds;
import io.neoppod.storage.database.LoadResult;
import io.neoppod.storage.database.OidPage;
import io.neoppod.storage.database.OwnCell;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.PartitionView;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.SerialDigest;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TidDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All reads over one connection.
class SqliteReadSession implements ReadSession {
    final SqliteConnection connection;
    final CellReads cells;
    private final ObjectReads objects;
    private final TransactionReads transactions;
    private final RangeReads ranges;

    SqliteReadSession(SqliteConnection connection, Supplier<PartitionView> view) {
        var gate = new CellGate(view);
        this.connection = connection;
        this.cells = new CellReads(connection);
        this.objects = new ObjectReads(connection, gate);
        this.transactions = new TransactionReads(connection, gate);
        this.ranges = new RangeReads(connection, gate);
    }

    @Override
    public final Configuration configuration() {
        return cells.configuration();
    }

    @Override
    public final List<CellChange> partitionTable() {
        return cells.partitionTable();
    }

    @Override
    public final List<OwnCell> ownCells() {
        return cells.ownCells();
    }

    @Override
    public final List<CellPosition> cellPositions() {
        return cells.cellPositions();
    }

    @Override
    public final long firstTid() {
        return transactions.firstTid();
    }

    @Override
    public final long lastTid(long max) {
        return transactions.lastTid(max);
    }

    @Override
    public final LastIds lastIds() {
        return transactions.lastIds();
    }

    @Override
    public final SortedMap<Long, Long> unfinishedTransactions() {
        return transactions.unfinishedTransactions();
    }

    @Override
    public final long finalTid(long ttid) {
        return transactions.finalTid(ttid);
    }

    @Override
    public final LoadResult load(long oid, long at, long before) {
        return objects.load(oid, at, before);
    }

    @Override
    public final long lastObjectTid(long oid) {
        return objects.lastObjectTid(oid);
    }

    @Override
    public final long lastObjectTidOfAnyCell(long oid) {
        return objects.lastObjectTidOfAnyCell(oid);
    }

    @Override
    public final List<HistoryItem> history(long oid, int offset, int length) {
        return objects.history(oid, offset, length);
    }

    @Override
    public final @Nullable UndoSerial findUndoSerial(long oid, long ltid, long undoTid, long currentTid) {
        return objects.findUndoSerial(oid, ltid, undoTid, currentTid);
    }

    @Override
    public final OidPage oidsFrom(int partition, int length, long minOid, long tid) {
        return objects.oidsFrom(partition, length, minOid, tid);
    }

    @Override
    public final @Nullable StoredTransaction transaction(long tid) {
        return transactions.transaction(tid);
    }

    @Override
    public final long[] tids(int offset, int length, int[] partitions) {
        return transactions.tids(offset, length, partitions);
    }

    @Override
    public final long[] replicationTids(int partition, long min, long max, int length) {
        return ranges.replicationTids(partition, min, max, length);
    }

    @Override
    public final List<RecordKey> replicationObjects(int partition, long minTid, long minOid, long maxTid, int length) {
        return ranges.replicationObjects(partition, minTid, minOid, maxTid, length);
    }

    @Override
    public final PackSlice packSlice(int partition, RecordKey from, long packTid, int maxObjects) {
        return ranges.packSlice(partition, from, packTid, maxObjects);
    }

    @Override
    public final void visitRecords(int partition, long minTid, long minOid, long maxTid, RecordVisitor visitor) {
        ranges.visitRecords(partition, minTid, minOid, maxTid, visitor);
    }

    @Override
    public final TidDigest checkTids(int partition, long min, long max, int length) {
        return ranges.checkTids(partition, min, max, length);
    }

    @Override
    public final SerialDigest checkSerials(int partition, long minTid, long minOid, long maxTid, int length) {
        return ranges.checkSerials(partition, minTid, minOid, maxTid, length);
    }

    @Override
    public final List<PackOrder> packOrders(long minId) {
        return transactions.packOrders(minId);
    }

    @Override
    public void close() {
        connection.close();
    }
}
