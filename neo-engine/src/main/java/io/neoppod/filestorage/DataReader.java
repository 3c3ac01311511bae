package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_BACK_POINTER;

import io.neoppod.protocol.Ids;
import java.nio.file.Path;
import java.util.Arrays;
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
    @Nullable
    ObjectRecord read(RecordFrame record) {
        if (!record.hasBackPointer()) {
            byte[] data = record.hasData() ? data(window, record, record) : null;
            return new ObjectRecord(record.oid(), record.tid(), data, Ids.NONE);
        }
        RecordFrame target = target(record);
        RecordFrame holder = target == null ? null : holder(target);
        if (target == null || holder == null) {
            return null;
        }
        byte[] data = holder.hasData() ? data(older, holder, record) : null;
        return new ObjectRecord(record.oid(), record.tid(), data, target.tid());
    }

    /// Whether a record stands for exactly this data, null meaning that the object does not exist.
    boolean holds(RecordFrame record, byte @Nullable [] data) {
        RecordFrame holder = holder(record);
        if (holder == null) {
            return false;
        }
        if (data == null) {
            return !holder.hasData();
        }
        return holder.dataBytes() == data.length && Arrays.equals(data, older.bytes(holder.dataStart(), data.length));
    }

    /// The record of `oid` at `position`, or null if there is no such thing that ends before `end`.
    @Nullable
    RecordFrame recordOf(long oid, long position, long end) {
        if (position < Layout.MAGIC_BYTES || position > end - Layout.RECORD_HEADER_BYTES - Layout.BACK_POINTER_BYTES) {
            return null;
        }
        RecordFrame record = RecordFrame.read(older, position, end);
        return record.oid() == oid && record.version() == 0 && record.endsWithin(end) ? record : null;
    }

    /// Drops what is buffered of older records: the file has changed.
    void forget() {
        older.forget();
    }

    /// The end of the chain of back pointers that starts at `record`. There is one: each pointer leads to a lower
    /// position.
    private @Nullable RecordFrame holder(RecordFrame record) {
        RecordFrame holder = record;
        while (holder != null && holder.hasBackPointer()) {
            holder = target(holder);
        }
        return holder;
    }

    private @Nullable RecordFrame target(RecordFrame pointer) {
        RecordFrame target = recordOf(pointer.oid(), pointer.backPointer(), pointer.position());
        if (target == null) {
            reporter.report(
                    BAD_BACK_POINTER,
                    pointer.position(),
                    "object " + Ids.hex(pointer.oid()) + " has its data at "
                            + Long.toUnsignedString(pointer.backPointer()) + ", which is no record of it");
        }
        return target;
    }

    /// The data that `holder` has for `record`.
    private byte[] data(Window from, RecordFrame holder, RecordFrame record) {
        if (holder.dataBytes() > options.maxDataBytes()) {
            throw NotRepresentableException.record(
                    path,
                    record.tid(),
                    record.oid(),
                    "its data has " + holder.dataBytes() + " bytes, the limit is " + options.maxDataBytes());
        }
        return from.bytes(holder.dataStart(), (int) holder.dataBytes());
    }
}
