package io.neoppod.gui.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Clusters opened lately, the last one first; kept in a text file of a line each, `folder …` or `admin …`. The file is
/// a convenience: when it cannot be read or written, nothing else suffers.
public final class RecentClusters {
    private static final int MAX = 8;
    private static final String FOLDER = "folder ";
    private static final String ADMIN = "admin ";

    private final Path file;
    private final ObservableList<Entry> entries = FXCollections.observableArrayList();
    private final ObservableList<Entry> entriesShown = FXCollections.unmodifiableObservableList(entries);

    /// Either a folder of a cluster that runs in this app, or the address of an admin.
    public record Entry(@Nullable Path folder, @Nullable String address) {
        String line() {
            return folder != null ? FOLDER + folder : ADMIN + address;
        }

        private static Stream<Entry> parse(String line) {
            if (line.startsWith(FOLDER)) {
                return Stream.of(new Entry(Path.of(line.substring(FOLDER.length())), null));
            }
            return line.startsWith(ADMIN) ? Stream.of(new Entry(null, line.substring(ADMIN.length()))) : Stream.empty();
        }

        /// What people call it.
        public String name() {
            return folder != null ? String.valueOf(folder.getFileName()) : String.valueOf(address);
        }
    }

    RecentClusters(Path file) {
        this.file = file;
        try (var lines = Files.lines(file)) {
            entries.setAll(lines.flatMap(Entry::parse).limit(MAX).toList());
        } catch (IOException | RuntimeException none) {
            // The first start, or a file that is no use.
        }
    }

    void add(Entry entry) {
        entries.remove(entry);
        entries.addFirst(entry);
        if (entries.size() > MAX) {
            entries.remove(MAX, entries.size());
        }
        write(entries.stream().map(Entry::line).toList());
    }

    private void write(List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var aside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(aside, lines);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            // Kept for this session only.
        }
    }

    ObservableList<Entry> entries() {
        return entriesShown;
    }
}
