package io.neoppod.storage.database;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.PackDetails;
import io.neoppod.protocol.PackInfo;
import io.neoppod.storage.database.MemoryTables.Cell;
import io.neoppod.storage.database.MemoryTables.Key;
import io.neoppod.storage.database.MemoryTables.Record;
import io.neoppod.storage.database.MemoryTables.Vote;
import io.neoppod.storage.database.MemoryTables.VotedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// Writes of a [MemoryDatabase].
final class MemoryWriteSession extends MemoryReadSession implements WriteSession {
    private static final int PARTITION_SHIFT = 48;

    private final boolean shareData;
    private final Consumer<PartitionView> publisher;
    private final Holds holds = new Holds();
    private PartitionView own;
    private long commits;
    private long uncommittedBytes;

    MemoryWriteSession(MemoryTables tables, boolean shareData, Consumer<PartitionView> publisher) {
        super(tables, () -> PartitionView.EMPTY);
        this.shareData = shareData;
        this.publisher = publisher;
        this.own = computeView();
        tables.votedObjects.rows().values().forEach(voted -> hold(voted.record().dataId()));
        holds.commit();
        publisher.accept(own);
    }

    /// The session sees its own state.
    @Override
    PartitionView view() {
        return own;
    }

    private void refresh() {
        own = computeView();
    }

    private void hold(long dataId) {
        if (dataId != Ids.NONE) {
            holds.add(dataId);
        }
    }

    long commits() {
        return commits;
    }

    @Override
    public void commit() {
        if (tables.hasChanges()) {
            tables.commit();
            commits++;
        }
        publisher.accept(own);
        holds.commit();
        uncommittedBytes = 0;
    }

    @Override
    public long uncommittedBytes() {
        return uncommittedBytes;
    }

    @Override
    public void rollback() {
        tables.rollback();
        holds.rollback();
        uncommittedBytes = 0;
        refresh();
    }

    @Override
    public void setName(String name) {
        tables.config.put("name", name);
    }

    @Override
    public void setNid(int nid) {
        int old = configuration().nid();
        if (nid == old) {
            return;
        }
        if (old != NodeIds.NONE) {
            for (var cell : ownCells()) {
                tables.cells.put(Key.of(cell.partition(), nid), tables.cells.remove(Key.of(cell.partition(), old)));
            }
        }
        tables.config.put("nid", "" + nid);
        refresh();
    }

    @Override
    public void setBackupTid(long tid) {
        setTid("backup_tid", tid);
    }

    @Override
    public void setTruncateTid(long tid) {
        setTid("truncate_tid", tid);
    }

    private void setTid(String key, long tid) {
        if (tid == Ids.NONE) {
            tables.config.remove(key);
        } else {
            tables.config.put(key, Ids.hex(tid));
        }
    }

    @Override
    public void changePartitionTable(TableChange change) {
        Set<Key> mentioned = new HashSet<>();
        for (var cell : change.cells()) {
            mentioned.add(Key.of(cell.partition(), cell.nid()));
            changeCell(cell, change.lastPackId());
        }
        if (change.reset()) {
            for (var key : List.copyOf(tables.cells.rows().keySet())) {
                if (!mentioned.contains(key)) {
                    tables.cells.remove(key);
                }
            }
        }
        tables.config.put("ptid", "" + change.ptid());
        tables.config.put("replicas", "" + change.replicas());
        refresh();
    }

    private void changeCell(CellChange cell, long lastPackId) {
        var key = Key.of(cell.partition(), cell.nid());
        if (cell.state() == CellState.DISCARDED) {
            tables.cells.remove(key);
            return;
        }
        var configuration = configuration();
        boolean isOwn = cell.nid() == configuration.nid();
        var old = tables.cells.get(key);
        long tid = CellRules.storedTid(cell.state());
        if (isOwn && cell.state() == CellState.OUT_OF_DATE) {
            long last =
                    Math.max(0, Math.max(lastTransaction(cell.partition(), Ids.MAX_TID), lastRecord(cell.partition())));
            tid = CellRules.outOfDateTid(
                    old == null ? 0 : old.tid(),
                    () -> configuration.backupTid() == Ids.NONE ? last : configuration.backupTid());
        }
        long newPack = isOwn ? CellRules.newCellPack(cell.state(), lastPackId) : Ids.NONE;
        tables.cells.put(key, new Cell(tid, old == null ? newPack : old.pack()));
    }

    private void updateCell(int partition, UnaryOperator<Cell> change) {
        var key = Key.of(partition, configuration().nid());
        var old = tables.cells.get(key);
        if (old != null && !old.equals(change.apply(old))) {
            tables.cells.put(key, change.apply(old));
        }
    }

    @Override
    public void setCellTid(int partition, long tid) {
        updateCell(partition, cell -> cell.tid() < 0 ? cell : new Cell(tid, cell.pack()));
    }

    @Override
    public void setPacked(int partition, long packId) {
        updateCell(partition, cell -> new Cell(cell.tid(), packId));
    }

    @Override
    public void lowerPacked(int partition, long packId) {
        updateCell(partition, cell -> new Cell(cell.tid(), Math.min(cell.pack(), packId)));
    }

