package io.neoppod.reflink;

import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.ObjectRevision;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.protocol.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The graph of references, as the refs database has it at a moment, and changes to it that are not committed.
///
/// A record of the database, a *bucket*, holds the entries of 256 objects with consecutive OIDs: its own OID is theirs
/// without the last byte. Bucket 0 also holds marks. Bound: what was touched since the last [#commit] or [#forget].
final class RefGraph {
    private static final long VERSION = 2;
    private static final String VERSION_MARK = "__reflink_version__";
    private static final String LAST_GC_MARK = "__reflink_last_gc__";
    private static final String LAST_PACK_MARK = "__reflink_last_pack__";
    private static final String BOOTSTRAP_MARK = "__reflink_bootstrap__";

    private final NeoStorage refs;
    private final @Nullable Tid at;
    private final Map<Long, Bucket> buckets = new LinkedHashMap<>();
    private @Nullable Tid packOrder;

    /// @param stored  the record as it is in the database, or null when there is none
    /// @param content marks, and entries as they are stored or as [Entry]
    private record Bucket(
            byte @Nullable [] stored, @Nullable Tid serial, Map<Object, @Nullable Object> content) {}

    /// How far the scan of a main database that is too old to be followed from its beginning got.
    ///
    /// @param tid  the state that is scanned
    /// @param next the OID to go on with; null once all were
    record Bootstrap(Tid tid, @Nullable Oid next) {}

    private RefGraph(NeoStorage refs, @Nullable Tid at) {
        this.refs = refs;
        this.at = at;
    }

    /// The graph to follow the main database with.
    ///
    /// @throws ReflinkException when the database is of another version of reflink
    static RefGraph open(NeoStorage refs) {
        var graph = new RefGraph(refs, null);
        graph.checkVersion();
        return graph;
    }

    /// The graph as it was just after a transaction. It can be changed, and not be committed.
    RefGraph at(Tid tid) {
        return new RefGraph(refs, tid);
    }

    private void checkVersion() {
        var root = bucket(0);
        var version = root.content.get(VERSION_MARK);
        if (root.stored == null) {
            root.content.put(VERSION_MARK, VERSION);
        } else if (Long.valueOf(1).equals(version)) {
            for (var mark : List.of(LAST_GC_MARK, LAST_PACK_MARK)) {
                root.content.computeIfPresent(
                        mark, (_, tid) -> ByteBuffer.wrap((byte[]) tid).getLong());
            }
            root.content.put(VERSION_MARK, VERSION);
        } else if (Long.valueOf(VERSION).equals(version)) {
            buckets.clear();
        } else {
            throw new ReflinkException("unsupported reflink DB version " + version + " (expected " + VERSION + ")");
        }
    }

    NeoStorage refs() {
        return refs;
    }

    /// Whether something was touched since the last commit.
    boolean isTouched() {
        return !buckets.isEmpty();
    }

    /// Whether there is a root bucket at all.
    boolean exists() {
        return bucket(0).stored != null;
    }

    // --- marks

    Tid lastGc() {
        return new Tid(number(LAST_GC_MARK));
    }

    void setLastGc(Tid tid) {
        bucket(0).content.put(LAST_GC_MARK, tid.value());
    }

    private long number(String mark) {
        return peek(0).get(mark) instanceof Long number ? number : 0;
    }

    @Nullable
    Bootstrap bootstrap() {
        return peek(0).get(BOOTSTRAP_MARK) instanceof List<?> pair && pair.size() == 2
                ? new Bootstrap(
                        new Tid((Long) pair.getFirst()), pair.getLast() instanceof Long oid ? new Oid(oid) : null)
                : null;
    }

    void setBootstrap(@Nullable Bootstrap bootstrap) {
        if (bootstrap == null) {
            bucket(0).content.remove(BOOTSTRAP_MARK);
            return;
        }
        var pair = new ArrayList<@Nullable Object>();
        pair.add(bootstrap.tid.value());
        pair.add(bootstrap.next == null ? null : bootstrap.next.value());
        bucket(0).content.put(BOOTSTRAP_MARK, pair);
    }

    /// The next commit orders a pack of the refs database, unless one as late was ordered already.
    void orderPack(Tid tid) {
        if (Long.compareUnsigned(number(LAST_PACK_MARK), tid.value()) < 0) {
            packOrder = tid;
        }
    }

    // --- entries

    Entry entry(long oid) {
        var content = bucket(oid >>> Byte.SIZE).content;
        Object key = oid & 0xff;
        if (content.get(key) instanceof Entry entry) {
            return entry;
        }
        var entry = new Entry(oid, content.get(key) instanceof List<?> stored ? stored : List.of());
        content.put(key, entry);
        return entry;
    }

    /// Forgets the entry of an object that does not exist, if there is nothing in it.
    void dropIfEmpty(long oid) {
        var content = bucket(oid >>> Byte.SIZE).content;
        Object key = oid & 0xff;
        var value = content.get(key);
        if (value instanceof Entry entry ? entry.isEmpty() : value instanceof List<?> stored && stored.isEmpty()) {
            content.remove(key);
        }
    }

