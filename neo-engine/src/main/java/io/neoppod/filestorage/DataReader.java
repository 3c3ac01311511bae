package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_BACK_POINTER;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Gives records their data, which may be in an older record of the same object.
final class DataReader {
    /// Most records have their data; the others point to places all over the file.
    private static final int BACK_POINTER_WINDOW_BYTES = 4096;

    private final Path path;
    private final Window window;
    private final Window older;
    private final ReadOptions options;
    private final Reporter reporter;

    DataReader(DataFile file, Window window, ReadOptions options, Reporter reporter) {
        this.path = file.path();
        this.window = window;
        this.older = file.window(BACK_POINTER_WINDOW_BYTES);
        this.options = options;
        this.reporter = reporter;
    }

    /// The revision that a record stands for, or null if its data cannot be found.
    ///
    /// Chains of back pointers end: each one leads to a lower position.
    @Nullable
    ObjectRecord read(RecordFrame record) {
        if (record.hasData()) {
            return new ObjectRecord(record.oid(), record.tid(), data(window, record), ObjectRecord.NONE);
        }
        RecordFrame holder = record;
        long dataSerial = ObjectRecord.NONE;
        while (!holder.hasData() && holder.backPointer() != 0) {
            RecordFrame target = target(holder);
            if (target == null) {
                reporter.report(
                        BAD_BACK_POINTER,
                        holder.position(),
                        "object %s has its data at %s, which is no record of it"
                                .formatted(Layout.hex(holder.oid()), Long.toUnsignedString(holder.backPointer())));
                return null;
            }
            dataSerial = holder == record ? target.tid() : dataSerial;
            holder = target;
        }
        return new ObjectRecord(record.oid(), record.tid(), holder.hasData() ? data(older, holder) : null, dataSerial);
    }

    private @Nullable RecordFrame target(RecordFrame pointer) {
        long position = pointer.backPointer();
        long end = pointer.position();
        if (position < Layout.MAGIC_BYTES || position > end - Layout.RECORD_HEADER_BYTES - Layout.BACK_POINTER_BYTES) {
            return null;
        }
        RecordFrame target = RecordFrame.read(older, position, end);
        boolean isRecordOfSameObject = target.oid() == pointer.oid() && target.version() == 0 && target.endsWithin(end);
        return isRecordOfSameObject ? target : null;
    }

    private byte[] data(Window from, RecordFrame holder) {
        if (holder.dataBytes() > options.maxDataBytes()) {
            throw NotRepresentableException.record(
                    path,
                    holder.tid(),
                    holder.oid(),
                    "its data has %d bytes, the limit is %d".formatted(holder.dataBytes(), options.maxDataBytes()));
        }
        return from.bytes(holder.dataStart(), (int) holder.dataBytes());
    }
}
