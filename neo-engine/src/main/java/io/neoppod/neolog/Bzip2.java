package io.neoppod.neolog;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Inflates what `bzip2` made, one stream or several in a row. Checks the sum of each block.
///
/// Memory: 4 bytes for each byte of a block, which has at most 900,000.
final class Bzip2 extends InputStream {
    private static final long BLOCK_MAGIC = 0x314159265359L;
    private static final long END_MAGIC = 0x177245385090L;
    private static final int BLOCK_UNIT = 100_000;
    private static final int GROUP_SIZE = 50;
    private static final int MAX_CODE_LENGTH = 20;
    private static final int MAX_GROUPS = 6;
    private static final int[] CRC = crcTable();

    private final InputStream in;
    private int bits;
    private int bitCount;

    /// Of the stream; 0 between two streams.
    private int blockSize;
    /// The block: in the low byte of an entry a byte of data, in the others where the next one stands.
    private int[] block = new int[0];
    private int left;
    private int entry;
    /// Equal bytes that were just read, up to 4; a count follows the fourth.
    private int run;
    private int last = -1;
    private int repeats;
    private int crc;
    private int expectedCrc;
    private boolean ended;

    Bzip2(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (repeats == 0 && !prepare()) {
            return -1;
        }
        repeats--;
        crc = crc << 8 ^ CRC[crc >>> 24 ^ last];
        return last;
    }

    /// Sets the byte that comes next, and how often. Returns false at the end.
    private boolean prepare() throws IOException {
        while (repeats == 0) {
            if (left == 0 && !nextBlock()) {
                return false;
            }
            int value = nextOfBlock();
            if (run == 4) {
                repeats = value;
                run = 0;
            } else {
                run = value == last ? run + 1 : 1;
                last = value;
                repeats = 1;
            }
        }
        return true;
    }

    private int nextOfBlock() {
        entry = block[entry >>> 8];
        left--;
        return entry & 0xff;
    }

    private boolean nextBlock() throws IOException {
        if (blockSize != 0 && block.length > 0) {
            check(~crc == expectedCrc, "its checksum is wrong");
        }
        while (!ended) {
            if (blockSize == 0 && !startStream()) {
                ended = true;
                return false;
            }
            long magic = (long) bits(24) << 24 | bits(24);
            expectedCrc = bits(32);
            if (magic == BLOCK_MAGIC) {
                readBlock();
                return true;
            }
            check(magic == END_MAGIC, "a block has no header");
            blockSize = 0;
            block = new int[0];
            bitCount = 0;
        }
        return false;
    }

