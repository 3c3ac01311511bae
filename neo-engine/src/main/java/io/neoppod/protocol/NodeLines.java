package io.neoppod.protocol;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A list of nodes as a table: by id, those without one last, by address.
///
/// ```
/// A1 | ADMIN   | 127.0.0.1:12501 | RUNNING | 2026-11-22 12:31:48.897454
/// C1 | CLIENT  |                 | RUNNING | 2026-11-22 12:34:53.567373
/// M1 | MASTER  | 127.0.0.1:12500 | RUNNING | None
/// ```
public final class NodeLines {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private static final Comparator<NodeInfo> BY_ID_THEN_ADDRESS = Comparator.comparing(
                    (NodeInfo node) -> node.nid() == NodeIds.NONE)
            .thenComparing(NodeInfo::nid)
            .thenComparing(NodeInfo::address, Comparator.nullsFirst(Comparator.<Address>naturalOrder()));

    private NodeLines() {}

    /// A line for each node, with a prefix.
    public static List<String> of(List<NodeInfo> nodes, String prefix) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        var cells = sorted(nodes).stream().map(NodeLines::cells).toList();
        int last = cells.getFirst().size() - 1;
        int[] widths = IntStream.range(0, last)
                .map(column -> cells.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        return cells.stream().map(row -> prefix + line(row, widths)).toList();
    }

    public static List<NodeInfo> sorted(List<NodeInfo> nodes) {
        return nodes.stream().sorted(BY_ID_THEN_ADDRESS).toList();
    }

    private static List<String> cells(NodeInfo node) {
        var identified = identified(node);
        return List.of(
                NodeIds.text(node.nid()),
                node.type().name(),
                node.address() == null ? "" : node.address().toString(),
                node.state().name(),
                identified == null ? "None" : text(identified));
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(" | ");
        }
        return line.append(row.getLast()).toString();
    }

    /// When the node identified, in UTC, to the nearest microsecond; null when it did not.
    public static @Nullable LocalDateTime identified(NodeInfo node) {
        if (Double.isNaN(node.idTimestamp())) {
            return null;
        }
        long seconds = (long) Math.floor(node.idTimestamp());
        long micros = Math.round(Math.rint((node.idTimestamp() - seconds) * 1e6));
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).plusNanos(micros * 1000);
    }

    private static String text(LocalDateTime time) {
        return time.format(time.getNano() == 0 ? SECONDS : MICROSECONDS);
    }
}
