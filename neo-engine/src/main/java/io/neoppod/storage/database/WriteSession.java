package io.neoppod.storage.database;

import io.neoppod.protocol.PackInfo;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Modifies a database. Confined to the writer's worker; its own reads see what is not committed yet.
///
/// A unit of work starts with the first modification and ends with [#commit] or [#rollback]. Nobody else sees it
/// before. What is in memory (holds, data ids, partitions) follows the same rule.
///
/// A *hold* protects data that only a running transaction refers to from being pruned. Holds live in memory;
/// those of voted transactions are found again when the database is opened.
///
/// After a [DatabaseException] the session can only be closed.
public interface WriteSession extends ReadSession {

    // Units of work

    /// Makes the unit of work visible, and durable unless the database is [Database#isDeferred] then.
    void commit();

    void rollback();

    /// Bytes of the values stored in this unit of work, about.
    long uncommittedBytes();

    // Configuration and cells

    void setName(String name);

    /// Takes a node id; cells of the old one become cells of the new one.
    void setNid(int nid);

    /// @param tid NONE leaves backup mode
    void setBackupTid(long tid);

    /// @param tid NONE when nothing has to be truncated
    void setTruncateTid(long tid);

    /// Applies a change of the partition table. The position of an own cell that becomes OUT_OF_DATE is what it
    /// held complete before. Data of discarded cells stay until [#dropSlice].
    void changePartitionTable(TableChange change);

    /// Records how far an own OUT_OF_DATE cell is complete. No effect on readable cells.
    void setCellTid(int partition, long tid);

    /// Records that a pack order is done on an own cell.
    void setPacked(int partition, long packId);

    /// A replicated cell is as little packed as its source: lowers the last completed pack order of an own cell.
    void lowerPacked(int partition, long packId);

    // Commit of transactions

    /// Stores data for a running transaction and holds them.
    ///
    /// @param data       null for a deletion, or when only `dataSerial` tells
    /// @param dataSerial for an undo, the revision whose data are used instead; else NONE
    /// @return data id, or NONE when there are no data
    /// @throws UndoPackException if a readable cell has no such revision; other cells store `data` then
    long holdData(long oid, @Nullable DataRecord data, long dataSerial) throws UndoPackException;

    /// Removes one hold of each value, for stores that are taken back, and deletes the values nothing refers to any
    /// more.
    ///
    /// @return number of values deleted
    int release(DataUses ended);

    /// Data by id, or null.
    @Nullable
    DataRecord data(long dataId);

    /// Records a vote: the objects, and on the nodes that keep them the metadata and the pack order.
    void vote(long ttid, List<ObjectEntry> objects, @Nullable TransactionMeta meta, @Nullable PackInfo pack);

    /// Gives a voted transaction its TID, and approves its pack order if asked.
    void lock(long ttid, long tid, boolean approvePack);

    /// Moves a voted transaction, locked or not, to the final tables under `tid`; its holds end.
    void unlock(long ttid, long tid);

    /// Forgets a transaction, voted or not.
    ///
    /// @param holds its holds
    void abort(long ttid, DataUses holds);

    /// Forgets voted rows of discarded partitions.
    ///
    /// @param holds those of stores in these partitions
    void dropTemporary(int[] partitions, DataUses holds);

    /// Forgets all transactions that were voted and not committed, with their data. Whatever had to survive was
    /// validated before.
    void dropUnfinished();

    // Final tables: replication, import, deletion

    /// Stores a committed transaction; one that exists is replaced.
    void storeTransaction(StoredTransaction transaction);

    /// Stores committed records, in this order; those that exist are replaced.
    void storeObjects(List<StoredObject> objects);

    /// Removes the metadata and the pack order of a transaction; its objects stay.
    void deleteTransaction(long tid);

    /// Removes the record of an object at `tid`, or all of them when `tid` is NONE.
    void deleteObject(long oid, long tid);

    // Pack orders

    /// Signs orders. Ids that are not stored here are returned, to be signed again when replication brings them.
    PackSignatures signPackOrders(long[] approved, long[] rejected);

    // Long work, in slices

    /// Deletes the records that [#packSlice] found, now or a while ago, and data that nothing else refers to.
    ///
    /// @return number of records deleted
    int pack(int partition, PackSlice slice);

    /// Packs these objects, those of them that belong to the partition. To be called again until it finds nothing:
    /// where objects have many records it does not delete all at once.
    ///
    /// @return number of object records deleted
    int packObjects(int partition, long[] oids, long packTid);

    /// Deletes the next `limit` object records of a partition; once there is none, transactions and their pack
    /// orders.
    ///
    /// @return number of rows deleted, 0 when the partition is empty
    int dropSlice(int partition, int limit);

    /// Deletes what is after the truncation TID in own cells, `limit` rows at a time. When nothing is left, sets
    /// back the cells that are ahead of it and forgets the truncation TID.
    ///
    /// @return number of rows deleted, 0 when done or when there is nothing to truncate
    int truncateSlice(int limit);

    /// Starts a search for values that were left behind.
    OrphanSearch searchOrphans();

    /// Data ids in use by running transactions, with the number of holds.
    SortedMap<Long, Integer> holds();
}
