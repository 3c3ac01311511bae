package io.neoppod.gui.facade;

import io.neoppod.client.Tid;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Summary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/// Writes a list of transactions into a file, the last one first. The end of its name tells the form: `.csv` a table,
/// `.jsonl` an object on each line, anything else text for people.
///
/// Waits for the cluster: call it from a task. The file is there when all of it is written, or not at all.
public final class TransactionExport {
    private static final int PAGE = 500;
    private static final int SCAN = 2_000;

    private final DataSession data;
    private final Watch watch;

    /// Told how far it is.
    public interface Watch {
        /// @param written transactions in the file
        /// @param scanned transactions looked at; may throw, to end this
        void advance(long written, long scanned);
    }

    private enum Form {
        CSV {
            @Override
            String head() {
                return "tid,time,objects,packed,user,description\n";
            }

            @Override
            String line(Summary row) {
                return "0x%s,%s,%d,%b,%s,%s\n"
                        .formatted(
                                Long.toHexString(row.tid()),
                                time(row),
                                row.objects(),
                                row.isPacked(),
                                cell(row.user()),
                                cell(row.description()));
            }

            private static String cell(String text) {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        },
        JSON {
            @Override
            String line(Summary row) {
                return ("{\"tid\":\"0x%s\",\"time\":\"%s\",\"objects\":%d,\"packed\":%b,"
                                + "\"user\":%s,\"description\":%s}\n")
                        .formatted(
                                Long.toHexString(row.tid()),
                                time(row),
                                row.objects(),
                                row.isPacked(),
                                quoted(row.user()),
                                quoted(row.description()));
            }

            private static String quoted(String text) {
                var quoted = new StringBuilder("\"");
                text.chars().forEach(character -> {
                    if (character == '"' || character == '\\') {
                        quoted.append('\\').append((char) character);
                    } else if (character < ' ') {
                        quoted.append("\\u%04x".formatted(character));
                    } else {
                        quoted.append((char) character);
                    }
                });
                return quoted.append('"').toString();
            }
        },
        TEXT {
            @Override
            String line(Summary row) {
                return "%s 0x%s objects=%d user='%s'%n    %s%n"
                        .formatted(
                                time(row),
                                Long.toHexString(row.tid()),
                                row.objects(),
                                row.user(),
                                row.description().strip().replace("\n", "\n    "));
            }
        };

        String head() {
            return "";
        }

        abstract String line(Summary row);

        private static String time(Summary row) {
            return new Tid(row.tid()).toInstant().toString();
        }

        static Form of(Path file) {
            var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            return name.endsWith(".csv") ? CSV : name.endsWith(".jsonl") || name.endsWith(".json") ? JSON : TEXT;
        }
    }

    public TransactionExport(DataSession data, Watch watch) {
        this.data = data;
        this.watch = watch;
    }

    /// @param from the first one to look at, or [DataSession#NONE] for the last there is
    /// @return how many were written
    /// @throws IOException when the file cannot be written
    public long write(long from, Filter filter, Path file) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long written;
            try (var out = Files.newBufferedWriter(part)) {
                written = write(from, filter, Form.of(file), out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private long write(long from, Filter filter, Form form, BufferedWriter out) throws IOException {
        out.write(form.head());
        long next = from;
        long written = 0;
        long scanned = 0;
        do {
            var page = page(next, filter);
            for (var row : page.rows()) {
                out.write(form.line(row));
            }
            written += page.rows().size();
            scanned += page.scanned();
            next = page.next();
            watch.advance(written, scanned);
        } while (next != DataSession.NONE);
        return written;
    }

    private Commits.Page page(long next, Filter filter) {
        try {
            return data.transactions(next, filter, PAGE, SCAN).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
