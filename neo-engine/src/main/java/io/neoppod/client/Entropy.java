package io.neoppod.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Tells data that zlib cannot make smaller (encrypted, compressed already), a dozen times faster than zlib finds out.
///
/// Deflate saves by repetition and by bytes of unequal frequency. Data with hardly any four bytes that occur twice,
/// and with byte frequencies that would not pay for the code table, leave it nothing.
final class Entropy {
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /// Smaller data cost zlib little, and say little about themselves.
    private static final int MIN_BYTES = 256;
    /// What is looked at in the beginning, the middle and the end.
    private static final int SAMPLE_BYTES = 4096;
    /// Less than the least that zlib's header and a table of codes for all bytes take.
    private static final int TABLE_BYTES = 64;

    private static final int SEEN_BITS = 10;

    private Entropy() {}

    /// Whether compression is not worth trying.
    static boolean isRandom(byte[] data) {
        int length = data.length;
        if (length < MIN_BYTES) {
            return false;
        }
        int sample = Math.min(length, SAMPLE_BYTES);
        return isRandom(data, 0, sample)
                && (length <= sample
                        || isRandom(data, (length - sample) / 2, sample) && isRandom(data, length - sample, sample));
    }

    private static boolean isRandom(byte[] data, int start, int length) {
        var counts = new int[256];
        var seen = new int[1 << SEEN_BITS];
        int repeated = 0;
        int last = start + length - Integer.BYTES;
        for (int i = start; i <= last; i++) {
            int four = (int) FOUR_BYTES.get(data, i);
            int slot = (four * 0x9E3779B1) >>> (Integer.SIZE - SEEN_BITS);
            repeated += seen[slot] == four ? 1 : 0;
            seen[slot] = four;
            counts[four & 0xff]++;
        }
        return repeated <= length / 256 && minBytes(counts, last - start + 1) + TABLE_BYTES >= length;
    }

    /// What the bytes need at least, each coded alone: by collision entropy, which is never more than Shannon's.
    private static double minBytes(int[] counts, int total) {
        long collisions =
                Arrays.stream(counts).mapToLong(count -> (long) count * count).sum();
        double bits = (2 * Math.log(total) - Math.log(collisions)) / Math.log(2);
        return total * bits / Byte.SIZE;
    }
}
