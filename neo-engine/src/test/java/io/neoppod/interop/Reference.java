package io.neoppod.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Python NEO, started as processes in a folder of the test. The system property `neo.reference` names the folder that
/// holds the checkouts `neoppod`, `ZODB` and `ZConfig`; without it the tests are skipped. `neo.reference.python` names
/// another interpreter than `/usr/bin/python3`.
public final class Reference implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long SCRIPT_SECONDS = 60;

    private final Path checkouts;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    private Reference(Path checkouts, Path folder) {
        this.checkouts = checkouts;
        this.folder = folder;
    }

    /// Skips the test when Python NEO is not at hand.
    public static Reference in(Path folder) {
        var property = System.getProperty("neo.reference");
        assumeTrue(property != null, "-Dneo.reference does not say where Python NEO is");
        return new Reference(Path.of(property), folder);
    }

    /// A port that was free a moment ago: these programs must be told theirs.
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Starts a node: `master`, `storage` or `admin`.
    public Process start(String role, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(python(), tool("neo" + role)));
        command.addAll(List.of(arguments));
        var log = folder.resolve("neo" + role + processes.size() + ".out").toFile();
        var process =
                builder(command).redirectErrorStream(true).redirectOutput(log).start();
        processes.add(process);
        return process;
    }

    /// Outcome of a program.
    public record Result(int status, String output, String errors) {}

    /// Runs `neoctl` with these arguments against an admin.
    public Result neoctl(int adminPort, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(python(), tool("neoctl"), "-a", "127.0.0.1:" + adminPort));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// Runs a Python program given as text.
    public Result script(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(python(), "-c", program));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// Waits until the cluster is in a state, as `neoctl` sees it.
    public void awaitState(int adminPort, String state) throws IOException, InterruptedException {
        await(adminPort, "cluster", output -> output.strip().equals(state));
    }

    /// Waits until `neoctl print` of something tells what is expected.
    public void await(int adminPort, String what, Predicate<String> expected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        Result last;
        do {
            last = neoctl(adminPort, "print", what);
            if (expected.test(last.output)) {
                return;
            }
        } while (System.nanoTime() < deadline);
        throw new AssertionError("the " + what + " is not as expected: " + last);
    }

    /// Stops what was started.
    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        var out = Files.createTempFile(folder, "out", ".txt");
        var err = Files.createTempFile(folder, "err", ".txt");
        var process = builder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("no end after " + SCRIPT_SECONDS + " s: " + command + Files.readString(err));
        }
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .put(
                        "PYTHONPATH",
                        checkouts.resolve("ZODB/src") + ":" + checkouts.resolve("ZConfig/src") + ":"
                                + checkouts.resolve("neoppod"));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return builder;
    }

    private static String python() {
        return System.getProperty("neo.reference.python", "/usr/bin/python3");
    }

    private String tool(String name) {
        return checkouts.resolve("neoppod").resolve(name).toString();
    }
}
