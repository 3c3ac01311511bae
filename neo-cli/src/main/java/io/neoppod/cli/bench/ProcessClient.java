package io.neoppod.cli.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A client in a process of its own, which runs [ClientCommand]. A line with a number of milliseconds goes to its
/// standard input for each round, and [Measured#encode] comes back.
final class ProcessClient implements Client {
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader results;

    /// @param arguments of `neo bench client`
    ProcessClient(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.neoppod.cli.Main",
                "bench",
                "client"));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        orders = process.outputWriter();
        results = process.inputReader();
    }

    @Override
    public Measured run(Duration time) {
        try {
            orders.write(time.toMillis() + "\n");
            orders.flush();
            var result = results.readLine();
            if (result != null) {
                return Measured.decode(result);
            }
        } catch (IOException ended) {
            // Told below.
        }
        throw new BenchException("a client process ended early");
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /// The process ends when it gets no more orders.
    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException alreadyEnded) {
            // As is wanted.
        }
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
