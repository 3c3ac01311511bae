package io.neoppod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/weaknesses.md` names tests that exist, in any module.
class WeaknessesPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");

    @Test
    void namesTestsThatExist() throws IOException {
        var sources = testSources();
        var tests = TEST.matcher(Files.readString(Path.of("../docs/weaknesses.md")))
                .results()
                .toList();
        var absent = new ArrayList<String>();
        for (var test : tests) {
            var source = sources.get(test.group(1) + ".java");
            if (source == null || !Files.readString(source).contains("void " + test.group(2) + "(")) {
                absent.add(test.group());
            }
        }
        assertThat(tests).hasSizeGreaterThan(50);
        assertThat(absent).isEmpty();
    }

    private static Map<String, Path> testSources() throws IOException {
        var sources = new HashMap<String, Path>();
        try (var modules = Files.newDirectoryStream(Path.of(".."), "neo-*")) {
            for (var module : modules) {
                var folder = module.resolve("src/test/java");
                if (Files.isDirectory(folder)) {
                    try (var files = Files.walk(folder)) {
                        files.filter(Files::isRegularFile)
                                .forEach(file -> sources.put(file.getFileName().toString(), file));
                    }
                }
            }
        }
        return sources;
    }
}
