package io.neoppod.filestorage;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The transactions of a file in a range of TIDs, in the order of the file.
///
/// A transaction and its records are read when they are asked for, and remain readable after the cursor has moved on,
/// until the [FileStorageReader] is closed. Confined to one thread.
public final class TransactionCursor implements Iterator<TransactionRecord> {
    private static final int WINDOW_BYTES = 256 << 10;

    private final Window window;
    private final Reporter reporter;
    private final FrameScanner frames;
    private final DataReader data;
    private final long start;
    private long position;
    private @Nullable Frame next;

    TransactionCursor(DataFile file, ReadOptions options, long start, long stop) {
        this.window = file.windowOver(WINDOW_BYTES);
        this.reporter = new Reporter(file.path(), options);
        this.position = file.positionBefore(start);
        this.frames = new FrameScanner(window, reporter, position, file.size(), stop);
        this.data = new DataReader(file, window, options, reporter);
        this.start = start;
    }

    /// End of the last transaction returned: how much of the file is done.
    public long position() {
        return position;
    }

    /// @throws CorruptFileException  if the file is damaged here and the reading is strict
    @Override
    public boolean hasNext() {
        while (next == null) {
            next = frames.next();
            if (next == null) {
                return false;
            }
            if (Long.compareUnsigned(next.tid(), start) < 0) {
                next = null;
            }
        }
        return true;
    }

    @Override
    public TransactionRecord next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Frame frame = next;
        next = null;
        position = frame.end();
        return new TransactionRecord(frame.header(window), () -> new Records(frame));
    }

    private final class Records implements Iterator<ObjectRecord> {
        private final RecordScanner frames;
        private @Nullable ObjectRecord next;

        Records(Frame frame) {
            this.frames = new RecordScanner(window, frame, reporter);
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                RecordFrame record = frames.next();
                if (record == null) {
                    return false;
                }
                next = data.read(record);
            }
            return true;
        }

        @Override
        public ObjectRecord next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            ObjectRecord record = next;
            next = null;
            return record;
        }
    }
}
