package io.neoppod.filestorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The position of the current record of each object, in a mapped temporary file, so that the heap does not grow with
/// the number of objects.
///
/// A radix tree over the bits of OIDs. Nodes have 64 entries of 8 bytes: numbers of nodes, or positions in the lowest
/// level. The tree is as high as the highest OID needs. ZODB gives OIDs one after the other, so leaves are full and the
/// file takes little more than 8 bytes per object; OIDs spread at random would take about 3 KiB each.
///
/// Confined to one thread. The file disappears on close.
final class OidIndex implements AutoCloseable {
    private static final int BITS = 6;
    private static final int ENTRIES = 1 << BITS;
    private static final int NODE_BYTES = ENTRIES * Long.BYTES;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int NODES_PER_CHUNK = CHUNK_BYTES / NODE_BYTES;

    /// Receives entries in ascending order of OIDs.
    @FunctionalInterface
    interface Visitor {
        void visit(long oid, long position) throws IOException;
    }

    private final Path path;
    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    /// One per MiB of the file.
    private final List<MemorySegment> chunks = new ArrayList<>();
    private long nodes;
    private long root;
    private int height;

    private OidIndex(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        clear();
    }

    /// Creates an empty index in a file that nobody else uses.
    static OidIndex create(Path path) {
        try {
            FileChannel channel = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            return new OidIndex(path, channel);
        } catch (IOException e) {
            throw FileStorageException.cannotOpen(path, e);
        }
    }

    void clear() {
        nodes = 1; // Node 0 does not exist: 0 stands for nothing.
        height = 1;
        root = allocate();
    }

    /// The position of an object, 0 if it is unknown.
    long get(long oid) {
        if (exceeds(oid)) {
            return 0;
        }
        long node = root;
        for (int level = height - 1; level >= 0 && node != 0; level--) {
            node = entry(node, slot(oid, level));
        }
        return node;
    }

    void put(long oid, long position) {
        while (exceeds(oid)) {
            long higher = allocate();
            setEntry(higher, 0, root);
            root = higher;
            height++;
        }
        long node = root;
        for (int level = height - 1; level > 0; level--) {
            long child = entry(node, slot(oid, level));
            if (child == 0) {
                child = allocate();
                setEntry(node, slot(oid, level), child);
            }
            node = child;
        }
        setEntry(node, slot(oid, 0), position);
    }

    void forEach(Visitor visitor) throws IOException {
        visit(root, height - 1, 0, visitor);
    }

    private void visit(long node, int level, long prefix, Visitor visitor) throws IOException {
        for (int slot = 0; slot < ENTRIES; slot++) {
            long value = entry(node, slot);
            long oid = prefix << BITS | slot;
            if (value == 0) {
                continue;
            }
            if (level == 0) {
                visitor.visit(oid, value);
            } else {
                visit(value, level - 1, oid, visitor);
            }
        }
    }

    private boolean exceeds(long oid) {
        int bits = height * BITS;
        return bits < Long.SIZE && oid >>> bits != 0;
    }

    private static int slot(long oid, int level) {
        return (int) (oid >>> level * BITS) & ENTRIES - 1;
    }

    private long entry(long node, int slot) {
        return chunks.get((int) (node / NODES_PER_CHUNK)).get(ValueLayout.JAVA_LONG, offset(node, slot));
    }

    private void setEntry(long node, int slot, long value) {
        chunks.get((int) (node / NODES_PER_CHUNK)).set(ValueLayout.JAVA_LONG, offset(node, slot), value);
    }

    private static long offset(long node, int slot) {
        return node % NODES_PER_CHUNK * NODE_BYTES + (long) slot * Long.BYTES;
    }

    private long allocate() {
        if (nodes / NODES_PER_CHUNK == chunks.size()) {
            addChunk();
        }
        long node = nodes++;
        chunks.get((int) (node / NODES_PER_CHUNK))
                .asSlice(offset(node, 0), NODE_BYTES)
                .fill((byte) 0);
        return node;
    }

    private void addChunk() {
        long start = (long) chunks.size() * CHUNK_BYTES;
        try {
            // Written before it is mapped: on a full disk this fails with a message, a store to a hole kills the JVM.
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros, start + zeros.position());
            }
            chunks.add(channel.map(FileChannel.MapMode.READ_WRITE, start, CHUNK_BYTES, arena));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
