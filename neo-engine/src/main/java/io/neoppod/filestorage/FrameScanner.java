package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_LENGTH;
import static io.neoppod.filestorage.Anomaly.Kind.INCOMPLETE_TAIL;
import static io.neoppod.filestorage.Anomaly.Kind.TID_ORDER;
import static io.neoppod.filestorage.Anomaly.Kind.UNDONE;
import static io.neoppod.filestorage.Anomaly.Kind.UNFINISHED;
import static io.neoppod.filestorage.Anomaly.Kind.UNFINISHED_INSIDE;
import static io.neoppod.filestorage.Anomaly.Kind.UNKNOWN_STATUS;

import io.neoppod.protocol.Ids;
import org.jspecify.annotations.Nullable;

/// The transactions of a file, without their records, up to the first one that is incomplete or damaged.
///
/// The end of the file is fixed when the pass starts: what another process appends meanwhile is not seen.
final class FrameScanner {
    private final Window window;
    private final Reporter reporter;
    private final long fileEnd;
    private final long lastTid;
    private long position;
    private @Nullable Frame last;
    private boolean ended;

    /// Reads from the transaction at `start` to the end of the file or the first transaction above `lastTid`.
    FrameScanner(Window window, Reporter reporter, long start, long fileEnd, long lastTid) {
        this.window = window;
        this.reporter = reporter;
        this.position = start;
        this.fileEnd = fileEnd;
        this.lastTid = lastTid;
    }

    /// End of the last transaction passed.
    long position() {
        return position;
    }

    /// The next transaction whose lengths are right, or null at the end.
    @Nullable
    Frame next() {
        while (!ended) {
            // Set first, so that a pass that was stopped by an exception stays stopped.
            ended = true;
            Frame frame = examine();
            if (frame == null) {
                return null;
            }
            ended = false;
            position = frame.end();
            if (frame.status() == Layout.UNDONE) {
                reporter.report(UNDONE, frame.position(), transaction(frame) + " was undone in place; skipped");
                continue;
            }
            checkOrderAndStatus(frame);
            last = frame;
            reporter.passed(frame);
            return frame;
        }
        return null;
    }

    private @Nullable Frame examine() {
        long left = fileEnd - position;
        if (left <= 0) {
            return null;
        }
        if (left < Layout.TRANSACTION_HEADER_BYTES) {
            return stop(INCOMPLETE_TAIL, left + " bytes, less than the header of a transaction");
        }
        Frame frame = Frame.read(window, position);
        if (Long.compareUnsigned(frame.tid(), lastTid) > 0) {
            return null;
        }
        if (left < Layout.TRANSACTION_HEADER_BYTES + Layout.TRAILER_BYTES || !frame.endsWithin(fileEnd)) {
            return stopAtOverflow(frame);
        }
        if (!frame.holdsItsHeader()) {
            return stopAtShortLength(frame);
        }
        long trailer = window.read(frame.recordsEnd(), Layout.TRAILER_BYTES).getLong();
        if (frame.status() == Layout.VOTED) {
            boolean isInside = trailer == frame.length() && frame.end() < fileEnd;
            String followed = isInside ? " but has something behind it" : "";
            return stop(isInside ? UNFINISHED_INSIDE : UNFINISHED, transaction(frame) + " was not finished" + followed);
        }
        if (trailer != frame.length()) {
            return stop(
                    BAD_LENGTH,
                    transaction(frame) + " has length " + frame.length() + " at its start and "
                            + Long.toUnsignedString(trailer) + " at its end");
        }
        return frame;
    }

    /// A transaction that goes beyond the end of the file: either it is the last one, cut by a crash, or its length is
    /// wrong and hides everything behind it. Its records tell, since those of another transaction point elsewhere.
    private @Nullable Frame stopAtOverflow(Frame frame) {
        if (frame.status() == Layout.VOTED) {
            return stop(UNFINISHED, transaction(frame) + " was not finished");
        }
        boolean knownStatus =
                frame.status() == TransactionHeader.COMMITTED || frame.status() == TransactionHeader.PACKED;
        if (knownStatus && recordsAreSoundUpTo(fileEnd, frame)) {
            return stop(INCOMPLETE_TAIL, transaction(frame) + " is incomplete");
        }
        if (isZeroFrom(position)) {
            return stopAtZeros();
        }
        return stop(
                BAD_LENGTH,
                transaction(frame) + " with length " + Long.toUnsignedString(frame.length())
                        + " does not fit in the file");
    }

    private boolean recordsAreSoundUpTo(long end, Frame frame) {
        long at = frame.recordsStart();
        while (end - at >= Layout.RECORD_HEADER_BYTES) {
            RecordFrame record = RecordFrame.read(window, at, end);
            if (RecordScanner.fault(record, frame.position()) != null) {
                return isZeroFrom(at);
            }
            if (!record.endsWithin(end)) {
                return true;
            }
            at = record.end();
        }
        return true;
    }

    private @Nullable Frame stopAtShortLength(Frame frame) {
        if (isZeroFrom(position)) {
            return stopAtZeros();
        }
        if (frame.status() == Layout.VOTED) {
            // The length is written when a transaction is complete.
            return stop(UNFINISHED, transaction(frame) + " was not finished");
        }
        return stop(BAD_LENGTH, transaction(frame) + " with length " + frame.length() + " is shorter than its header");
    }

    private @Nullable Frame stopAtZeros() {
        return stop(INCOMPLETE_TAIL, (fileEnd - position) + " zeros at the end of the file");
    }

    private boolean isZeroFrom(long start) {
        int step;
        for (long at = start; at < fileEnd; at += step) {
            step = (int) Math.min(4096, fileEnd - at);
            var bytes = window.read(at, step);
            while (bytes.hasRemaining()) {
                if (bytes.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void checkOrderAndStatus(Frame frame) {
        if (last != null && Long.compareUnsigned(frame.tid(), last.tid()) <= 0) {
            reporter.report(
                    TID_ORDER,
                    frame.position(),
                    transaction(frame) + " comes after transaction " + Ids.hex(last.tid()));
        }
        if (frame.status() != TransactionHeader.COMMITTED && frame.status() != TransactionHeader.PACKED) {
            reporter.report(
                    UNKNOWN_STATUS,
                    frame.position(),
                    transaction(frame) + " has the unknown status " + (int) frame.status());
        }
    }

    private @Nullable Frame stop(Anomaly.Kind kind, String detail) {
        reporter.report(kind, position, detail);
        return null;
    }

    private static String transaction(Frame frame) {
        return "transaction " + Ids.hex(frame.tid());
    }
}