    /// Returns false when there is no other stream.
    private boolean startStream() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        check(first == 'B' && in.read() == 'Z' && in.read() == 'h', "it is not a bzip2 stream");
        int level = in.read() - '0';
        check(level >= 1 && level <= 9, "it is not a bzip2 stream");
        blockSize = level * BLOCK_UNIT;
        return true;
    }

    private void readBlock() throws IOException {
        check(bits(1) == 0, "it is of an ancient form");
        int origin = bits(24);
        byte[] symbols = symbols();
        int groups = bits(3);
        check(groups >= 2 && groups <= MAX_GROUPS, "a block is damaged");
        byte[] selectors = selectors(groups);
        var codes = new Code[groups];
        for (int i = 0; i < groups; i++) {
            codes[i] = new Code(lengths(symbols.length + 2));
        }
        block = new int[blockSize];
        int size = fill(symbols, selectors, codes);
        check(origin < size, "a block is damaged");
        link(size);
        entry = block[origin];
        left = size;
        run = 0;
        last = -1;
        crc = -1;
    }

    /// The byte values that occur.
    private byte[] symbols() throws IOException {
        int used = bits(16);
        var symbols = new byte[256];
        int count = 0;
        for (int row = 0; row < 16; row++) {
            int columns = (used & 0x8000 >>> row) == 0 ? 0 : bits(16);
            for (int column = 0; column < 16; column++) {
                if ((columns & 0x8000 >>> column) != 0) {
                    symbols[count++] = (byte) (row << 4 | column);
                }
            }
        }
        check(count > 0, "a block is damaged");
        return Arrays.copyOf(symbols, count);
    }

    /// Which code each group of 50 symbols is written in.
    private byte[] selectors(int groups) throws IOException {
        var selectors = new byte[bits(15)];
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < selectors.length; i++) {
            int position = 0;
            while (bits(1) == 1) {
                check(++position < groups, "a block is damaged");
            }
            selectors[i] = moveToFront(order, position);
        }
        return selectors;
    }

    private static byte moveToFront(byte[] order, int position) {
        byte value = order[position];
        System.arraycopy(order, 0, order, 1, position);
        order[0] = value;
        return value;
    }

    private int[] lengths(int count) throws IOException {
        var lengths = new int[count];
        int length = bits(5);
        for (int i = 0; i < count; i++) {
            while (bits(1) == 1) {
                length += bits(1) == 0 ? 1 : -1;
            }
            check(length >= 1 && length <= MAX_CODE_LENGTH, "a block is damaged");
            lengths[i] = length;
        }
        return lengths;
    }

    /// Puts the bytes of the block, in their sorted order, in the low bytes of its entries. Returns how many.
    private int fill(byte[] symbols, byte[] selectors, Code[] codes) throws IOException {
        int end = symbols.length + 1;
        int size = 0;
        int zeros = 0;
        int weight = 1;
        for (int at = 0; ; at++) {
            check(at / GROUP_SIZE < selectors.length, "a block is damaged");
            int symbol = codes[selectors[at / GROUP_SIZE]].read(this);
            if (symbol <= 1) {
                // The number of repetitions of the first symbol, in digits 1 and 2.
                zeros += weight << symbol;
                weight <<= 1;
                check(size + zeros <= block.length && weight > 0, "a block is too long");
                continue;
            }
            for (; zeros > 0; zeros--) {
                block[size++] = symbols[0] & 0xff;
            }
            weight = 1;
            if (symbol == end) {
                return size;
            }
            check(size < block.length, "a block is too long");
            block[size++] = moveToFront(symbols, symbol - 1) & 0xff;
        }
    }

    /// Undoes the sorting: each entry learns which one follows.
    private void link(int size) {
        var starts = new int[257];
        for (int i = 0; i < size; i++) {
            starts[(block[i] & 0xff) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        for (int i = 0; i < size; i++) {
            block[starts[block[i] & 0xff]++] |= i << 8;
        }
    }

    private int bits(int count) throws IOException {
        int value = 0;
        for (int needed = count; needed > 0; ) {
            if (bitCount == 0) {
                bits = in.read();
                check(bits >= 0, "it ends too early");
                bitCount = 8;
            }
            int taken = Math.min(needed, bitCount);
            bitCount -= taken;
            value = value << taken | bits >>> bitCount & (1 << taken) - 1;
            needed -= taken;
        }
        return value;
    }

    private static void check(boolean condition, String reason) throws IOException {
        if (!condition) {
            throw new IOException("cannot inflate bzip2 data: " + reason);
        }
    }

    private static int[] crcTable() {
        var table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value << 1 ^ (value < 0 ? 0x04c11db7 : 0);
            }
            table[i] = value;
        }
        return table;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// A canonical Huffman code: within a length, symbols have increasing codes.
    private static final class Code {
        private final int[] counts = new int[MAX_CODE_LENGTH + 1];
        private final int[] symbols;

        Code(int[] lengths) {
            for (int length : lengths) {
                counts[length]++;
            }
            symbols = new int[lengths.length];
            int at = 0;
            for (int length = 1; length <= MAX_CODE_LENGTH; length++) {
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        symbols[at++] = symbol;
                    }
                }
            }
        }

        int read(Bzip2 in) throws IOException {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int length = 1; length <= MAX_CODE_LENGTH; length++) {
                code = code << 1 | in.bits(1);
                if (code - first < counts[length]) {
                    return symbols[index + code - first];
                }
                index += counts[length];
                first = first + counts[length] << 1;
            }
            throw new IOException("cannot inflate bzip2 data: a block is damaged");
        }
    }
}
