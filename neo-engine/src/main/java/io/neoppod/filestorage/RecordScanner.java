package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_RECORD;

import org.jspecify.annotations.Nullable;

/// The records of one transaction, without their data.
final class RecordScanner {
    private final Window window;
    private final Frame frame;
    private final Reporter reporter;
    private final long end;
    private long position;

    RecordScanner(Window window, Frame frame, Reporter reporter) {
        this.window = window;
        this.frame = frame;
        this.reporter = reporter;
        this.position = frame.recordsStart();
        this.end = frame.recordsEnd();
    }

    /// The next record, or null after the last one that makes sense.
    @Nullable
    RecordFrame next() {
        if (position == end) {
            return null;
        }
        if (end - position < Layout.RECORD_HEADER_BYTES) {
            return stop("%d bytes left in the transaction for a record".formatted(end - position));
        }
        RecordFrame record = RecordFrame.read(window, position, end);
        String fault = fault(record, frame.position());
        if (fault == null && !record.endsWithin(end)) {
            fault = "record of object %s does not fit in its transaction".formatted(Layout.hex(record.oid()));
        }
        if (fault != null) {
            return stop(fault);
        }
        position = record.end();
        return record;
    }

    /// What is wrong with a record of the transaction at `transactionPosition`, apart from its length; null if nothing.
    static @Nullable String fault(RecordFrame record, long transactionPosition) {
        if (record.transactionPosition() != transactionPosition) {
            return "record of object %s says that its transaction is at %s"
                    .formatted(Layout.hex(record.oid()), Long.toUnsignedString(record.transactionPosition()));
        }
        if (record.version() != 0) {
            return "record of object %s has a version".formatted(Layout.hex(record.oid()));
        }
        return null;
    }

    private @Nullable RecordFrame stop(String fault) {
        long offset = position;
        position = end;
        reporter.report(BAD_RECORD, offset, fault);
        return null;
    }
}
