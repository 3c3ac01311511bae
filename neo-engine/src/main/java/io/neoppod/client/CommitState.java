package io.neoppod.client;

import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rules of a commit as its client sees them: which objects were sent where, which storages answered what, and
/// whether the transaction may be voted. Pure; confined to the loop.
///
/// An object is *in flight* until every storage it was sent to has answered or is lost, because a replica may still
/// report a conflict after others accepted; then it is *written*. Answers to a store that was replaced meanwhile are
/// recognised by the base revision that they were asked with.
///
/// Bounds: `inFlightBytes` is limited by the caller; data of written objects are kept for the cache up to
/// `keepBytes`.
///
/// Reference: neo/client/transactions.py.
final class CommitState {
    private static final Write CREATED = new Write(Kind.STORE, null, Ids.ZERO, Set.of());

    private final long keepBytes;
    private final Map<Long, Write> inFlight = new LinkedHashMap<>();
    private final Map<Long, Write> written = new LinkedHashMap<>();
    private final Map<Long, Long> conflicts = new LinkedHashMap<>();
    private final Map<Long, Long> resolved = new LinkedHashMap<>();
    private final Map<Integer, Set<Integer>> lockless = new LinkedHashMap<>();
    private long inFlightBytes;
    private long keptBytes;

    CommitState(long keepBytes) {
        this.keepBytes = keepBytes;
    }

    /// The data that the transaction wrote to an object.
    ///
    /// @return null when it deletes the object, or the data were too many to keep
    byte @Nullable [] data(long oid) {
        var write = written.getOrDefault(oid, inFlight.get(oid));
        return write == null ? null : write.data;
    }

    /// What is done to an object.
    enum Kind {
        STORE,
        DELETE,
        CHECK
    }

    /// One write and the storages that have not answered yet.
    ///
    /// @param data the record of a store; null for others, and once it is no longer needed
    private record Write(Kind kind, byte @Nullable [] data, long base, Set<Integer> waiting) {

        int size() {
            return data == null ? 0 : data.length;
        }
    }

    /// A write that lost against another transaction.
    record Conflict(long oid, long committed, long base, Kind kind, byte @Nullable [] data) {}

    /// A write was sent to these storages. Replaces an earlier write of the same object.
    void sent(long oid, Kind kind, byte @Nullable [] data, long base, List<Integer> nids) {
        forget(oid);
        inFlight.put(oid, new Write(kind, data, base, new LinkedHashSet<>(nids)));
        inFlightBytes += data == null ? 0 : data.length;
    }

    /// A storage answered a store or a check.
    ///
    /// @param base     revision that the store was asked with
    /// @param conflict [Ids#NONE]: written and locked; [Ids#ZERO]: written without lock; else the other revision
    void onAnswer(long oid, int nid, int partition, long base, long conflict) {
        if (conflict == Ids.NONE) {
            answered(oid, nid);
        } else if (conflict == Ids.ZERO) {
            onLockless(oid, nid, partition, base);
        } else if (Long.compareUnsigned(resolved.getOrDefault(oid, Ids.ZERO), conflict) < 0) {
            conflicts.put(oid, conflict);
        }
    }

    private void onLockless(long oid, int nid, int partition, long base) {
        var write = inFlight.get(oid);
        if (write == null || write.base != base || !write.waiting.contains(nid)) {
            return;
        }
        lockless.computeIfAbsent(partition, p -> new TreeSet<>()).add(nid);
        if (!conflicts.containsKey(oid)) {
            answered(oid, nid);
        }
    }

    /// A storage will not answer any more.
    void onNodeLost(int nid) {
        List.copyOf(inFlight.keySet()).stream()
                .filter(oid -> !conflicts.containsKey(oid))
                .forEach(oid -> answered(oid, nid));
    }

