package io.neoppod.neolog;

import io.neoppod.protocol.NodeIds;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Shows records as lines, as `neolog` does: date, level, node and text, again on each line of a record.
///
/// ```
/// 2026-11-22 12:38:08.1907 INFO      M1         Accept a client C1
/// 2026-11-22 12:38:08.1931 PACKET    M1         #0x0001 AnswerLastTransaction          > C1 (127.0.0.1:56672)
/// ```
///
/// @param date   how dates are shown
/// @param naming what nodes are called
/// @param nodes  whether there is a column of nodes
/// @param detail what is shown of packets
/// @param color  colours by level, instead of a column
public record LogLines(LogDate date, NodeName naming, boolean nodes, PacketText.Detail detail, boolean color) {
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]");
    private static final String PACKET = "PACKET";

    /// What a node is called, where a record tells it.
    public enum NodeName {
        NAME,
        NID,
        CLUSTER_AND_NID
    }

    /// The node that a record belongs to, as it is shown.
    ///
    /// @param fallback name for a node that is not known, that of its file
    public String nodeName(LogRecord record, String fallback) {
        var known = record.node();
        if (known == null) {
            return fallback;
        }
        if (known.nid() != NodeIds.NONE && naming != NodeName.NAME) {
            var nid = NodeIds.text(known.nid());
            return naming == NodeName.CLUSTER_AND_NID ? known.cluster() + "/" + nid : nid;
        }
        var name = known.name();
        return name == null || name.isEmpty() ? fallback : name;
    }

    /// The lines of a record, without line ends; none for an empty text.
    public List<String> of(LogRecord record, String fallback) {
        var level = level(record);
        var texts = texts(record);
        var prefix = prefix(record, level, fallback);
        var escape = color ? colorOf(level) : null;
        return texts.stream()
                .map(text ->
                        escape == null ? prefix + text : "\u001b[" + escape + "m" + prefix + text + "\u001b[39;49;0m")
                .toList();
    }

    private String prefix(LogRecord record, String level, String fallback) {
        return date.text(record.date())
                + (color ? "" : padded(level, 9))
                + (nodes ? padded(nodeName(record, fallback), 10) : "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length()))) + " ";
    }

    private List<String> texts(LogRecord record) {
        return switch (record) {
            case LogRecord.Text text -> split(text.message());
            case LogRecord.Packet packet -> packet(packet);
            case LogRecord.Damage damage -> List.of("DatabaseError: " + damage.reason());
        };
    }

    private List<String> packet(LogRecord.Packet packet) {
        var text = PacketText.of(packet, detail);
        var lines = new ArrayList<String>();
        lines.add("#0x%04x ".formatted(packet.messageId())
                + padded(text.name(), 30)
                + packet.peer()
                + (text.arguments() == null ? "" : " \t| " + text.arguments()));
        lines.addAll(text.extra());
        return lines;
    }

    /// A line end at the end of a text opens no other line.
    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(LINE_END.split(endless(text), -1));
    }

    private static String endless(String text) {
        var end = LINE_END.matcher(text).region(text.length() - 1, text.length());
        return !end.matches() ? text : text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
    }

    private static String level(LogRecord record) {
        return switch (record) {
            case LogRecord.Packet _ -> PACKET;
            case LogRecord.Damage damage -> damage.table();
            case LogRecord.Text text ->
                switch (text.level()) {
                    case 0 -> "NOTSET";
                    case 10 -> "DEBUG";
                    case 20 -> "INFO";
                    case 30 -> "WARNING";
                    case 40 -> "ERROR";
                    case 50 -> "CRITICAL";
                    default -> "Level " + text.level();
                };
        };
    }

    private static @Nullable String colorOf(String level) {
        return switch (level) {
            case "DEBUG" -> "34";
            case "INFO" -> "32";
            case "WARNING" -> "33";
            case "ERROR" -> "31";
            case "CRITICAL" -> "31;01";
            default -> null;
        };
    }
}
