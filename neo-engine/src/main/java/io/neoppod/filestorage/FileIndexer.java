package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_PREVIOUS;
import static io.neoppod.filestorage.Anomaly.Kind.UNFINISHED_INSIDE;

import io.neoppod.filestorage.ReadOptions.OnDamage;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Finds where a file can be continued: its end, its last TID, and the current record of each object.
///
/// It starts from a saved index if there is one that agrees with the file. Damage is refused.
final class FileIndexer {
    private static final int WINDOW_BYTES = 64 << 10;
    /// ZODB trusts no index of so small a file.
    private static final int MIN_INDEXED_BYTES = 100;

    private static final int RECORDS_TO_COMPARE = 5;

    /// @param end      end of the last complete transaction
    /// @param lastTid  highest TID found, 0 if none
    record Result(long end, long lastTid) {}

    private final DataFile file;
    private final OidIndex index;
    private final Window window;
    private final Reporter reporter;

    FileIndexer(DataFile file, OidIndex index, Consumer<Anomaly> anomalies) {
        this.file = file;
        this.index = index;
        this.window = file.window(WINDOW_BYTES);
        // The writer cuts whatever is behind an unfinished transaction, and keeps it aside: nothing of it is committed.
        this.reporter = new Reporter(file.path(), new ReadOptions(OnDamage.TOLERATE, 0, anomaly -> {
            if (anomaly.kind().isDamage() && anomaly.kind() != UNFINISHED_INSIDE) {
                throw new CorruptFileException(file.path(), anomaly.offset(), anomaly.detail());
            }
            anomalies.accept(anomaly);
        }));
    }

    Result index(Path savedIndex) {
        long start = file.magicBytes();
        long lastTid = 0;
        long covered = trustedEnd(savedIndex);
        if (covered != IndexFile.NOTHING) {
            Frame last = file.frameEndingAt(window, covered);
            lastTid = last == null ? 0 : last.tid();
            start = covered;
        }
        FrameScanner frames = new FrameScanner(window, reporter, start, file.size(), ReadOptions.LAST_TID);
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            checkPrevious(frame);
            add(frame);
            lastTid = Long.compareUnsigned(frame.tid(), lastTid) > 0 ? frame.tid() : lastTid;
        }
        return new Result(frames.position(), lastTid);
    }

    /// Makes the records of a complete transaction the current ones. The last one of an object counts.
    void add(Frame frame) {
        window.forget();
        RecordScanner records = new RecordScanner(window, frame, reporter);
        for (RecordFrame record = records.next(); record != null; record = records.next()) {
            index.put(record.oid(), record.position());
        }
    }

    private void checkPrevious(Frame frame) {
        if (frame.status() == TransactionHeader.PACKED) {
            return; // A pack clears the pointers.
        }
        RecordScanner records = new RecordScanner(window, frame, reporter);
        for (RecordFrame record = records.next(); record != null; record = records.next()) {
            long known = index.get(record.oid());
            if (record.previous() != known) {
                reporter.report(
                        BAD_PREVIOUS,
                        record.position(),
                        "record of object " + Ids.hex(record.oid()) + " has its previous one at "
                                + Long.toUnsignedString(record.previous()) + ", not at " + known);
            }
        }
    }

    private long trustedEnd(Path savedIndex) {
        try {
            long position = IndexFile.read(savedIndex, index);
            if (position >= MIN_INDEXED_BYTES && position <= file.size() && agreesUpTo(position)) {
                return position;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(savedIndex + " cannot be read", e);
        }
        index.clear();
        return IndexFile.NOTHING;
    }

    /// Whether some records of the last transaction with records before `position` are where the index says.
    private boolean agreesUpTo(long position) {
        Reporter ignored = new Reporter(file.path(), ReadOptions.tolerant(_ -> {}));
        long end = position;
        while (end > file.magicBytes()) {
            Frame frame = file.frameEndingAt(window, end);
            if (frame == null) {
                return false;
            }
            RecordScanner records = new RecordScanner(window, frame, ignored);
            RecordFrame record = records.next();
            for (int left = RECORDS_TO_COMPARE; record != null; record = records.next()) {
                if (index.get(record.oid()) != record.position()) {
                    return false;
                }
                if (--left == 0) {
                    return true;
                }
            }
            if (frame.recordsStart() != frame.recordsEnd()) {
                return true;
            }
            end = frame.position();
        }
        return false;
    }
}
