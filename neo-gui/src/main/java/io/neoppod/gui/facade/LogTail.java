package io.neoppod.gui.facade;

import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogFile;
import io.neoppod.neolog.LogFilter;
import io.neoppod.neolog.LogPage;
import io.neoppod.neolog.LogPosition;
import io.neoppod.neolog.LogRecord;
import io.neoppod.neolog.PacketText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end of the logs of a cluster's nodes, merged, and what comes to it. A file that cannot be read does not hide the
/// others. Confined to one thread at a time; blocks.
public final class LogTail implements AutoCloseable {
    /// Of each file, at first and at once.
    private static final int MAX_RECORDS = 1_000;

    private final Supplier<List<Path>> files;
    private final LogFilter filter;
    private final Map<Path, Opened> opened = new LinkedHashMap<>();
    /// What will not get better by itself.
    private final Map<Path, String> unusable = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    /// Before this date, files that have much may have lines that were not read.
    private double completeFrom;

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

    /// @param key tells the file from another one that takes its name; null where the system has no such thing
    private record Opened(
            LogFile file, LogPosition position, @Nullable Object key) {}

    /// @param files   asked at each reading; more may come
    /// @param packets whether packets are read also
    public LogTail(Supplier<List<Path>> files, Level least, boolean packets) {
        this.files = files;
        this.filter = new LogFilter(least.number, packets);
    }

    /// What came since the last call, or the end of the logs at the first one, oldest first. Nothing is left out
    /// between two lines.
    public List<Line> more() {
        var lines = new ArrayList<Line>();
        missing.clear();
        completeFrom = 0;
        for (var path : files.get()) {
            if (!unusable.containsKey(path)) {
                read(path, lines);
            }
        }
        return complete(lines);
    }

    private List<Line> complete(List<Line> lines) {
        lines.removeIf(line -> line.date() < completeFrom);
        lines.sort(Comparator.comparingDouble(Line::date));
        return lines;
    }

    private void read(Path path, List<Line> lines) {
        try {
            if (opened.containsKey(path)) {
                readMore(path, lines);
            } else {
                readEnd(path, lines);
            }
        } catch (LogException failure) {
            close(opened.remove(path));
            if (Files.exists(path)) {
                unusable.put(path, failure.getMessage());
            } else {
                missing.add(failure.getMessage());
            }
        }
    }

    private void readEnd(Path path, List<Line> lines) throws LogException {
        var file = LogFile.open(path);
        var end = file.before(Double.MAX_VALUE, filter, MAX_RECORDS);
        double last = end.records().isEmpty() ? 0 : end.records().getLast().date();
        opened.put(path, new Opened(file, new LogPosition(last, last), key(path)));
        add(end, file.name(), lines);
    }

    /// Takes records of one of the files; where they begin, there may be more before.
    private void add(LogPage page, String file, List<Line> lines) {
        page.records().forEach(record -> lines.add(line(record, file)));
        if (page.more()) {
            completeFrom = Math.max(completeFrom, Math.nextUp(page.next().text()));
        }
    }

    private void readMore(Path path, List<Line> lines) throws LogException {
        var before = opened.get(path);
        var page = before.file.after(before.position, filter, MAX_RECORDS);
        opened.put(path, new Opened(before.file, page.next(), before.key));
        page.records().forEach(record -> lines.add(line(record, before.file.name())));
        var key = key(path);
        if (key != null && !key.equals(before.key) && !page.more()) {
            // It was put aside, and another one begun: what it still had was read.
            before.file.close();
            opened.remove(path);
            opened.put(path, new Opened(LogFile.open(path), page.next(), key));
        }
    }

    /// Null as well while there is no file of that name.
    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    /// The last lines before a date, oldest first, of files that were read before.
    public List<Line> before(double date) {
        var lines = new ArrayList<Line>();
        completeFrom = 0;
        opened.forEach((path, log) -> {
            try {
                add(log.file.before(date, filter, MAX_RECORDS), log.file.name(), lines);
            } catch (LogException failure) {
                unusable.put(path, failure.getMessage());
            }
        });
        return complete(lines);
    }

    /// The files that are read.
    public List<Path> read() {
        return List.copyOf(opened.keySet());
    }

    /// Why files are not read, a line for each; empty when all are.
    public String trouble() {
        return Stream.concat(missing.stream(), unusable.values().stream()).collect(Collectors.joining("\n"));
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

    private static void close(@Nullable Opened log) {
        if (log != null) {
            log.file.close();
        }
    }

    @Override
    public void close() {
        opened.values().forEach(LogTail::close);
        opened.clear();
    }
}
