package io.neoppod.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder that is deleted with all it has.
record TemporaryFolder(Path path) implements AutoCloseable {
    TemporaryFolder() throws IOException {
        this(Files.createTempDirectory("neo-desktop"));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
