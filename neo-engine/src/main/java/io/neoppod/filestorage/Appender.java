package io.neoppod.filestorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Buffered writing at the end of a file.
final class Appender {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long written;

    Appender(Path path, FileChannel channel, long position) {
        this.path = path;
        this.channel = channel;
        this.written = position;
    }

    /// Where the next byte goes.
    long position() {
        return written + buffer.position();
    }

    /// A buffer with room for `length` bytes, of at most 64 bytes, to be filled with as many before the next call.
    ByteBuffer room(int length) {
        if (buffer.remaining() < length) {
            flush();
        }
        return buffer;
    }

    void write(byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int slice = Math.min(buffer.remaining(), bytes.length - done);
            buffer.put(bytes, done, slice);
            done += slice;
        }
    }

    void flush() {
        buffer.flip();
        long start = written;
        written += buffer.limit();
        writeFully(buffer, start);
        buffer.clear();
    }

    /// Replaces bytes that were flushed.
    void patch(long position, ByteBuffer bytes) {
        writeFully(bytes, position);
    }

    /// Goes back to `position`, which may have been flushed or not.
    void truncate(long position) {
        try {
            buffer.clear();
            written = position;
            channel.truncate(position);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Returns when all that was flushed is on stable storage.
    void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void writeFully(ByteBuffer bytes, long position) {
        try {
            long start = position - bytes.position();
            while (bytes.hasRemaining()) {
                channel.write(bytes, start + bytes.position());
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException cause) {
        return new UncheckedIOException(path + ": " + cause.getMessage(), cause);
    }
}
