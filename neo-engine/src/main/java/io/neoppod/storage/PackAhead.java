package io.neoppod.storage;

import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.WriteSession;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Finds what a pack deletes of a partition, on the scanner, while the writer deletes what was found before: to find a
/// record costs a quarter as much as to delete it.
///
/// While clients read, a pack leaves a core to them: nothing is found ahead then.
///
/// The writer does not wait: what was not found in time it finds itself. Whoever looks finds the same, in the same
/// slices, since only this pack changes these records.
///
/// Bound: [#MAX_SLICES].
final class PackAhead {
    /// What is deleted by one commit, and as much for the next one.
    private static final int MAX_SLICES = 2 * SlicedWork.SLICES_PER_COMMIT;

    private final Host host;
    private final int partition;
    private final long packTid;
    /// Added by the loop, taken by the writer.
    private final Queue<Found> found = new ConcurrentLinkedQueue<>();
    /// Where the writer is, null at the end.
    private volatile @Nullable RecordKey position = RecordKey.FIRST;
    /// Where the scanner is, null at the end. Confined to the loop, as what follows.
    private @Nullable RecordKey next = RecordKey.FIRST;

    private boolean isReading;
    private int reads;

    private record Found(RecordKey from, PackSlice slice) {}

    PackAhead(Host host, int partition, long packTid) {
        this.host = host;
        this.partition = partition;
        this.packTid = packTid;
        this.reads = host.store.reads();
    }

    /// Reads on until there is enough. Called on the loop.
    void read() {
        var from = later(next, position);
        if (doClientsRead() || isReading || from == null || found.size() >= MAX_SLICES) {
            return;
        }
        isReading = true;
        host.store.scan(session -> find(session, from), slice -> onFound(from, slice), () -> {});
    }

    /// Whether they did since this was asked last, which is once or twice a slice.
    private boolean doClientsRead() {
        int before = reads;
        reads = host.store.reads();
        return reads != before;
    }

    private PackSlice find(ReadSession session, RecordKey from) {
        return session.packSlice(partition, from, packTid, Packing.SLICE_OBJECTS);
    }

    private void onFound(RecordKey from, PackSlice slice) {
        isReading = false;
        found.add(new Found(from, slice));
        next = slice.next();
        read();
    }

    /// The scanner does not look where the writer has been.
    private static @Nullable RecordKey later(@Nullable RecordKey next, @Nullable RecordKey position) {
        if (next == null || position == null) {
            return null;
        }
        boolean isBehind = next.oid() < position.oid() || next.oid() == position.oid() && next.tid() < position.tid();
        return isBehind ? position : next;
    }

    /// Deletes the next slice. Runs on the writer.
    ///
    /// @return whether there may be more
    boolean packSlice(WriteSession session) {
        var from = position;
        if (from == null) {
            return false;
        }
        var slice = take(from);
        if (slice == null) {
            slice = find(session, from);
        }
        session.pack(partition, slice);
        position = slice.next();
        host.runtime.loop().execute(this::read);
        return position != null;
    }

    private @Nullable PackSlice take(RecordKey from) {
        for (var first = found.poll(); first != null; first = found.poll()) {
            if (first.from.equals(from)) {
                return first.slice;
            }
        }
        return null;
    }
}
