package io.neoppod.storage.database;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackDetails;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The tables of a [MemoryDatabase]: the "disk". Every change can be taken back, down to what was made durable
/// last.
final class MemoryTables {
    private final List<Runnable> undo = new ArrayList<>();
    private int visible;

    /// Told before each change, and before each commit and sync; throws to make it fail.
    Consumer<Boolean> faults = isCommit -> {};

    final Table<String, String> config = new Table<>();
    /// By partition and node.
    final Table<Key, Cell> cells = new Table<>();
    final Table<Long, PackDetails> packs = new Table<>();
    /// By partition and TID.
    final Table<Key, TransactionMeta> transactions = new Table<>();
    /// By partition, OID and TID.
    final Table<Key, Record> objects = new Table<>();
    /// Partition, TID and OID of the same records.
    final Table<Key, Boolean> objectsByTid = new Table<>();
    /// Number of object records per data id.
    final Table<Long, Integer> references = new Table<>();
    final Table<Long, DataRecord> data = new Table<>();
    final Table<Long, Vote> votes = new Table<>();
    /// By TTID and OID.
    final Table<Key, VotedRecord> votedObjects = new Table<>();

    record Key(long first, long second, long third) implements Comparable<Key> {
        static Key of(long first, long second) {
            return new Key(first, second, Long.MIN_VALUE);
        }

        @Override
        public int compareTo(Key other) {
            int order = Long.compare(first, other.first);
            order = order == 0 ? Long.compare(second, other.second) : order;
            return order == 0 ? Long.compare(third, other.third) : order;
        }
    }

    record Cell(long tid, long pack) {}

    record Record(long dataId, long dataSerial) {}

    record Vote(int partition, long tid, TransactionMeta meta) {}

    record VotedRecord(int partition, Record record) {}

    final class Table<K, V> {
        private final NavigableMap<K, V> rows = new TreeMap<>();

        NavigableMap<K, V> rows() {
            return rows;
        }

        V get(K key) {
            return rows.get(key);
        }

        V put(K key, V value) {
            faults.accept(false);
            V old = rows.put(key, value);
            undo.add(() -> restore(key, old));
            return old;
        }

        V remove(K key) {
            faults.accept(false);
            V old = rows.remove(key);
            if (old != null) {
                undo.add(() -> restore(key, old));
            }
            return old;
        }

        private void restore(K key, V old) {
            if (old == null) {
                rows.remove(key);
            } else {
                rows.put(key, old);
            }
        }
    }

    // Records of objects, with their indexes

    void putObject(int partition, long oid, long tid, Record record) {
        var old = objects.put(new Key(partition, oid, tid), record);
        objectsByTid.put(new Key(partition, tid, oid), true);
        refer(record.dataId, 1);
        if (old != null) {
            refer(old.dataId, -1);
        }
    }

    Record removeObject(Key key) {
        var old = objects.remove(key);
        if (old != null) {
            objectsByTid.remove(new Key(key.first, key.third, key.second));
            refer(old.dataId, -1);
        }
        return old;
    }

    private void refer(long dataId, int change) {
        if (dataId != Ids.NONE) {
            int count = references.rows.getOrDefault(dataId, 0) + change;
            if (count == 0) {
                references.remove(dataId);
            } else {
                references.put(dataId, count);
            }
        }
    }

    /// Revisions of an object, by TID.
    NavigableMap<Key, Record> revisions(int partition, long oid) {
        return objects.rows.subMap(
                new Key(partition, oid, Long.MIN_VALUE), true, new Key(partition, oid, Long.MAX_VALUE), true);
    }

    // Units of work

    boolean hasChanges() {
        return undo.size() > visible;
    }

    boolean isDeferred() {
        return visible > 0;
    }

    void commit() {
        faults.accept(true);
        visible = undo.size();
    }

    /// Makes durable what was committed.
    void sync() {
        faults.accept(true);
        undo.subList(0, visible).clear();
        visible = 0;
    }

    void rollback() {
        rollbackTo(visible);
    }

    private void rollbackTo(int position) {
        while (undo.size() > position) {
            undo.removeLast().run();
        }
    }

    /// The machine stops: what is not durable is lost.
    void crash() {
        visible = 0;
        rollbackTo(0);
    }

    // Rows as SQLite has them

