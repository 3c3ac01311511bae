package io.neoppod.neolog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Kinds of compressed files, by suffix. Those for which Java has no code are inflated by the program of that name.
final class Compression {
    private static final Set<String> SUFFIXES = Set.of("gz", "bz2", "xz", "zst");

    private Compression() {}

    static boolean isKnown(String suffix) {
        return SUFFIXES.contains(suffix);
    }

    /// A new temporary file with the content of a compressed one.
    static Path inflate(Path path, String suffix) throws IOException {
        var target = Files.createTempFile("neolog", ".log");
        try {
            inflate(path, suffix, target);
            return target;
        } catch (IOException failure) {
            Files.deleteIfExists(target);
            throw failure;
        }
    }

    private static void inflate(Path path, String suffix, Path target) throws IOException {
        switch (suffix) {
            case "gz" -> copy(new GZIPInputStream(Files.newInputStream(path)), target);
            case "bz2" -> copy(new Bzip2(new BufferedInputStream(Files.newInputStream(path))), target);
            case "xz" -> run("xz", path, target);
            default -> run("zstd", path, target);
        }
    }

    private static void copy(InputStream from, Path target) throws IOException {
        try (from) {
            Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void run(String program, Path path, Path target) throws IOException {
        var command = List.of(program, "-dcq", path.toAbsolutePath().toString());
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(target.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            throw new IOException("the program " + program + ", which can inflate it, is not installed");
        }
        try {
            if (process.waitFor() != 0) {
                throw new IOException(program + " cannot inflate it");
            }
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }
}
