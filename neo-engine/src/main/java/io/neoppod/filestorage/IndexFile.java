package io.neoppod.filestorage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;

/// `X.index`: a saved [OidIndex], valid up to a position of the data file, which spares reading the file to open it.
///
/// A sequence of pickles: the position, then one `(prefix, block)` per prefix in ascending order, then None. The prefix
/// is the high 6 bytes of OIDs. The block has n times the low 2 bytes of each OID, then n times the 6 bytes of its
/// position. Anything else is no index, and the file can always be rebuilt: to read one never fails.
///
/// Reference: ZODB's `fsIndex.py`.
final class IndexFile {
    /// What an unusable index covers.
    static final long NOTHING = 0;

    private static final int PREFIX_BYTES = 6;
    private static final int POSITION_BYTES = 6;
    private static final int SUFFIX_BYTES = 2;
    private static final int MAX_BLOCK_BYTES = (SUFFIX_BYTES + POSITION_BYTES) << 16;
    private static final Object MARK = new Object();
    private static final Object NONE = new Object();

    private record Pair(Object first, Object second) {}

    private IndexFile() {}

    /// Fills `index`, which is empty, and returns the position that it covers, or [#NOTHING] and `index` empty.
    static long read(Path path, OidIndex index) throws IOException {
        if (Files.notExists(path)) {
            return NOTHING;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 64 << 10))) {
            if (unpickle(in) instanceof Long position) {
                readBlocks(in, index);
                return position;
            }
        } catch (UnusableIndex | EOFException e) {
            index.clear();
        }
        return NOTHING;
    }

    private static void readBlocks(DataInputStream in, OidIndex index) throws IOException, UnusableIndex {
        Object block = unpickle(in);
        while (block instanceof Pair(byte[] prefix, byte[] entries)) {
            readBlock(prefix, entries, index);
            block = unpickle(in);
        }
        if (block != NONE) {
            throw new UnusableIndex();
        }
    }

    private static void readBlock(byte[] prefix, byte[] block, OidIndex index) throws UnusableIndex {
        int count = block.length / (SUFFIX_BYTES + POSITION_BYTES);
        if (prefix.length != PREFIX_BYTES || block.length != count * (SUFFIX_BYTES + POSITION_BYTES)) {
            throw new UnusableIndex();
        }
        long high = number(prefix, 0, PREFIX_BYTES);
        for (int i = 0; i < count; i++) {
            long low = number(block, i * SUFFIX_BYTES, SUFFIX_BYTES);
            long position = number(block, count * SUFFIX_BYTES + i * POSITION_BYTES, POSITION_BYTES);
            index.put(high << 16 | low, position);
        }
    }

    private static long number(byte[] bytes, int start, int length) {
        long number = 0;
        for (int i = start; i < start + length; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }

    /// One pickle, made of integers, byte strings (of Python 3 or 2), pairs and None.
    private static Object unpickle(DataInputStream in) throws IOException, UnusableIndex {
        Deque<Object> stack = new ArrayDeque<>();
        for (int opcode = in.readUnsignedByte(); opcode != '.'; opcode = in.readUnsignedByte()) {
            switch (opcode) {
                case 0x80 -> in.readUnsignedByte();
                case 'K' -> stack.push((long) in.readUnsignedByte());
                case 'M' -> stack.push((long) Short.reverseBytes(in.readShort()) & 0xffff);
                case 'J' -> stack.push((long) Integer.reverseBytes(in.readInt()));
                case 0x8a -> stack.push(readLong(in));
                case 'C', 'U' -> stack.push(readBytes(in, in.readUnsignedByte()));
                case 'B', 'T' -> stack.push(readBytes(in, Integer.reverseBytes(in.readInt())));
                case '(' -> stack.push(MARK);
                case 0x86, 't' -> {
                    Object second = pop(stack);
                    stack.push(new Pair(popFirst(stack, opcode), second));
                }
                case 'N' -> stack.push(NONE);
                default -> throw new UnusableIndex();
            }
            if (stack.size() > 4) {
                throw new UnusableIndex();
            }
        }
        return pop(stack);
    }

    private static Object popFirst(Deque<Object> stack, int opcode) throws UnusableIndex {
        Object first = pop(stack);
        if (opcode == 't' && pop(stack) != MARK) {
            throw new UnusableIndex();
        }
        return first;
    }

    private static Object pop(Deque<Object> stack) throws UnusableIndex {
        if (stack.isEmpty()) {
            throw new UnusableIndex();
        }
        return stack.pop();
    }

    private static long readLong(DataInputStream in) throws IOException, UnusableIndex {
        int length = in.readUnsignedByte();
        if (length > Long.BYTES) {
            throw new UnusableIndex();
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number |= (long) in.readUnsignedByte() << 8 * i;
        }
        return number;
    }

    private static byte[] readBytes(DataInputStream in, int length) throws IOException, UnusableIndex {
        if (length < 0 || length > MAX_BLOCK_BYTES) {
            throw new UnusableIndex();
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    /// Replaces the index at `path` at once.
    static void write(Path path, OidIndex index, long position) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".index_tmp");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), 64 << 10))) {
            writeProtocol(out);
            writeNumber(out, position);
            out.writeByte('.');
            BlockWriter blocks = new BlockWriter(out);
            index.forEach(blocks::add);
            blocks.end();
            writeProtocol(out);
            out.writeBytes("N.");
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeProtocol(DataOutputStream out) throws IOException {
        out.writeByte(0x80);
        out.writeByte(3);
    }

    /// As Python's pickle does: the shortest form.
    private static void writeNumber(DataOutputStream out, long number) throws IOException {
        if (number <= 0xff) {
            out.writeByte('K');
            out.writeByte((int) number);
        } else if (number <= 0xffff) {
            out.writeByte('M');
            out.writeShort(Short.reverseBytes((short) number));
        } else if (number <= Integer.MAX_VALUE) {
            out.writeByte('J');
            out.writeInt(Integer.reverseBytes((int) number));
        } else {
            int length = (Long.SIZE - Long.numberOfLeadingZeros(number)) / Byte.SIZE + 1;
            out.writeByte(0x8a);
            out.writeByte(length);
            for (int i = 0; i < length; i++) {
                out.writeByte((int) (number >>> Byte.SIZE * i));
            }
        }
    }

    /// Groups entries, given in ascending order, by prefix.
    private static final class BlockWriter {
        private final DataOutputStream out;
        private final ByteBuffer suffixes = ByteBuffer.allocate(SUFFIX_BYTES << 16);
        private final ByteBuffer positions = ByteBuffer.allocate(POSITION_BYTES << 16);
        private long prefix;

        BlockWriter(DataOutputStream out) {
            this.out = out;
        }

        void add(long oid, long position) throws IOException {
            if (oid >>> 16 != prefix) {
                end();
                prefix = oid >>> 16;
            }
            suffixes.putShort((short) oid);
            positions.putShort((short) (position >>> 32)).putInt((int) position);
        }

        void end() throws IOException {
            if (suffixes.position() == 0) {
                return;
            }
            writeProtocol(out);
            writeLength(PREFIX_BYTES);
            out.writeShort((int) (prefix >>> 32));
            out.writeInt((int) prefix);
            writeLength(suffixes.position() + positions.position());
            out.write(suffixes.array(), 0, suffixes.position());
            out.write(positions.array(), 0, positions.position());
            out.writeByte(0x86);
            out.writeByte('.');
            suffixes.clear();
            positions.clear();
        }

        private void writeLength(int length) throws IOException {
            if (length <= 0xff) {
                out.writeByte('C');
                out.writeByte(length);
            } else {
                out.writeByte('B');
                out.writeInt(Integer.reverseBytes(length));
            }
        }
    }

    private static final class UnusableIndex extends Exception {
        private static final long serialVersionUID = 1;
    }
}
