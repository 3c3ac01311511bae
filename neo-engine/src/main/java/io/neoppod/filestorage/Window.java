package io.neoppod.filestorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Buffered reading at any position of a file. Fast when positions mostly go forward.
///
/// It does not see what is written to the file behind positions that it has buffered, until [#forget()].
final class Window {
    /// Large data is read in slices, since the JDK keeps a native copy of the largest buffer it was given.
    private static final int SLICE_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private long base;

    Window(Path path, FileChannel channel, int capacity) {
        this.path = path;
        this.channel = channel;
        this.buffer = ByteBuffer.allocateDirect(capacity).limit(0);
    }

    /// The bytes at `position`, at most the capacity of this window. The view lives until the next call.
    ByteBuffer read(long position, int length) {
        if (position < base || position + length > base + buffer.limit()) {
            fill(position, length);
        }
        return buffer.slice((int) (position - base), length);
    }

    /// A copy of the bytes at `position`. The caller has checked that they are within the file.
    byte[] bytes(long position, int length) {
        byte[] copy = new byte[length];
        if (length <= buffer.capacity()) {
            read(position, length).get(copy);
            return copy;
        }
        for (int done = 0; done < length; ) {
            int slice = Math.min(SLICE_BYTES, length - done);
            readFully(ByteBuffer.wrap(copy, done, slice), position + done, slice);
            done += slice;
        }
        return copy;
    }

    /// Drops what is buffered: the file has changed.
    void forget() {
        buffer.limit(0);
    }

    private void fill(long position, int length) {
        buffer.clear();
        base = position;
        readFully(buffer, position, length);
        buffer.flip();
    }

    private void readFully(ByteBuffer target, long position, int atLeast) {
        int start = target.position();
        try {
            while (target.position() - start < atLeast) {
                int count = channel.read(target, position + target.position() - start);
                if (count < 0) {
                    // Only a file that another process has cut ends here: callers check lengths against its size.
                    throw new CorruptFileException(path, channel.size(), "the file became shorter while it was read");
                }
            }
        } catch (IOException e) {
            forget();
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        } catch (CorruptFileException e) {
            forget();
            throw e;
        }
    }
}
