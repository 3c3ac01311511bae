package io.neoppod.gui.facade;

import io.neoppod.client.NeoSnapshot;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.ObjectRevision;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionRecord;
import io.neoppod.gui.facade.Commits.Change;
import io.neoppod.gui.facade.Commits.Detail;
import io.neoppod.gui.facade.Commits.Fate;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Page;
import io.neoppod.gui.facade.Commits.Summary;
import io.neoppod.gui.facade.Objects.Entries;
import io.neoppod.gui.facade.Objects.Revision;
import io.neoppod.gui.facade.Objects.Stored;
import io.neoppod.pickle.BTreeNode;
import io.neoppod.pickle.Difference;
import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.Pickles;
import io.neoppod.pickle.References;
import io.neoppod.pickle.Value;
import io.neoppod.pickle.ZodbRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is read for the screens about data. Every method waits for the cluster.
final class DataReads {
    /// Places where two revisions differ that are told in a list.
    private static final int DIFFERENCES = 3;

    /// Records that are compared for a list.
    private static final int COMPARED_BYTES = 256 << 10;

    /// Leaves of a tree that are followed for one question: those of a damaged one may go round.
    private static final int MOST_LEAVES = 1_000;

    private final NeoStorage storage;

    DataReads(NeoStorage storage) {
        this.storage = storage;
    }

    Page transactions(long from, Filter filter, int count, int scan) {
        var all = storage.descend(from == DataSession.NONE ? null : new Tid(from));
        var rows = new ArrayList<Summary>();
        int scanned = 0;
        long last = from;
        while (rows.size() < count && scanned < scan && all.hasNext()) {
            var record = all.next();
            var summary = summary(record);
            scanned++;
            last = summary.tid();
            if (filter.accepts(summary, record.oids().stream().map(Oid::value).toList())) {
                rows.add(summary);
            }
        }
        boolean mayHaveMore = rows.size() == count || scanned == scan;
        return new Page(rows, scanned, mayHaveMore && all.hasNext() ? last - 1 : DataSession.NONE);
    }

    private static Summary summary(TransactionRecord record) {
        var metadata = record.metadata();
        return new Summary(
                record.tid().value(),
                text(metadata.user()),
                text(metadata.description()),
                record.oids().size(),
                record.packed());
    }