    @Override
    public long holdData(long oid, DataRecord data, long dataSerial) throws UndoPackException {
        int partition = own.partition(oid);
        if (dataSerial != Ids.NONE) {
            var shared = tables.objects.get(new Key(partition, oid, dataSerial));
            if (shared != null) {
                hold(shared.dataId());
                return shared.dataId();
            }
            if (own.isReadable(partition)) {
                throw new UndoPackException(oid);
            }
        }
        long dataId = store(partition, data);
        hold(dataId);
        return dataId;
    }

    private long store(int partition, DataRecord data) {
        if (data == null) {
            return Ids.NONE;
        }
        if (shareData) {
            for (var entry : tables.data.rows().entrySet()) {
                var value = entry.getValue();
                if (value.compression() == data.compression() && Arrays.equals(value.data(), data.data())) {
                    return entry.getKey();
                }
            }
        }
        long first = (long) partition << PARTITION_SHIFT;
        Long last = tables.data.rows().lowerKey(first + (1L << PARTITION_SHIFT));
        long id = last == null || last < first ? first : last + 1;
        tables.data.put(id, data);
        uncommittedBytes += data.data().length;
        return id;
    }

    @Override
    public int release(DataUses ended) {
        for (long id : ended.dataIds()) {
            holds.remove(id);
        }
        return prune(ended.dataIds());
    }

    @Override
    public DataRecord data(long dataId) {
        return tables.data.get(dataId);
    }

    @Override
    public void vote(long ttid, List<ObjectEntry> objects, TransactionMeta meta, PackInfo pack) {
        for (var object : objects) {
            var record = new Record(object.dataId(), object.dataSerial());
            var voted = new VotedRecord(own.partition(object.oid()), record);
            if (tables.votedObjects.put(Key.of(ttid, object.oid()), voted) != null) {
                throw new IllegalStateException("object voted twice");
            }
        }
        if (meta != null) {
            tables.votes.put(ttid, new Vote(own.partition(ttid), Ids.NONE, meta));
        }
        if (pack != null) {
            boolean isPartial = pack.oids() != null && pack.oids().length > 0;
            tables.packs.put(ttid, new PackDetails(null, isPartial, isPartial ? pack.oids() : null, pack.tid()));
        }
    }

    @Override
    public void lock(long ttid, long tid, boolean approvePack) {
        var vote = tables.votes.get(ttid);
        if (vote != null) {
            tables.votes.put(ttid, new Vote(vote.partition(), tid, vote.meta()));
        }
        var pack = tables.packs.get(ttid);
        if (approvePack && pack != null) {
            tables.packs.put(ttid, new PackDetails(true, pack.partial(), pack.oids(), pack.packTid()));
        }
    }

    @Override
    public void unlock(long ttid, long tid) {
        var vote = tables.votes.remove(ttid);
        if (vote != null) {
            tables.transactions.put(Key.of(vote.partition(), tid), vote.meta());
        }
        var pack = tables.packs.remove(ttid);
        if (pack != null) {
            tables.packs.put(tid, pack);
        }
        for (var entry : votedObjects(ttid)) {
            long oid = entry.getKey().second();
            var voted = entry.getValue();
            if (tables.objects.get(new Key(voted.partition(), oid, tid)) == null) {
                tables.putObject(voted.partition(), oid, tid, voted.record());
            }
            tables.votedObjects.remove(entry.getKey());
            if (voted.record().dataId() != Ids.NONE) {
                release(DataUses.stored(voted.record().dataId()));
            }
        }
    }

    private List<Map.Entry<Key, VotedRecord>> votedObjects(long ttid) {
        return new ArrayList<>(tables.votedObjects
                .rows()
                .subMap(Key.of(ttid, Long.MIN_VALUE), true, new Key(ttid, Long.MAX_VALUE, Long.MAX_VALUE), true)
                .entrySet());
    }

    @Override
    public void abort(long ttid, DataUses ended) {
        tables.votes.remove(ttid);
        tables.packs.remove(ttid);
        votedObjects(ttid).forEach(entry -> tables.votedObjects.remove(entry.getKey()));
        release(ended);
    }

    @Override
    public void dropTemporary(int[] partitions, DataUses ended) {
        for (int partition : partitions) {
            dropVotes(partition, partition);
        }
        release(ended);
    }

    private void dropVotes(int min, int max) {
        for (var entry : List.copyOf(tables.votes.rows().entrySet())) {
            int partition = entry.getValue().partition();
            if (partition >= min && partition <= max) {
                tables.packs.remove(entry.getKey());
                tables.votes.remove(entry.getKey());
            }
        }
        for (var entry : List.copyOf(tables.votedObjects.rows().entrySet())) {
            int partition = entry.getValue().partition();
            if (partition >= min && partition <= max) {
                tables.votedObjects.remove(entry.getKey());
            }
        }
    }

    @Override
    public void dropUnfinished() {
        long[] voted = tables.votedObjects.rows().values().stream()
                .mapToLong(object -> object.record().dataId())
                .filter(id -> id != Ids.NONE)
                .toArray();
        dropVotes(0, Integer.MAX_VALUE);
        release(DataUses.stored(voted));
    }

