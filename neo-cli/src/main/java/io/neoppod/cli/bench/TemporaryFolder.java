package io.neoppod.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder that is removed with all that is in it.
record TemporaryFolder(Path path) implements AutoCloseable {

    static TemporaryFolder in(Path place) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(place, "neo-bench-"));
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
