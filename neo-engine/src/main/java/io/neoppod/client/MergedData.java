package io.neoppod.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a transaction that undoes wrote to objects since it began to undo, as far as no committed revision has equal
/// data: another undo in the same transaction may have to merge with it, and the storages do not give it back.
///
/// Bounds: `maxBytes` of data in memory, then a temporary file; an entry per object.
///
/// Not thread-safe: used by the thread that commits.
final class MergedData implements AutoCloseable {
    private final long maxBytes;
    // Never iterated: only looked up by oid.
    private final Map<Long, byte[]> held = new HashMap<>();
    private final Map<Long, Part> filed = new HashMap<>();
    private long heldBytes;
    private long fileBytes;
    private @Nullable FileChannel file;

    /// Where data are in the file.
    private record Part(long position, int length) {}

    MergedData(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void put(long oid, byte[] data) {
        remove(oid);
        if (heldBytes + data.length <= maxBytes) {
            held.put(oid, data);
            heldBytes += data.length;
        } else {
            filed.put(oid, append(data));
        }
    }

    void remove(long oid) {
        var data = held.remove(oid);
        if (data != null) {
            heldBytes -= data.length;
        }
        filed.remove(oid);
    }

    byte @Nullable [] get(long oid) {
        var part = filed.get(oid);
        return part == null ? held.get(oid) : read(part);
    }

    long heldBytes() {
        return heldBytes;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException unimportant) {
                // Nobody needs what is in it any more.
            }
        }
    }

    private Part append(byte[] data) {
        try {
            if (file == null) {
                file = FileChannel.open(
                        Files.createTempFile("neo-undo", ".tmp"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
            var part = new Part(fileBytes, data.length);
            for (var rest = ByteBuffer.wrap(data); rest.hasRemaining(); ) {
                fileBytes += file.write(rest, fileBytes);
            }
            return part;
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private byte[] read(Part part) {
        var data = ByteBuffer.allocate(part.length);
        try {
            while (data.hasRemaining()) {
                if (file == null || file.read(data, part.position + data.position()) < 0) {
                    throw new IOException("it ends too early");
                }
            }
            return data.array();
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private static StorageException unusable(IOException failure) {
        return new StorageException("cannot use a temporary file for an undo: " + failure.getMessage());
    }
}
