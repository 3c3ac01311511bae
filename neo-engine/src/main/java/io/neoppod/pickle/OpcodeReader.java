package io.neoppod.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Goes through the instructions of pickles that follow each other. Each [#next] replaces what the getters tell.
final class OpcodeReader {
    private final byte[] bytes;
    private final ByteBuffer little;
    private int position;
    private int at;
    private long number;
    private int start;
    private int end;
    private int secondStart;
    private int secondEnd;

    OpcodeReader(byte[] bytes) {
        this.bytes = bytes;
        this.little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws PickleException when the bytes end, or are no instruction
    Opcode next() throws PickleException {
        at = position;
        if (position >= bytes.length) {
            throw error("the pickle has no end");
        }
        var opcode = Opcode.of(bytes[position++]);
        if (opcode == null) {
            throw error(String.format(Locale.ROOT, "0x%02x is no instruction", bytes[at]));
        }
        readArgument(opcode);
        return opcode;
    }

    private void readArgument(Opcode opcode) throws PickleException {
        switch (opcode.argument()) {
            case NONE -> {}
            case UNSIGNED_1 -> number = unsigned(1);
            case UNSIGNED_2 -> number = unsigned(2);
            case UNSIGNED_4 -> number = unsigned(4);
            case UNSIGNED_8 -> number = unsigned(8);
            case INT_4 -> number = (int) unsigned(4);
            case FLOAT_8 -> number = Long.reverseBytes(unsigned(8));
            case LINE -> line();
            case TWO_LINES -> {
                line();
                int first = start;
                int firstEnd = end;
                line();
                secondStart = start;
                secondEnd = end;
                start = first;
                end = firstEnd;
            }
            case BYTES_1 -> counted(unsigned(1));
            case BYTES_4 -> counted(unsigned(4));
            case BYTES_8 -> counted(unsigned(8));
        }
    }

    private long unsigned(int size) throws PickleException {
        if (size > bytes.length - position) {
            throw error("cut short");
        }
        long value = switch (size) {
            case 1 -> bytes[position] & 0xff;
            case 2 -> little.getShort(position) & 0xffff;
            case 4 -> Integer.toUnsignedLong(little.getInt(position));
            default -> little.getLong(position);
        };
        position += size;
        return value;
    }

    private void counted(long size) throws PickleException {
        if (size < 0 || size > bytes.length - position) {
            throw error("cut short");
        }
        start = position;
        position += (int) size;
        end = position;
    }

    private void line() throws PickleException {
        start = position;
        while (position < bytes.length && bytes[position] != '\n') {
            position++;
        }
        if (position == bytes.length) {
            throw error("cut short");
        }
        end = position++;
    }

    /// Where the last instruction is.
    int at() {
        return at;
    }

    /// Where the next one is.
    int position() {
        return position;
    }

    /// Its number, or the bits of its float.
    long number() {
        return number;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /// The first bytes of its string.
    byte[] head(int most) {
        return Arrays.copyOfRange(bytes, start, Math.min(end, start + most));
    }

    String utf8() {
        return new String(bytes, start, length(), StandardCharsets.UTF_8);
    }

    String secondUtf8() {
        return new String(bytes, secondStart, secondEnd - secondStart, StandardCharsets.UTF_8);
    }

    /// The decimal number of a line, as an index.
    int index() throws PickleException {
        try {
            int index = Integer.parseInt(utf8().strip());
            if (index >= 0) {
                return index;
            }
        } catch (NumberFormatException notANumber) {
            // As below.
        }
        throw error("not an index");
    }

    PickleException error(String reason) {
        return new PickleException(at, reason);
    }
}