    /// A storage gave up our lock to an older transaction and found a conflict when it took the lock again.
    ///
    /// @param data the record that the storage gives back, or null when there was none
    void onRelockConflict(long oid, long base, long conflict, byte @Nullable [] data) {
        var done = written.remove(oid);
        if (done != null) {
            keptBytes -= done.size();
            var kept = data == null ? done.data : data;
            inFlight.put(oid, new Write(done.kind, kept, base, new LinkedHashSet<>()));
            inFlightBytes += kept == null ? 0 : kept.length;
        } else if (Long.compareUnsigned(conflict, resolved.getOrDefault(oid, Ids.ZERO)) <= 0
                || Long.compareUnsigned(base, conflicts.getOrDefault(oid, Ids.ZERO)) <= 0
                        && conflicts.containsKey(oid)) {
            return;
        }
        conflicts.put(oid, conflict);
    }

    /// Takes the oldest conflict; the write is no longer part of the transaction until it is sent again.
    @Nullable
    Conflict takeConflict() {
        var first = conflicts.entrySet().iterator();
        if (!first.hasNext()) {
            return null;
        }
        var entry = first.next();
        first.remove();
        long oid = entry.getKey();
        var write = inFlight.remove(oid);
        if (write == null) {
            return new Conflict(oid, entry.getValue(), Ids.ZERO, Kind.STORE, null);
        }
        inFlightBytes -= write.size();
        resolved.put(oid, entry.getValue());
        return new Conflict(oid, entry.getValue(), write.base, write.kind, write.data);
    }

    boolean hasConflict() {
        return !conflicts.isEmpty();
    }

    /// Whether every storage has answered every write, without conflict.
    boolean isSettled() {
        return inFlight.isEmpty() && conflicts.isEmpty();
    }

    long inFlightBytes() {
        return inFlightBytes;
    }

    /// Every object written, deleted included; objects only checked are not.
    long[] writtenOids() {
        return oids(write -> write.kind != Kind.CHECK);
    }

    /// Objects that other clients must invalidate: deleted ones are not among them.
    long[] storedOids() {
        return oids(write -> write.kind == Kind.STORE);
    }

    long[] oids(Kind kind) {
        return oids(write -> write.kind == kind);
    }

    private long[] oids(Predicate<Write> wanted) {
        return written.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .mapToLong(Map.Entry::getKey)
                .toArray();
    }

    /// Calls back with each object written; the data is null when it is not (or no longer) at hand.
    void forEachWritten(BiConsumer<Long, byte @Nullable []> action) {
        written.forEach((oid, write) -> {
            if (write.kind != Kind.CHECK) {
                action.accept(oid, write.data);
            }
        });
    }

    /// Partitions where some storage took no lock, with these storages: another one must have.
    Map<Integer, Set<Integer>> lockless() {
        return lockless;
    }

    private void answered(long oid, int nid) {
        var write = inFlight.get(oid);
        if (write == null || !write.waiting.remove(nid) || !write.waiting.isEmpty()) {
            return;
        }
        inFlight.remove(oid);
        inFlightBytes -= write.size();
        boolean keep = keptBytes + write.size() < keepBytes;
        var done = keep ? write : withoutData(write);
        keptBytes += done.size();
        written.put(oid, done);
    }

    /// An import writes millions of new objects in one transaction: they share one entry.
    private static Write withoutData(Write write) {
        return write.kind == Kind.STORE && write.base == Ids.ZERO
                ? CREATED
                : new Write(write.kind, null, write.base, Set.of());
    }

    private void forget(long oid) {
        var replaced = inFlight.remove(oid);
        if (replaced != null) {
            inFlightBytes -= replaced.size();
        }
        var done = written.remove(oid);
        if (done != null) {
            keptBytes -= done.size();
        }
    }

    /// Summary for error messages.
    List<String> unsettled() {
        var oids = new ArrayList<String>();
        inFlight.keySet().forEach(oid -> oids.add(Ids.hex(oid)));
        return oids;
    }
}
