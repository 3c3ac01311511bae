package io.neoppod.reflink;

import io.neoppod.client.DataRecord;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionRecord;
import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.References;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Takes transactions of the main database into the graph, in their order, and lists the objects that may have become
/// orphans.
final class Tracker {
    private final NeoStorage main;
    private final RefGraph graph;
    private final Consumer<String> warnings;
    /// What our own collections deleted, by transaction: they need not be read back. Bound: the deletions of one
    /// collection.
    private final Map<Tid, long[]> deletions = new HashMap<>();

    private boolean bootstrapping;

    /// What one transaction leaves to be done at its end.
    private static final class Pending {
        final Map<Long, Entry> candidates = new LinkedHashMap<>();
        final Set<Entry> kept = new HashSet<>();
        final Set<Long> deleted = new HashSet<>();
    }

    Tracker(NeoStorage main, RefGraph graph, Consumer<String> warnings) {
        this.main = main;
        this.graph = graph;
        this.warnings = warnings;
        this.bootstrapping = graph.bootstrap() != null;
    }

    /// From now on, objects that may be orphans are listed.
    void bootstrapped() {
        bootstrapping = false;
    }

    /// A collection deleted these objects.
    void deleted(Tid tid, long[] oids) {
        deletions.put(tid, oids);
    }

    void follow(TransactionRecord transaction) {
        var pending = new Pending();
        var known = deletions.remove(transaction.tid());
        if (known != null) {
            for (long oid : known) {
                delete(oid, pending);
            }
        } else {
            try (var records = main.records(transaction)) {
                records.forEach(record -> follow(record, pending));
            }
        }
        finish(transaction.tid(), pending);
    }

    private void follow(DataRecord record, Pending pending) {
        long oid = record.oid().value();
        var data = record.data();
        if (data == null) {
            delete(oid, pending);
            return;
        }
        var entry = graph.entry(oid);
        boolean isUnknown = !entry.isListed() && entry.referents.isEmpty() && entry.referrers.isEmpty();
        if (isUnknown && oid != 0 && !bootstrapping) {
            // After a pack, an object may be an orphan from its creation.
            pending.candidates.put(oid, entry);
        }
        change(entry, referents(data, record.oid(), record.tid()), pending);
    }

    private void delete(long oid, Pending pending) {
        var entry = graph.entry(oid);
        if (entry.isListed()) {
            graph.unlist(entry);
        }
        pending.deleted.add(oid);
        change(entry, Set.of(), pending);
    }

    /// The objects that a record keeps alive, without itself; none for a record that cannot be read.
    Set<Long> referents(byte[] data, Oid oid, Tid tid) {
        var referents = new TreeSet<Long>();
        try {
            for (long referent : References.scan(data).strong()) {
                referents.add(referent);
            }
        } catch (PickleException unreadable) {
            warnings.accept("Corrupted record %x@%x".formatted(oid.value(), tid.value()));
            return Set.of();
        }
        referents.remove(oid.value());
        return referents;
    }

    private void change(Entry entry, Set<Long> referents, Pending pending) {
        var removed = new TreeSet<>(entry.referents);
        removed.removeAll(referents);
        var added = new TreeSet<>(referents);
        added.removeAll(entry.referents);
        entry.referents.removeAll(removed);
        entry.referents.addAll(added);
        for (long oid : added) {
            var referent = graph.entry(oid);
            referent.referrers.add(entry.oid);
            if (referent.isListed()) {
                pending.kept.add(referent);
            }
        }
        for (long oid : removed) {
            var referent = graph.entry(oid);
            referent.referrers.remove(entry.oid);
            if (!referent.isListed() && oid != 0 && !bootstrapping) {
                pending.candidates.put(oid, referent);
            }
        }
    }

    private void finish(Tid tid, Pending pending) {
        for (var entry : pending.kept) {
            if (entry.isListed() && !entry.maybeOrphan()) {
                graph.unlist(entry);
            }
        }
        // Nobody tells the cache of a client which objects others deleted: it may still have them.
        pending.candidates.keySet().removeAll(pending.deleted);
        for (var entry : pending.candidates.values()) {
            if (entry.maybeOrphan() && !entry.isListed() && (!entry.referents.isEmpty() || exists(entry.oid, tid))) {
                graph.list(entry);
            }
        }
        if (bootstrapping) {
            pending.deleted.forEach(graph::dropIfEmpty);
        }
    }

    private boolean exists(long oid, Tid tid) {
        try {
            return main.loadBefore(new Oid(oid), new Tid(tid.value() + 1)).isPresent();
        } catch (NoSuchObjectException deleted) {
            return false;
        }
    }
}
