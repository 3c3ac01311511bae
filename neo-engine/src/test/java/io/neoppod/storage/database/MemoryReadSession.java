package io.neoppod.storage.database;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.HistoryItem;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.UndoSerial;
import io.neoppod.storage.database.MemoryTables.Key;
import io.neoppod.storage.database.PackSlice.Run;
import io.neoppod.storage.database.UndoSearch.RevisionLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads of a [MemoryDatabase].
class MemoryReadSession implements ReadSession {
    final MemoryTables tables;
    private final Supplier<PartitionView> view;

    MemoryReadSession(MemoryTables tables, Supplier<PartitionView> view) {
        this.tables = tables;
        this.view = view;
    }

    PartitionView view() {
        return view.get();
    }

    @Override
    public Configuration configuration() {
        var config = tables.config.rows();
        return new Configuration(
                config.get("name"),
                Integer.parseInt(config.getOrDefault("nid", "" + NodeIds.NONE)),
                Integer.parseInt(config.getOrDefault("ptid", "" + Ids.NO_INTEGER)),
                Integer.parseInt(config.getOrDefault("replicas", "0")),
                tid("backup_tid"),
                tid("truncate_tid"));
    }

    private long tid(String key) {
        String text = tables.config.get(key);
        return text == null ? Ids.NONE : Long.parseUnsignedLong(text, 16);
    }

    @Override
    public List<CellChange> partitionTable() {
        List<CellChange> cells = new ArrayList<>();
        tables.cells
                .rows()
                .forEach((key, cell) ->
                        cells.add(new CellChange((int) key.first(), (int) key.second(), CellRules.state(cell.tid()))));
        return cells;
    }

    @Override
    public List<OwnCell> ownCells() {
        int nid = configuration().nid();
        List<OwnCell> cells = new ArrayList<>();
        tables.cells.rows().forEach((key, cell) -> {
            if (key.second() == nid) {
                cells.add(new OwnCell(
                        (int) key.first(),
                        CellRules.state(cell.tid()),
                        Math.max(0, cell.tid()),
                        Math.max(0, cell.pack())));
            }
        });
        return cells;
    }

    PartitionView computeView() {
        var readable = new BitSet();
        ownCells().forEach(cell -> readable.set(cell.partition(), cell.state().isReadable()));
        var cells = tables.cells.rows();
        return new PartitionView(cells.isEmpty() ? 0 : (int) cells.lastKey().first() + 1, readable);
    }

    @Override
    public List<CellPosition> cellPositions() {
        long backupTid = configuration().backupTid();
        return ownCells().stream()
                .filter(cell -> cell.state() != CellState.CORRUPTED)
                .map(cell -> position(cell, backupTid))
                .toList();
    }

    private CellPosition position(OwnCell cell, long backupTid) {
        int partition = cell.partition();
        if (cell.state() == CellState.OUT_OF_DATE) {
            long next = cell.tid() == 0 ? 0 : cell.tid() + 1;
            return new CellPosition(partition, true, next, next);
        }
        if (backupTid == Ids.NONE) {
            return new CellPosition(partition, false, Ids.NONE, Ids.NONE);
        }
        long next = backupTid == 0 ? 0 : backupTid + 1;
        return new CellPosition(
                partition,
                false,
                Math.max(next, Math.max(-1, lastTransaction(partition, Ids.MAX_TID)) + 1),
                Math.max(next, lastRecord(partition)));
    }

    long lastTransaction(int partition, long max) {
        var last = tables.transactions.rows().floorKey(Key.of(partition, max));
        return last == null || last.first() != partition ? Ids.NONE : last.second();
    }

    long lastRecord(int partition) {
        var last = tables.objectsByTid.rows().lowerKey(new Key(partition + 1L, Long.MIN_VALUE, Long.MIN_VALUE));
        return last == null || last.first() != partition ? Ids.NONE : last.second();
    }

    private long lastOid(int partition) {
        var last = tables.objects.rows().lowerKey(new Key(partition + 1L, Long.MIN_VALUE, Long.MIN_VALUE));
        return last == null || last.first() != partition ? Ids.NONE : last.second();
    }

    @Override
    public long firstTid() {
        return readable()
                .mapToObj(partition -> tables.transactions.rows().ceilingKey(Key.of(partition, 0)))
                .filter(key -> key != null && view().isReadable((int) key.first()))
                .mapToLong(Key::second)
                .min()
                .orElse(Ids.MAX_TID);
    }

    @Override
    public long lastTid(long max) {
        return readable()
                .mapToLong(partition -> lastTransaction(partition, upTo(max)))
                .max()
                .orElse(Ids.NONE);
    }