    @Override
    public void storeTransaction(StoredTransaction transaction) {
        long tid = transaction.tid();
        tables.transactions.put(Key.of(own.partition(tid), tid), transaction.meta());
        if (transaction.pack() != null) {
            tables.packs.put(tid, transaction.pack());
        }
    }

    @Override
    public void storeObjects(List<StoredObject> objects) {
        objects.forEach(object -> storeObject(object.oid(), object.tid(), object.data(), object.dataSerial()));
    }

    private void storeObject(long oid, long tid, DataRecord data, long dataSerial) {
        int partition = own.partition(oid);
        var shared = dataSerial == Ids.NONE ? null : tables.objects.get(new Key(partition, oid, dataSerial));
        long dataId = shared == null ? store(partition, data) : shared.dataId();
        var old = tables.objects.get(new Key(partition, oid, tid));
        tables.putObject(partition, oid, tid, new Record(dataId, dataSerial));
        if (old != null) {
            prune(new long[] {old.dataId()});
        }
    }

    @Override
    public void deleteTransaction(long tid) {
        tables.transactions.remove(Key.of(own.partition(tid), tid));
        tables.packs.remove(tid);
    }

    @Override
    public void deleteObject(long oid, long tid) {
        int partition = own.partition(oid);
        delete(tables.revisions(partition, oid).keySet().stream()
                .filter(key -> tid == Ids.NONE || key.third() == tid)
                .toList());
    }

    private int delete(List<Key> objects) {
        long[] dataIds = objects.stream()
                .mapToLong(key -> tables.removeObject(key).dataId())
                .toArray();
        prune(dataIds);
        return objects.size();
    }

    @Override
    public PackSignatures signPackOrders(long[] approved, long[] rejected) {
        long[] unknownApproved = sign(approved, true);
        long[] unknownRejected = sign(rejected, false);
        return new PackSignatures(
                unknownApproved,
                unknownRejected,
                unknownApproved.length + unknownRejected.length < approved.length + rejected.length);
    }

    private long[] sign(long[] ids, boolean isApproved) {
        return Arrays.stream(ids)
                .sorted()
                .filter(id -> {
                    var pack = tables.packs.get(id);
                    if (pack != null) {
                        tables.packs.put(id, new PackDetails(isApproved, pack.partial(), pack.oids(), pack.packTid()));
                    }
                    return pack == null;
                })
                .toArray();
    }

    @Override
    public int pack(int partition, PackSlice slice) {
        return slice.runs().stream()
                .mapToInt(run -> delete(List.copyOf(tables.revisions(partition, run.oid())
                        .headMap(new Key(partition, run.oid(), run.lastTid()), true)
                        .keySet())))
                .sum();
    }

    @Override
    public int packObjects(int partition, long[] oids, long packTid) {
        int deleted = 0;
        for (long oid : oids) {
            if (own.partition(oid) == partition) {
                deleted += pack(partition, packSlice(partition, List.of(oid), packTid, null));
            }
        }
        return deleted;
    }

    @Override
    public int dropSlice(int partition, int limit) {
        return deleteAfter(partition, -1, limit);
    }

    @Override
    public int truncateSlice(int limit) {
        long truncateTid = configuration().truncateTid();
        if (truncateTid == Ids.NONE) {
            return 0;
        }
        for (var cell : ownCells()) {
            int deleted = deleteAfter(cell.partition(), truncateTid, limit);
            if (deleted > 0) {
                return deleted;
            }
        }
        for (var cell : ownCells()) {
            if (cell.tid() > truncateTid) {
                setCellTid(cell.partition(), truncateTid);
            }
        }
        setTruncateTid(Ids.NONE);
        return 0;
    }

    private int deleteAfter(int partition, long tid, int limit) {
        int deleted = delete(replicationObjects(partition, tid + 1, 0, Ids.MAX_TID, limit).stream()
                .map(key -> new Key(partition, key.oid(), key.tid()))
                .toList());
        if (deleted > 0) {
            return deleted;
        }
        long[] tids = replicationTids(partition, tid + 1, Ids.MAX_TID, limit);
        for (long last : tids) {
            tables.transactions.remove(Key.of(partition, last));
            tables.packs.remove(last);
        }
        return tids.length;
    }

    @Override
    public OrphanSearch searchOrphans() {
        return delete -> {
            long[] found = tables.data.rows().keySet().stream()
                    .mapToLong(Long::longValue)
                    .filter(id -> tables.references.get(id) == null)
                    .toArray();
            return new OrphanSearch.Piece(found, delete ? prune(found) : 0, true);
        };
    }

    private int prune(long[] dataIds) {
        return (int) LongStream.of(dataIds)
                .filter(id -> id != Ids.NONE && !holds.contains(id) && tables.references.get(id) == null)
                .filter(id -> tables.data.remove(id) != null)
                .count();
    }

    @Override
    public SortedMap<Long, Integer> holds() {
        return holds.snapshot();
    }
}
