package io.neoppod.pickle;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The instructions of a record, one a line: what there is to see when it cannot be decoded.
public final class Disassembly {
    private static final int LONGEST = 60;

    private Disassembly() {}

    /// @param most lines; the last one says when there is more, or why there is not
    public static List<String> of(byte[] record, int most) {
        var lines = new ArrayList<String>();
        var reader = new OpcodeReader(record);
        try {
            while (reader.position() < record.length) {
                if (lines.size() == most) {
                    lines.add("… (" + (record.length - reader.position()) + " bytes more)");
                    break;
                }
                var opcode = reader.next();
                lines.add(String.format(Locale.ROOT, "%8d  %-16s %s", reader.at(), opcode, argument(opcode, reader))
                        .stripTrailing());
            }
        } catch (PickleException end) {
            lines.add(end.getMessage());
        }
        return lines;
    }

    private static String argument(Opcode opcode, OpcodeReader reader) {
        return switch (opcode.argument()) {
            case NONE -> "";
            case UNSIGNED_1, UNSIGNED_2, UNSIGNED_4, UNSIGNED_8, INT_4 -> Long.toString(reader.number());
            case FLOAT_8 -> Double.toString(Double.longBitsToDouble(reader.number()));
            case LINE -> Quoting.quote(reader.utf8(), LONGEST);
            case TWO_LINES -> Quoting.quote(reader.utf8() + "." + reader.secondUtf8(), LONGEST);
            case BYTES_1, BYTES_4, BYTES_8 -> counted(opcode, reader);
        };
    }

    private static String counted(Opcode opcode, OpcodeReader reader) {
        return switch (opcode) {
            case BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 -> Quoting.quote(reader.utf8(), LONGEST);
            case LONG1, LONG4 -> HexFormat.of().formatHex(reader.head(LONGEST));
            default -> Quoting.quote(reader.head(LONGEST + 1), LONGEST);
        };
    }
}
