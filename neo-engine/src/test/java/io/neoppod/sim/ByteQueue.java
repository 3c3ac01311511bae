package io.neoppod.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/// Bytes, first in first out.
final class ByteQueue {
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int offset;
    private long size;

    void add(byte[] bytes) {
        if (bytes.length > 0) {
            chunks.add(bytes);
            size += bytes.length;
        }
    }

    long size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        chunks.clear();
        offset = 0;
        size = 0;
    }

    /// The rest of the oldest chunk that was added.
    byte[] removeChunk() {
        return take(chunks.element().length - offset);
    }

    /// The next bytes: as many as asked, or all.
    byte[] take(int count) {
        var taken = new byte[(int) Math.min(count, size)];
        for (int filled = 0; filled < taken.length; ) {
            var head = chunks.element();
            int length = Math.min(taken.length - filled, head.length - offset);
            System.arraycopy(head, offset, taken, filled, length);
            filled += length;
            offset += length;
            if (offset == head.length) {
                chunks.remove();
                offset = 0;
            }
        }
        size -= taken.length;
        return taken;
    }
}
