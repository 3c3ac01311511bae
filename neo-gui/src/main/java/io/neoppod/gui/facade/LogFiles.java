package io.neoppod.gui.facade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Log files at the places that the user named. Looks at the disk: not for the thread of the user interface.
final class LogFiles {
    /// Of a folder, the ones that were written last: each is kept open.
    private static final int MAX_FILES = 50;

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private LogFiles() {}

    /// A file stands for itself, be it there or not; a folder for the logs in it, by name.
    static List<Path> at(List<Path> places) {
        var files = new ArrayList<Path>();
        for (var place : places) {
            if (Files.isDirectory(place)) {
                files.addAll(logsIn(place));
            } else {
                files.add(place);
            }
        }
        return files.stream().distinct().toList();
    }

    private static List<Path> logsIn(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(LogFiles::isLog)
                    .sorted(Comparator.comparingLong(LogFiles::lastWritten).reversed())
                    .limit(MAX_FILES)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /// By its name, since databases of storages may be beside it, and by its first bytes, since logs may be text.
    private static boolean isLog(Path file) {
        if (!file.toString().endsWith(".log") || !Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static long lastWritten(Path file) {
        return file.toFile().lastModified();
    }
}
