package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.LogTail.Level;
import io.neoppod.gui.facade.LogTail.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Log files that nodes elsewhere have written.
class LogFilesTest {
    @TempDir
    private Path folder;

    private Path master;
    private Path storage;

    @BeforeEach
    void write() throws Exception {
        master = folder.resolve("master.log");
        storage = folder.resolve("storage.log");
        try (var m = new LogOnDisk(master, "M1");
                var s = new LogOnDisk(storage, "S1")) {
            m.line(1, "elected").line(3, "running");
            s.line(2, "ready");
        }
    }

    private static LogTail tail(Path... places) {
        return new LogTail(() -> LogFiles.at(List.of(places)), Level.INFO, false);
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(line -> line.node() + " " + line.text()).toList();
    }

    @Test
    void ofAFolderTheLogsAreReadAndNothingElse() throws Exception {
        Files.writeString(folder.resolve("text.log"), "not SQLite, but much longer than its first bytes");
        Files.writeString(folder.resolve("empty.log"), "");
        Files.copy(storage, folder.resolve("storage.sqlite"));
        Files.createDirectory(folder.resolve("old.log"));
        try (var tail = tail(folder, storage)) {
            assertThat(texts(tail.more())).containsExactly("M1 elected", "S1 ready", "M1 running");
            assertThat(tail.read()).containsExactly(master, storage);
            assertThat(tail.trouble()).isEmpty();
        }
    }

    @Test
    void ofAFolderWithManyTheLastWrittenAreRead() throws Exception {
        for (int i = 0; i < 60; i++) {
            var copy = folder.resolve("copy-%02d.log".formatted(i));
            Files.copy(storage, copy);
            assertThat(copy.toFile().setLastModified(1_000_000L + 10_000L * i)).isTrue();
        }

        assertThat(LogFiles.at(List.of(folder)))
                .hasSize(50)
                .contains(master, storage, folder.resolve("copy-59.log"))
                .doesNotContain(folder.resolve("copy-11.log"));
    }

    @Test
    void aFileThatIsNoLogDoesNotHideTheOthers() throws Exception {
        var text = Files.writeString(folder.resolve("notes.txt"), "a text that somebody chose by accident");
        try (var tail = tail(text, storage)) {
            assertThat(texts(tail.more())).containsExactly("S1 ready");
            assertThat(tail.trouble()).startsWith(text.toString()).doesNotContain("\n");
        }
    }

    @Test
    void aFileThatIsMissingIsToldUntilItIsThere() throws Exception {
        var later = folder.resolve("later");
        try (var tail = tail(later, storage)) {
            assertThat(texts(tail.more())).containsExactly("S1 ready");
            assertThat(tail.trouble()).isEqualTo(later + ": no such file");
            Files.copy(master, later);

            assertThat(texts(tail.more())).containsExactly("M1 elected", "M1 running");
            assertThat(tail.trouble()).isEmpty();
        }
    }

    @Test
    void aLogThatIsPutAsideGoesOnInTheNewOne() throws Exception {
        try (var tail = tail(storage)) {
            tail.more();
            try (var old = new LogOnDisk(storage, "S1")) {
                old.line(4, "the last before");
            }
            Files.move(storage, folder.resolve("storage.log.1"));
            try (var anew = new LogOnDisk(storage, "S1")) {
                anew.line(5, "the first after");
                assertThat(texts(tail.more())).containsExactly("S1 the last before");
                assertThat(texts(tail.more())).containsExactly("S1 the first after");
                anew.line(6, "and on");
                assertThat(texts(tail.more())).containsExactly("S1 and on");
            }
        }
    }

    @Test
    void earlierLinesAreReadFromTheEndBack() throws Exception {
        var much = folder.resolve("much");
        try (var log = new LogOnDisk(much, "S2")) {
            for (int i = 0; i < 2_500; i++) {
                log.line(10 + i, "line " + i);
            }
        }
        try (var tail = tail(much, storage)) {
            var end = tail.more();
            assertThat(texts(end)).hasSize(1_000).startsWith("S2 line 1500").endsWith("S2 line 2499");

            var earlier = tail.before(end.getFirst().date());
            assertThat(earlier).hasSize(1_000);
            assertThat(texts(earlier).getFirst()).isEqualTo("S2 line 500");
            assertThat(texts(earlier).getLast()).isEqualTo("S2 line 1499");
            assertThat(texts(tail.before(earlier.getFirst().date())))
                    .hasSize(501)
                    .startsWith("S1 ready", "S2 line 0")
                    .containsAll(IntStream.range(0, 500)
                            .mapToObj(i -> "S2 line " + i)
                            .toList());
        }
    }
}