    /// Bytes that are UTF-8 by convention.
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException older) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /// Null when there is no such transaction.
    @Nullable
    Detail transaction(long tid, int first, int count) {
        var found = storage.iterate(new Tid(tid), new Tid(tid));
        if (!found.hasNext()) {
            return null;
        }
        var record = found.next();
        var changes = record.oids().stream()
                .skip(first)
                .limit(count)
                .map(oid -> change(oid, record.tid()))
                .toList();
        var extension = record.metadata().extension();
        try {
            var value = extension.length == 0 ? null : Pickles.decode(extension);
            return new Detail(summary(record), value, "", first, changes);
        } catch (PickleException unreadable) {
            return new Detail(summary(record), null, unreadable.getMessage(), first, changes);
        }
    }

    private Change change(Oid oid, Tid tid) {
        var before = before(oid, tid);
        long previous = before.map(revision -> revision.serial().value()).orElse(DataSession.NONE);
        ObjectRevision revision;
        try {
            revision = storage.loadSerial(oid, tid);
        } catch (NoSuchObjectException absent) {
            return new Change(oid.value(), "", 0, fate(oid, tid), DataSession.NONE, previous, List.of());
        }
        var next = revision.next();
        return new Change(
                oid.value(),
                className(revision.data()),
                revision.data().length,
                next == null ? Fate.CURRENT : Fate.REPLACED,
                next == null ? DataSession.NONE : next.value(),
                previous,
                before.map(old -> differences(old.data(), revision.data())).orElse(List.of()));
    }

    private Fate fate(Oid oid, Tid tid) {
        boolean isDeletion = storage.history(oid, 1_000).stream()
                .anyMatch(entry -> entry.tid().equals(tid) && entry.storedBytes() == 0);
        return isDeletion ? Fate.DELETED : Fate.GONE;
    }

    private Optional<ObjectRevision> before(Oid oid, Tid tid) {
        try {
            return storage.loadBefore(oid, tid);
        } catch (NoSuchObjectException absent) {
            return Optional.empty();
        }
    }

    private static List<String> differences(byte[] before, byte[] after) {
        if (before.length + after.length > COMPARED_BYTES) {
            return List.of();
        }
        try {
            return Difference.between(ZodbRecord.decode(before), ZodbRecord.decode(after), DIFFERENCES).stream()
                    .map(Difference.Change::path)
                    .toList();
        } catch (PickleException unreadable) {
            return List.of();
        }
    }

    private static String className(byte[] record) {
        try {
            return References.scan(record).className();
        } catch (PickleException unreadable) {
            return "?";
        }
    }

    List<Revision> history(long oid, int count) {
        try {
            return storage.history(new Oid(oid), count).stream()
                    .map(entry -> new Revision(
                            entry.tid().value(),
                            entry.storedBytes(),
                            text(entry.metadata().user()),
                            text(entry.metadata().description())))
                    .toList();
        } catch (NoSuchObjectException never) {
            return List.of();
        }
    }

    Stored object(long oid, long at) {
        try {
            var revision = at == DataSession.NONE || at == Long.MAX_VALUE
                    ? Optional.of(storage.load(new Oid(oid)))
                    : storage.loadBefore(new Oid(oid), new Tid(at + 1));
            return revision.map(DataReads::stored).orElseGet(() -> absent(oid, "did not exist yet"));
        } catch (NoSuchObjectException absent) {
            return absent(oid, String.valueOf(absent.getMessage()));
        }
    }

    private static Stored absent(long oid, String why) {
        return new Stored(oid, DataSession.NONE, DataSession.NONE, "", new byte[0], null, why, null, List.of());
    }

    private static Stored stored(ObjectRevision revision) {
        ZodbRecord record = null;
        BTreeNode tree = null;
        List<Value.Reference> references = List.of();
        var className = "?";
        var problem = "";
        try {
            var scanned = References.scan(revision.data());
            className = scanned.className();
            references = scanned.all().stream().distinct().toList();
            record = ZodbRecord.decode(revision.data());
            tree = BTreeNode.of(record);
        } catch (PickleException unreadable) {
            problem = String.valueOf(unreadable.getMessage());
        }
        var next = revision.next();
        return new Stored(
                revision.oid().value(),
                revision.serial().value(),
                next == null ? DataSession.NONE : next.value(),
                className,
                revision.data(),
                record,
                problem,
                tree,
                references);
    }

    Entries entries(long oid, long at, int count) {
        var snapshot = storage.at(at == DataSession.NONE ? storage.lastTransaction() : new Tid(at));
        var entries = new ArrayList<Value.Entry>();
        boolean hasValues = true;
        long next = oid;
        try {
            for (int leaves = 0; next != DataSession.NONE && entries.size() < count; leaves++) {
                var leaf = leaf(snapshot, next);
                if (leaf == null || leaves == MOST_LEAVES) {
                    return new Entries(hasValues, entries, DataSession.NONE, "0x" + Long.toHexString(next));
                }
                entries.addAll(leaf.entries());
                hasValues = leaf.hasValues();
                next = leaf.next() == null ? DataSession.NONE : leaf.next().oid();
            }
            return new Entries(hasValues, entries, next, "");
        } catch (PickleException | NoSuchObjectException damaged) {
            return new Entries(hasValues, entries, DataSession.NONE, String.valueOf(damaged.getMessage()));
        }
    }

    private static BTreeNode.@Nullable Leaf leaf(NeoSnapshot snapshot, long oid) throws PickleException {
        return switch (node(snapshot, oid)) {
            case BTreeNode.Leaf leaf -> leaf;
            case BTreeNode.Branch branch ->
                node(snapshot, branch.first().oid()) instanceof BTreeNode.Leaf first ? first : null;
            case null -> null;
        };
    }

    private static @Nullable BTreeNode node(NeoSnapshot snapshot, long oid) throws PickleException {
        return BTreeNode.of(ZodbRecord.decode(snapshot.load(new Oid(oid)).data()));
    }
}