    /// The first object of the list of those that may be orphans, or [Ids#NONE].
    long firstOrphan() {
        boolean untouched = buckets.isEmpty();
        long first = entry(0).nextOrphan;
        if (untouched) {
            buckets.clear();
        }
        return first;
    }

    /// Puts an object in front of the list.
    void list(Entry entry) {
        var root = entry(0);
        long second = root.nextOrphan;
        entry.previousOrphan = 0;
        entry.nextOrphan = second;
        if (second != Ids.NONE) {
            entry(second).previousOrphan = entry.oid;
        }
        root.nextOrphan = entry.oid;
    }

    void unlist(Entry entry) {
        long previous = entry.previousOrphan;
        long next = entry.nextOrphan;
        entry.previousOrphan = Ids.NONE;
        entry.nextOrphan = Ids.NONE;
        entry(previous).nextOrphan = next;
        if (next != Ids.NONE) {
            entry(next).previousOrphan = previous;
        }
    }

    // --- the database

    /// The content of a bucket, without remembering it when nothing else is: that is no reason to commit.
    private Map<Object, @Nullable Object> peek(long number) {
        boolean untouched = buckets.isEmpty();
        var content = bucket(number).content;
        if (untouched) {
            buckets.clear();
        }
        return content;
    }

    private Bucket bucket(long number) {
        var known = buckets.get(number);
        if (known != null) {
            return known;
        }
        var revision = load(new Oid(number));
        var bucket = revision == null
                ? new Bucket(null, null, new LinkedHashMap<>())
                : new Bucket(revision.data(), revision.serial(), BucketCodec.decode(revision.data()));
        buckets.put(number, bucket);
        return bucket;
    }

    private @Nullable ObjectRevision load(Oid oid) {
        try {
            return at == null
                    ? refs.load(oid)
                    : refs.loadBefore(oid, new Tid(at.value() + 1)).orElse(null);
        } catch (NoSuchObjectException none) {
            return null;
        }
    }

    void forget() {
        buckets.clear();
    }

    /// Commits all changes.
    ///
    /// @param tid  the last transaction of the main database that they include
    /// @param time UNIX time in seconds
    void commit(Tid tid, double time) {
        boolean isBootstrapping = bootstrap() != null;
        try (var transaction = refs.begin(new TransactionMetadata(new byte[0], new byte[0], extension(time)), tid)) {
            if (packOrder != null && !isBootstrapping) {
                bucket(0).content.put(LAST_PACK_MARK, packOrder.value());
                transaction.setPackOrder(packOrder, null);
                packOrder = null;
            }
            for (var entry : buckets.entrySet()) {
                var oid = new Oid(entry.getKey());
                var bucket = entry.getValue();
                var content = stored(bucket.content, isBootstrapping);
                var data = BucketCodec.encode(content);
                if (!content.isEmpty()) {
                    if (!Arrays.equals(data, bucket.stored)) {
                        transaction.store(oid, bucket.serial, data);
                    }
                } else if (bucket.stored != null) {
                    transaction.delete(oid, bucket.serial);
                }
            }
            transaction.finish();
        }
        buckets.clear();
    }

    /// While bootstrapping, even an empty entry tells that its object exists.
    private static Map<Object, @Nullable Object> stored(Map<Object, @Nullable Object> content, boolean keepsEmpty) {
        var stored = new LinkedHashMap<Object, @Nullable Object>();
        content.forEach((key, value) -> {
            var item = value instanceof Entry entry ? entry.stored() : value;
            if (keepsEmpty || !(value instanceof Entry) || !((List<?>) item).isEmpty()) {
                stored.put(key, item);
            }
        });
        return stored;
    }

    /// The pickle of `{'time': time}`.
    private static byte[] extension(double time) {
        var head = "\u0080\u0003}X\u0004\u0000\u0000\u0000timeG".getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(head.length + Double.BYTES + 2)
                .put(head)
                .putDouble(time)
                .put((byte) 's')
                .put((byte) '.')
                .array();
    }

    // --- whole content

    /// Told of all that a bucket holds.
    interface Visitor {
        void mark(String name, @Nullable Object value);

        void entry(Entry entry);
    }

    /// Shows the graph bucket by bucket: marks first, then entries in the order of OIDs.
    void visit(Visitor visitor) {
        var buckets = refs.oids(at, null, null);
        while (buckets.hasNext()) {
            long number = buckets.next().value();
            var revision = load(new Oid(number));
            if (revision == null) {
                continue;
            }
            var content = BucketCodec.decode(revision.data());
            content.keySet().stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .sorted()
                    .forEach(name -> visitor.mark(name, content.get(name)));
            content.keySet().stream()
                    .filter(Long.class::isInstance)
                    .map(Long.class::cast)
                    .sorted()
                    .forEach(key -> visitor.entry(new Entry(number << Byte.SIZE | key, (List<?>) content.get(key))));
        }
    }
}
