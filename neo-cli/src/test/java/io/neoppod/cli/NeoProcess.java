package io.neoppod.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command in a process of its own, which a test can send signals.
public final class NeoProcess {
    private NeoProcess() {}

    public static ProcessBuilder of(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
