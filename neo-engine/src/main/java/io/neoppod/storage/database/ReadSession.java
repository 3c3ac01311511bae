package io.neoppod.storage.database;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.HistoryItem;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.UndoSerial;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Reads a database. Confined to one worker at a time.
///
/// Each call sees one committed state. Voted and locked transactions are not visible, except to the methods that
/// say so. Methods marked **R** throw [NonReadableCellException] when the partition of the id is not readable on
/// this node, also when it ceases to be while they run; the others look at any cell. Every list is bounded by its
/// `length` argument or by the number of cells, pack orders or unfinished transactions.
///
/// Errors: all methods throw [DatabaseException] when the database fails.
public interface ReadSession extends AutoCloseable {

    // Configuration and cells

    Configuration configuration();

    /// All cells of the cluster, by partition then node. OUT_OF_DATE, UP_TO_DATE, FEEDING or CORRUPTED.
    List<CellChange> partitionTable();

    /// Cells of this node, by partition.
    List<OwnCell> ownCells();

    /// Where replication starts, for own cells that are not CORRUPTED, by partition.
    List<CellPosition> cellPositions();

    // First and last ids, over readable cells

    /// TID of the first transaction, [io.neoppod.protocol.Ids#MAX_TID] when there is none.
    long firstTid();

    /// TID of the last transaction that is not after `max`, or NONE.
    long lastTid(long max);

    LastIds lastIds();

    // Unfinished transactions

    /// TTIDs of voted transactions with the TID of those that were locked here, else NONE.
    SortedMap<Long, Long> unfinishedTransactions();

    /// **R** TID of a committed transaction, or NONE.
    long finalTid(long ttid);

    // Objects

    /// **R** Revision of an object: exactly `at`, else the last one before `before`, else (both NONE) the latest.
    LoadResult load(long oid, long at, long before);

    /// **R** Last revision of an object, or NONE.
    long lastObjectTid(long oid);

    /// As [#lastObjectTid], whatever the state of the cell: for a cell whose replication just ended.
    long lastObjectTidOfAnyCell(long oid);

    /// **R** Revisions of an object, last first, with the size of their stored data. Empty past the end.
    List<HistoryItem> history(long oid, int offset, int length);

    /// **R** What undoing a transaction means for an object, or null when the transaction did not touch it.
    ///
    /// @param ltid       exclusive bound of what the client sees, or NONE
    /// @param undoTid    transaction to undo
    /// @param currentTid if the running transaction already stored the object: the data serial of that store, or
    ///                   its TTID when it has none; else NONE
    /// @return `current` is NONE when the undone transaction is not visible to the client
    @Nullable
    UndoSerial findUndoSerial(long oid, long ltid, long undoTid, long currentTid);

    /// Objects of a partition that exist at `tid`, from `minOid` on; at most `length` are examined. **R**
    OidPage oidsFrom(int partition, int length, long minOid, long tid);

    // Transactions

    /// **R** A committed transaction, or null.
    @Nullable
    StoredTransaction transaction(long tid);

    /// TIDs of these partitions, last first. **R** for each partition; none for an empty list.
    long[] tids(int offset, int length, int[] partitions);

    /// TIDs of a partition from `min` to `max` inclusive, ascending.
    long[] replicationTids(int partition, long min, long max, int length);

    /// Object records of a partition from (`minTid`, `minOid`) to `maxTid` inclusive, by TID then OID.
    List<RecordKey> replicationObjects(int partition, long minTid, long minOid, long maxTid, int length);

    /// **R** Gives the records that [#replicationObjects] lists, with their data, until the visitor wants no more.
    void visitRecords(int partition, long minTid, long minOid, long maxTid, RecordVisitor visitor);

    /// Digest of the first `length` transactions from `min` to `max` inclusive.
    TidDigest checkTids(int partition, long min, long max, int length);

    /// Digest of the first `length` object records, in the range of [#replicationObjects].
    SerialDigest checkSerials(int partition, long minTid, long minOid, long maxTid, int length);

    /// Finds what a pack up to `packTid` deletes, object by object, from a place on: [RecordKey#FIRST], then where
    /// the slice before says. Ends after `maxObjects` objects, and earlier where they have many records, possibly
    /// amid one.
    PackSlice packSlice(int partition, RecordKey from, long packTid, int maxObjects);

    // Pack orders and data

    /// Pack orders of readable partitions from an id on, ascending. Those of transactions that are not committed
    /// are left out: the reference reports them, and a vote that was aborted then stops packing for ever.
    List<PackOrder> packOrders(long minId);

    /// Takes one record after the other; the `nextSerial` of its revision is NONE.
    @FunctionalInterface
    interface RecordVisitor {
        /// @return whether it wants the next one
        boolean visit(long oid, ObjectRevision revision);
    }

    @Override
    void close();
}