    TableDump dump() {
        Map<String, List<List<Object>>> tables = new TreeMap<>();
        TableDump.TABLES.forEach(name -> tables.put(name, new ArrayList<>()));
        config.rows.forEach((key, value) -> add(tables, "config", key, value));
        cells.rows.forEach((key, cell) -> add(tables, "pt", key.first, key.second, cell.tid, cell.pack));
        packs.rows.forEach((id, pack) -> add(
                tables,
                "pack",
                id,
                pack.approved() == null ? null : pack.approved() ? 1L : 0L,
                pack.partial() ? 1L : 0L,
                pack.oids() == null ? null : bytes(pack.oids()),
                pack.packTid()));
        transactions.rows.forEach((key, meta) -> addTransaction(tables, "trans", key.first, key.second, meta));
        objects.rows.forEach((key, record) ->
                add(tables, "obj", key.first, key.second, key.third, record.dataId, record.dataSerial));
        data.rows.forEach(
                (id, value) -> add(tables, "data", id, value.checksum(), (long) value.compression(), value.data()));
        votes.rows.forEach((ttid, vote) -> addTransaction(tables, "ttrans", vote.partition, vote.tid, vote.meta));
        votedObjects.rows.forEach((key, voted) -> add(
                tables,
                "tobj",
                (long) voted.partition,
                key.second,
                key.first,
                voted.record.dataId,
                voted.record.dataSerial));
        return new TableDump(tables);
    }

    private static void addTransaction(
            Map<String, List<List<Object>>> tables, String table, long partition, long tid, TransactionMeta meta) {
        add(
                tables,
                table,
                partition,
                tid,
                meta.packed() ? 1L : 0L,
                bytes(meta.oids()),
                meta.user(),
                meta.description(),
                meta.extension(),
                meta.ttid());
    }

    private static void add(Map<String, List<List<Object>>> tables, String table, Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (Long.valueOf(Ids.NONE).equals(values[i])) {
                values[i] = null;
            }
        }
        tables.get(table).add(Arrays.asList(values));
    }

    void load(TableDump dump) {
        var tables = dump.tables();
        tables.get("config").forEach(row -> config.put((String) row.get(0), (String) row.get(1)));
        tables.get("pt").forEach(row -> cells.put(Key.of(id(row, 0), id(row, 1)), new Cell(id(row, 2), id(row, 3))));
        tables.get("pack")
                .forEach(row -> packs.put(
                        id(row, 0),
                        new PackDetails(
                                row.get(1) == null ? null : id(row, 1) != 0,
                                id(row, 2) != 0,
                                row.get(3) == null ? null : ids(row, 3),
                                id(row, 4))));
        tables.get("trans").forEach(row -> transactions.put(Key.of(id(row, 0), id(row, 1)), meta(row)));
        tables.get("obj")
                .forEach(
                        row -> putObject((int) id(row, 0), id(row, 1), id(row, 2), new Record(id(row, 3), id(row, 4))));
        tables.get("data")
                .forEach(row -> data.put(
                        id(row, 0), new DataRecord((int) id(row, 2), (byte[]) row.get(1), (byte[]) row.get(3))));
        tables.get("ttrans").forEach(row -> votes.put(id(row, 7), new Vote((int) id(row, 0), id(row, 1), meta(row))));
        tables.get("tobj")
                .forEach(row -> votedObjects.put(
                        Key.of(id(row, 2), id(row, 1)),
                        new VotedRecord((int) id(row, 0), new Record(id(row, 3), id(row, 4)))));
        commit();
        sync();
    }

    private static TransactionMeta meta(List<Object> row) {
        return new TransactionMeta(
                (byte[]) row.get(4),
                (byte[]) row.get(5),
                (byte[]) row.get(6),
                id(row, 2) != 0,
                id(row, 7),
                ids(row, 3));
    }

    private static long id(List<Object> row, int column) {
        return row.get(column) == null ? Ids.NONE : (Long) row.get(column);
    }

    private static long[] ids(List<Object> row, int column) {
        var bytes = ByteBuffer.wrap((byte[]) row.get(column)).asLongBuffer();
        var ids = new long[bytes.remaining()];
        bytes.get(ids);
        return ids;
    }

    private static byte[] bytes(long[] ids) {
        var bytes = ByteBuffer.allocate(ids.length * Long.BYTES);
        bytes.asLongBuffer().put(ids);
        return bytes.array();
    }
}
