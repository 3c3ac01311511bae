package io.neoppod.gui.facade;

import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogFile;
import io.neoppod.neolog.LogFilter;
import io.neoppod.neolog.LogPosition;
import io.neoppod.neolog.LogRecord;
import io.neoppod.neolog.PacketText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The end of the logs of a cluster's nodes, merged, and what comes to it. Confined to one thread at a time; blocks.
public final class LogTail implements AutoCloseable {
    /// Of each file, at first and at once.
    private static final int MAX_RECORDS = 1_000;

    private final List<Path> files;
    private final LogFilter filter;
    private final Map<Path, Opened> opened = new LinkedHashMap<>();

    /// How important a line is.
    public enum Level {
        DEBUG(10),
        INFO(20),
        WARNING(30),
        ERROR(40);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        static Level of(int number) {
            return number >= ERROR.number
                    ? ERROR
                    : number >= WARNING.number ? WARNING : number >= INFO.number ? INFO : DEBUG;
        }
    }

    /// @param date UNIX time in seconds
    /// @param node name of who wrote it
    public record Line(double date, String node, Level level, String text) {}

    private record Opened(LogFile file, LogPosition position) {}

    /// @param files   may not exist yet
    /// @param packets whether packets are read also
    public LogTail(List<Path> files, Level least, boolean packets) {
        this.files = List.copyOf(files);
        this.filter = new LogFilter(least.number, packets);
    }

    /// What came since the last call, or the end of the logs at the first one, oldest first.
    public List<Line> more() throws LogException {
        var lines = new ArrayList<Line>();
        for (var path : files) {
            if (opened.containsKey(path)) {
                readMore(path, lines);
            } else if (Files.exists(path)) {
                readEnd(path, lines);
            }
        }
        lines.sort(Comparator.comparingDouble(Line::date));
        return lines;
    }

    private void readEnd(Path path, List<Line> lines) throws LogException {
        var file = LogFile.open(path);
        var records = file.before(Double.MAX_VALUE, filter, MAX_RECORDS);
        double last = records.isEmpty() ? 0 : records.getLast().date();
        opened.put(path, new Opened(file, new LogPosition(last, last)));
        records.forEach(record -> lines.add(line(record, file.name())));
    }

    private void readMore(Path path, List<Line> lines) throws LogException {
        var before = opened.get(path);
        var page = before.file.after(before.position, filter, MAX_RECORDS);
        opened.put(path, new Opened(before.file, page.next()));
        page.records().forEach(record -> lines.add(line(record, before.file.name())));
    }

    private static Line line(LogRecord record, String file) {
        var node = record.node();
        var name = node == null || node.name() == null ? file : node.name();
        return switch (record) {
            case LogRecord.Text text -> new Line(text.date(), name, Level.of(text.level()), text.message());
            case LogRecord.Packet packet -> new Line(packet.date(), name, Level.DEBUG, text(packet));
            case LogRecord.Damage damage ->
                new Line(damage.date(), file, Level.ERROR, damage.table() + ": " + damage.reason());
        };
    }

    private static String text(LogRecord.Packet packet) {
        var text = PacketText.of(packet, PacketText.Detail.ARGUMENTS);
        return packet.peer() + "  " + text.name() + (text.arguments() == null ? "" : text.arguments());
    }

    @Override
    public void close() {
        opened.values().forEach(log -> log.file.close());
        opened.clear();
    }
}
