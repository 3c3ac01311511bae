package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_RECORD;

import io.neoppod.protocol.Ids;
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
            return stop((end - position) + " bytes left in the transaction for a record");
        }
        RecordFrame record = RecordFrame.read(window, position, end);
        String fault = fault(record, frame.position());
        if (fault == null && !record.endsWithin(end)) {
            fault = "record of object " + Ids.hex(record.oid()) + " does not fit in its transaction";
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
            return "record of object " + Ids.hex(record.oid()) + " says that its transaction is at "
                    + Long.toUnsignedString(record.transactionPosition());
        }
        if (record.version() != 0) {
            return "record of object " + Ids.hex(record.oid()) + " has a version";
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
