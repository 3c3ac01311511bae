package io.neoppod.client;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The stored form of an object's data: compressed only when that is strictly smaller, with the SHA-1 of what is
/// stored. No data at all (a deletion) has the checksum [#NO_DATA].
record StoredRecord(int compression, byte[] checksum, byte[] bytes) {
    static final byte[] NO_DATA = new byte[20];
    private static final byte[] EMPTY = new byte[0];

    /// The record of a deletion.
    static final StoredRecord DELETED = new StoredRecord(0, NO_DATA, EMPTY);

    /// @param level zlib level, or 0 not to compress
    static StoredRecord of(byte[] data, int level) {
        byte @Nullable [] smaller = level == 0 || Entropy.isRandom(data) ? null : deflate(data, level);
        var stored = smaller == null ? data : smaller;
        return new StoredRecord(smaller == null ? 0 : 1, sha1(stored), stored);
    }

    /// Whether the record says that the object does not exist.
    boolean isDeletion() {
        return bytes.length == 0 && Arrays.equals(checksum, NO_DATA);
    }

    boolean isIntact() {
        return Arrays.equals(checksum, sha1(bytes));
    }

    /// The data that was stored; null when it cannot be decompressed.
    byte @Nullable [] data() {
        return compression == 0 ? bytes : inflate(bytes);
    }

    /// Null when the result would not be strictly smaller.
    private static byte @Nullable [] deflate(byte[] data, int level) {
        if (data.length == 0) {
            return null;
        }
        try (var deflater = new Deflater(level)) {
            deflater.setInput(data);
            deflater.finish();
            var smaller = new byte[data.length - 1];
            int length = deflater.deflate(smaller);
            return deflater.finished() ? Arrays.copyOf(smaller, length) : null;
        }
    }

    private static byte @Nullable [] inflate(byte[] compressed) {
        try (var inflater = new Inflater()) {
            inflater.setInput(compressed);
            var data = new ByteArrayOutputStream(compressed.length * 3);
            var chunk = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(chunk);
                if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return null;
                }
                data.write(chunk, 0, length);
            }
            return data.toByteArray();
        } catch (DataFormatException damaged) {
            return null;
        }
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