    @Override
    public LastIds lastIds() {
        long tid = readable().mapToLong(this::lastRecord).max().orElse(Ids.NONE);
        long oid = readable().mapToLong(this::lastOid).max().orElse(Ids.NONE);
        return new LastIds(Math.max(tid, lastTid(Ids.MAX_TID)), oid);
    }

    private IntStream readable() {
        return Arrays.stream(view().readablePartitions());
    }

    @Override
    public SortedMap<Long, Long> unfinishedTransactions() {
        SortedMap<Long, Long> tids = new TreeMap<>(Long::compareUnsigned);
        tables.votedObjects.rows().keySet().forEach(key -> tids.put(key.first(), Ids.NONE));
        tables.votes.rows().forEach((ttid, vote) -> tids.put(ttid, vote.tid()));
        return tids;
    }

    @Override
    public long finalTid(long ttid) {
        int partition = check(ttid);
        return tables.transactions.rows().tailMap(Key.of(partition, ttid), true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().first() == partition)
                .filter(entry -> entry.getValue().ttid() == ttid)
                .mapToLong(entry -> entry.getKey().second())
                .findFirst()
                .orElse(Ids.NONE);
    }

    private int check(long id) {
        int partition = view().partition(id);
        view().checkReadable(partition);
        return partition;
    }

    @Override
    public LoadResult load(long oid, long at, long before) {
        int partition = check(oid);
        var revisions = tables.revisions(partition, oid);
        Key key;
        if (at != Ids.NONE) {
            key = new Key(partition, oid, at);
        } else {
            key = revisions.lowerKey(new Key(partition, oid, upTo(before)));
        }
        if (key == null || !revisions.containsKey(key)) {
            return new LoadResult.Absent(!revisions.isEmpty());
        }
        var next = revisions.higherKey(key);
        return new LoadResult.Found(revision(key.third(), revisions.get(key), next == null ? Ids.NONE : next.third()));
    }

    private ObjectRevision revision(long tid, MemoryTables.Record record, long next) {
        var data = record.dataId() == Ids.NONE ? null : tables.data.get(record.dataId());
        return new ObjectRevision(tid, next, data, record.dataSerial());
    }

    @Override
    public long lastObjectTid(long oid) {
        check(oid);
        return lastObjectTidOfAnyCell(oid);
    }

    @Override
    public long lastObjectTidOfAnyCell(long oid) {
        var revisions = tables.revisions(view().partition(oid), oid);
        return revisions.isEmpty() ? Ids.NONE : revisions.lastKey().third();
    }

    @Override
    public List<HistoryItem> history(long oid, int offset, int length) {
        return tables.revisions(check(oid), oid).descendingMap().entrySet().stream()
                .skip(offset)
                .limit(length)
                .map(entry -> {
                    var data = revision(0, entry.getValue(), 0).data();
                    return new HistoryItem(entry.getKey().third(), data == null ? 0 : data.data().length);
                })
                .toList();
    }

    @Override
    public UndoSerial findUndoSerial(long oid, long ltid, long undoTid, long currentTid) {
        int partition = check(oid);
        var revisions = tables.revisions(partition, oid);
        var undone = new Key(partition, oid, undoTid);
        if (!revisions.containsKey(undone)) {
            return null;
        }
        var before = revisions.lowerKey(undone);
        List<RevisionLink> history = new ArrayList<>();
        revisions
                .tailMap(undone, false)
                .forEach((key, record) -> history.add(new RevisionLink(key.third(), record.dataSerial())));
        return new UndoSearch(undoTid, before == null ? Ids.NONE : before.third(), history).find(ltid, currentTid);
    }

    @Override
    public OidPage oidsFrom(int partition, int length, long minOid, long tid) {
        view().checkReadable(partition);
        var last = new TreeMap<Long, Long>();
        if (minOid >= 0) {
            for (var entry : tables.objects
                    .rows()
                    .tailMap(new Key(partition, minOid, Long.MIN_VALUE), true)
                    .entrySet()) {
                var key = entry.getKey();
                if (key.first() != partition || last.size() == length && !last.containsKey(key.second())) {
                    break;
                }
                if (key.third() <= upTo(tid)) {
                    last.put(key.second(), entry.getValue().dataId());
                }
            }
        }
        boolean isLast = last.size() < length || length == 0;
        long next = isLast ? Ids.NONE : last.lastKey() + view().partitions();
        return new OidPage(
                next,
                last.entrySet().stream()
                        .filter(entry -> entry.getValue() != Ids.NONE)
                        .mapToLong(Map.Entry::getKey)
                        .toArray());
    }

    @Override
    public StoredTransaction transaction(long tid) {
        var meta = tables.transactions.get(Key.of(check(tid), tid));
        return meta == null ? null : new StoredTransaction(tid, meta, tables.packs.get(tid));
    }

