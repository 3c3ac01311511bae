package io.neoppod.neolog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The records of several files by date; of one date in the order of the files.
///
/// Bound: a page of each file. Confined to one thread.
public final class LogMerge {
    private static final int PAGE_RECORDS = 1000;

    private final List<Source> sources = new ArrayList<>();

    /// A record and the name of its file.
    public record Item(LogRecord record, String file) {}

    /// @param files opened and closed by the caller
    public LogMerge(List<LogFile> files, LogPosition start) {
        files.forEach(file -> sources.add(new Source(file, start)));
    }

    /// The next record; null when there is none for now. Asked again after that, it looks for new ones.
    public @Nullable Item next() throws LogException {
        Source first = null;
        for (var source : sources) {
            if (source.fill() && (first == null || source.date() < first.date())) {
                first = source;
            }
        }
        if (first == null) {
            sources.forEach(source -> source.drained = false);
            return null;
        }
        return new Item(first.page.remove(), first.file.name());
    }

    /// A file and what was read ahead of it.
    private static final class Source {
        private final LogFile file;
        private final Queue<LogRecord> page = new ArrayDeque<>();
        private LogPosition position;
        private boolean drained;

        Source(LogFile file, LogPosition position) {
            this.file = file;
            this.position = position;
        }

        /// Returns whether there is a record.
        boolean fill() throws LogException {
            while (page.isEmpty() && !drained) {
                var read = file.after(position, LogFilter.ALL, PAGE_RECORDS);
                position = read.next();
                page.addAll(read.records());
                drained = !read.more();
            }
            return !page.isEmpty();
        }

        double date() {
            return page.element().date();
        }
    }
}
