package io.neoppod.gui.view;

import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.ListCell;

/// A line of bytes: their place, hexadecimal digits, and what is printable.
final class HexCell extends ListCell<Integer> {
    private static final int WIDTH = 16;

    /// Lines that are shown of long records: 4 MB.
    private static final int MOST_ROWS = 1 << 18;

    private final Supplier<byte[]> bytes;

    HexCell(Supplier<byte[]> bytes) {
        this.bytes = bytes;
    }

    /// The numbers of the lines.
    static ObservableList<Integer> rows(byte[] bytes) {
        int rows = Math.min(MOST_ROWS, (bytes.length + WIDTH - 1) / WIDTH);
        return FXCollections.observableList(IntStream.range(0, rows).boxed().toList());
    }

    @Override
    protected void updateItem(Integer row, boolean empty) {
        super.updateItem(row, empty);
        setText(empty || row == null ? null : line(bytes.get(), row * WIDTH));
    }

    static String line(byte[] bytes, int from) {
        int to = Math.min(bytes.length, from + WIDTH);
        if (to <= from) {
            return "";
        }
        var hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, to);
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '·');
        }
        return String.format(Locale.ROOT, "%08x  %-47s  %s", from, hex, text);
    }
}
