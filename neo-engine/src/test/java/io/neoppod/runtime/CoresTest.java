package io.neoppod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Threads of the background, in a process of their own: nothing raises them again.
@EnabledOnOs(OS.LINUX)
class CoresTest {
    @Test
    void backgroundThreadsAndCompilersGetWhatOthersLeave() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:-UseDynamicNumberOfCompilerThreads",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CoresTest.class.getName())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains("before: main 0", "before: background 0", "before: C2 Compiler 0")
                .contains("after: main 0", "after: background 10", "after: C1 Compiler 10", "after: C2 Compiler 10");
    }

    public static void main(String[] arguments) throws Exception {
        var background = Thread.ofPlatform().name("background").unstarted(() -> {
            print("before");
            Cores.workInBackground();
            Cores.compileInBackground();
            print("after");
        });
        background.start();
        background.join();
    }

    private static void print(String when) {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            System.out.print(threads.map(thread -> when + ": " + niceness(thread) + "\n")
                    .distinct()
                    .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the thread does, and its niceness.
    private static String niceness(Path thread) {
        try {
            var line = Files.readString(thread.resolve("stat"));
            int nameEnd = line.lastIndexOf(')');
            var name = line.substring(line.indexOf('(') + 1, nameEnd).replaceFirst("(C[12] Compiler).*", "$1");
            var fields = line.substring(nameEnd + 2).split(" ");
            return (name.equals("java") ? "main" : name) + " " + fields[16];
        } catch (IOException ended) {
            return "";
        }
    }
}
