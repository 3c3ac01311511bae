package io.neoppod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What compiler, formatter and Checkstyle do not see: doc comments are written with `///`, and each type has one.
/// Reads the main sources of all modules.
class SourceTest {
    private static final Pattern TOP_LEVEL_TYPE = Pattern.compile(
            "(?:(?:public|abstract|final|sealed|non-sealed|strictfp) )*(?:class|interface|record|enum) .*");

    @Test
    void eachTypeSaysWhatItIsFor() throws IOException {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(source -> assertThat(hasDocumentedType(source))
                        .as("%s: its type has no /// comment", source)
                        .isTrue());
    }

    @Test
    void docCommentsAreMarkdown() throws IOException {
        assertThat(sources())
                .allSatisfy(source -> assertThat(lines(source))
                        .as("%s: /** instead of ///", source)
                        .noneMatch(line -> line.strip().startsWith("/**")));
    }

    private static boolean hasDocumentedType(Path source) {
        List<String> lines = lines(source);
        int type = 0;
        while (type < lines.size() && !TOP_LEVEL_TYPE.matcher(lines.get(type)).matches()) {
            type++;
        }
        int above = type - 1;
        while (above >= 0
                && (lines.get(above).startsWith("@") || lines.get(above).startsWith(" "))) {
            above--;
        }
        return above >= 0 && lines.get(above).startsWith("///");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTest::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