    @Override
    public long[] tids(int offset, int length, int[] partitions) {
        var tids = new TreeSet<Long>();
        for (int partition : partitions) {
            view().checkReadable(partition);
            transactions(partition, 0, Ids.MAX_TID).forEach(tids::add);
        }
        return tids.descendingSet().stream()
                .mapToLong(Long::longValue)
                .skip(offset)
                .limit(length)
                .toArray();
    }

    private LongStream transactions(int partition, long min, long max) {
        if (min < 0 || min > upTo(max)) {
            return LongStream.empty();
        }
        return tables
                .transactions
                .rows()
                .subMap(Key.of(partition, min), true, Key.of(partition, upTo(max)), true)
                .keySet()
                .stream()
                .mapToLong(Key::second);
    }

    @Override
    public long[] replicationTids(int partition, long min, long max, int length) {
        return transactions(partition, min, max).limit(length).toArray();
    }

    @Override
    public List<RecordKey> replicationObjects(int partition, long minTid, long minOid, long maxTid, int length) {
        return records(partition, minTid, minOid, maxTid).limit(length).toList();
    }

    @Override
    public PackSlice packSlice(int partition, RecordKey from, long packTid, int maxObjects) {
        var oids = tables.objects.rows().tailMap(new Key(partition, from.oid(), from.tid()), true).keySet().stream()
                .takeWhile(key -> key.first() == partition)
                .filter(key -> key.third() <= packTid)
                .map(Key::second)
                .distinct()
                .limit(maxObjects)
                .toList();
        return packSlice(partition, oids, packTid, oids.isEmpty() ? null : new RecordKey(Ids.ZERO, oids.getLast() + 1));
    }

    final PackSlice packSlice(int partition, List<Long> oids, long packTid, @Nullable RecordKey next) {
        List<Run> runs = new ArrayList<>();
        var dataIds = LongStream.builder();
        for (long oid : oids) {
            var records = tables.revisions(partition, oid).headMap(new Key(partition, oid, packTid), true);
            if (!records.isEmpty()) {
                boolean keepsLast = records.lastEntry().getValue().dataId() != Ids.NONE;
                var old = records.headMap(records.lastKey(), !keepsLast);
                if (!old.isEmpty()) {
                    runs.add(new Run(oid, old.lastKey().third()));
                    old.values().forEach(record -> dataIds.add(record.dataId()));
                }
            }
        }
        return new PackSlice(runs, dataIds.build().toArray(), next);
    }

    @Override
    public void visitRecords(int partition, long minTid, long minOid, long maxTid, RecordVisitor visitor) {
        view().checkReadable(partition);
        boolean isWanted = true;
        for (var keys = records(partition, minTid, minOid, maxTid).iterator(); isWanted && keys.hasNext(); ) {
            var key = keys.next();
            var record = tables.objects.get(new Key(partition, key.oid(), key.tid()));
            isWanted = visitor.visit(key.oid(), revision(key.tid(), record, Ids.NONE));
        }
    }

    private Stream<RecordKey> records(int partition, long minTid, long minOid, long maxTid) {
        if (minTid < 0 || minTid > upTo(maxTid)) {
            return Stream.empty();
        }
        return tables
                .objectsByTid
                .rows()
                .subMap(
                        new Key(partition, minTid, upTo(minOid)),
                        true,
                        new Key(partition, upTo(maxTid), Ids.MAX_TID),
                        true)
                .keySet()
                .stream()
                .map(key -> new RecordKey(key.second(), key.third()));
    }

    @Override
    public TidDigest checkTids(int partition, long min, long max, int length) {
        var tids = new IdDigest();
        transactions(partition, min, max).limit(length).forEach(tids::add);
        return new TidDigest(tids.count(), tids.checksum(), tids.last());
    }

    @Override
    public SerialDigest checkSerials(int partition, long minTid, long minOid, long maxTid, int length) {
        var tids = new IdDigest();
        var oids = new IdDigest();
        records(partition, minTid, minOid, maxTid).limit(length).forEach(key -> {
            tids.add(key.tid());
            oids.add(key.oid());
        });
        return new SerialDigest(tids.count(), tids.checksum(), tids.last(), oids.checksum(), oids.last());
    }

    @Override
    public List<PackOrder> packOrders(long minId) {
        List<PackOrder> orders = new ArrayList<>();
        if (minId >= 0) {
            tables.packs.rows().tailMap(minId, true).forEach((id, pack) -> {
                int partition = view().partition(id);
                if (view().isReadable(partition) && tables.transactions.rows().containsKey(Key.of(partition, id))) {
                    orders.add(new PackOrder(id, pack.approved(), pack.partial(), pack.oids(), pack.packTid()));
                }
            });
        }
        return orders;
    }

    static long upTo(long id) {
        return id < 0 ? Ids.MAX_TID : id;
    }

    @Override
    public void close() {}
}
