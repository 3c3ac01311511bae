package io.neoppod.filestorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An open file, and how to find transactions in it.
///
/// @param magicBytes  length of the magic: 4, or 0 for a file that is empty
record DataFile(Path path, FileChannel channel, int magicBytes) implements AutoCloseable {
    private static final int HEADERS_WINDOW_BYTES = 4096;

    /// Opens a file that starts as a `Data.fs` does, or is empty.
    static DataFile open(Path path, OpenOption... options) {
        try {
            FileChannel channel = FileChannel.open(path, options);
            try {
                return new DataFile(path, channel, checkMagic(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileStorageException.cannotOpen(path, e);
        }
    }

    private static int checkMagic(Path path, FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            return 0;
        }
        byte[] magic = readMagic(path, channel);
        if (!Arrays.equals(magic, Layout.magic()) && !Arrays.equals(magic, Layout.python2Magic())) {
            throw new CorruptFileException(path, 0, "not a FileStorage: it does not start with FS30 or FS21");
        }
        return Layout.MAGIC_BYTES;
    }

    private static byte[] readMagic(Path path, FileChannel channel) throws IOException {
        int length = (int) Math.min(Layout.MAGIC_BYTES, channel.size());
        return new Window(path, channel, Layout.MAGIC_BYTES).bytes(0, length);
    }

    /// This file, with the magic that an empty one lacks.
    DataFile withMagic() {
        if (magicBytes != 0) {
            return this;
        }
        Appender start = new Appender(path, channel, 0);
        start.write(Layout.magic());
        start.flush();
        return new DataFile(path, channel, Layout.MAGIC_BYTES);
    }

    /// Whether ZODB on Python 2 made this file. ZODB on Python 3 refuses it.
    boolean isPython2() {
        return magicBytes != 0
                && Arrays.equals(window(Layout.MAGIC_BYTES).bytes(0, Layout.MAGIC_BYTES), Layout.python2Magic());
    }

    /// A window for reading the file as it is now: no larger than the file, within reason.
    Window windowOver(int capacity) {
        return window((int) Math.max(HEADERS_WINDOW_BYTES, Math.min(capacity, size())));
    }

    Window window(int capacity) {
        return new Window(path, channel, capacity);
    }

    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The start of a transaction before which all TIDs are below `start`. It spares reading the whole file to resume
    /// a copy near its end; anything strange gives the first transaction.
    long positionBefore(long start) {
        Window window = window(HEADERS_WINDOW_BYTES);
        long end = size();
        Frame last = frameEndingAt(window, end);
        if (last == null || Long.compareUnsigned(start, last.tid()) > 0) {
            return last == null ? magicBytes : end;
        }
        // TIDs are times: start from the end of the file that is closer.
        long first = Frame.read(window, magicBytes).tid();
        if (Long.compareUnsigned(start - first, last.tid() - start) < 0 || Long.compareUnsigned(start, first) <= 0) {
            return magicBytes;
        }
        long position = last.position();
        while (position > magicBytes) {
            Frame frame = frameEndingAt(window, position);
            if (frame == null) {
                return magicBytes;
            }
            if (Long.compareUnsigned(frame.tid(), start) < 0) {
                return position;
            }
            position = frame.position();
        }
        return magicBytes;
    }

    /// The committed transaction that ends at `end`, or null if none that is sound does.
    @Nullable
    Frame frameEndingAt(Window window, long end) {
        long shortest = Layout.TRANSACTION_HEADER_BYTES + Layout.TRAILER_BYTES;
        if (end - magicBytes < shortest) {
            return null;
        }
        long length =
                window.read(end - Layout.TRAILER_BYTES, Layout.TRAILER_BYTES).getLong();
        if (length < Layout.TRANSACTION_HEADER_BYTES || length > end - Layout.TRAILER_BYTES - magicBytes) {
            return null;
        }
        Frame frame = Frame.read(window, end - Layout.TRAILER_BYTES - length);
        boolean isCommitted =
                frame.status() == TransactionHeader.COMMITTED || frame.status() == TransactionHeader.PACKED;
        return isCommitted && frame.length() == length && frame.holdsItsHeader() ? frame : null;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
