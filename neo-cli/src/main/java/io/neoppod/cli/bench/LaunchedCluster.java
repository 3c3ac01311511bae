package io.neoppod.cli.bench;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoTimeoutException;
import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.protocol.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A cluster that was started from a [ClusterFile], and ends with this object or with the process.
final class LaunchedCluster implements AutoCloseable {
    static final String NAME = "bench";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(10);

    private final ClusterFile file;
    private final Path folder;
    private final List<Address> masters = new ArrayList<>();
    private final Map<String, Process> nodes = new LinkedHashMap<>();
    private final Thread hook = new Thread(this::stop, "stop");

    private LaunchedCluster(ClusterFile file, Path folder) {
        this.file = file;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts the nodes and waits until the cluster serves clients.
    ///
    /// @param folder empty, for the databases and for what the nodes print
    /// @throws BenchException when a node ends, or it takes too long
    static LaunchedCluster start(ClusterFile file, Path folder) throws ConfigException {
        var cluster = new LaunchedCluster(file, folder);
        try {
            cluster.launch();
            cluster.awaitReady();
            return cluster;
        } catch (ConfigException | RuntimeException failed) {
            cluster.close();
            throw failed;
        } catch (IOException failed) {
            cluster.close();
            throw new UncheckedIOException(failed);
        }
    }

    Target target(int compression) {
        return new Target(ClientOptions.of(NAME, masters).withCompression(compression));
    }

    private void launch() throws IOException, ConfigException {
        var values = addresses();
        for (var node : file.commands().keySet()) {
            if (ClusterFile.isMaster(node)) {
                masters.add(Addresses.parse(values.get(node), 0));
            }
        }
        values.put(
                "masters",
                String.join(" ", masters.stream().map(Address::toString).toList()));
        values.put("cluster", NAME);
        values.put("folder", folder.toString());
        for (var node : file.commands(values).entrySet()) {
            var process = new ProcessBuilder("sh", "-c", node.getValue())
                    .redirectErrorStream(true)
                    .redirectOutput(output(node.getKey()).toFile())
                    .start();
            process.getOutputStream().close();
            nodes.put(node.getKey(), process);
        }
    }

    /// An address for each node. All ports are reserved before the first is given back: no two are the same.
    private Map<String, String> addresses() throws IOException {
        var values = new LinkedHashMap<String, String>();
        var reserved = new ArrayList<ServerSocket>();
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            for (var node : file.commands().keySet()) {
                var socket = new ServerSocket(0, 1, loopback);
                reserved.add(socket);
                values.put(node, loopback.getHostAddress() + ":" + socket.getLocalPort());
            }
        } finally {
            for (var socket : reserved) {
                socket.close();
            }
        }
        return values;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var storage = target(0).open(BETWEEN_LOOKS)) {
            while (true) {
                try {
                    storage.lastTransaction();
                    return;
                } catch (NeoTimeoutException notYet) {
                    checkAlive();
                    if (System.nanoTime() - deadline > 0) {
                        throw new BenchException(file.label() + ": the cluster does not serve clients after "
                                + PATIENCE.toSeconds() + " s: does its master start it by itself?");
                    }
                }
            }
        }
    }

    private void checkAlive() {
        nodes.forEach((node, process) -> {
            if (!process.isAlive()) {
                throw new BenchException(
                        file.label() + ": " + node + " ended with status " + process.exitValue() + lastLine(node));
            }
        });
    }

    private String lastLine(String node) {
        try {
            var lines = Files.readAllLines(output(node));
            return lines.isEmpty() ? "" : ": " + lines.getLast();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private Path output(String node) {
        return folder.resolve(node + ".log");
    }

    /// Ends the nodes in the order of the file, by force those that do not heed. A node may be a child of its shell,
    /// which ends before it.
    private void stop() {
        var processes = nodes.values().stream()
                .flatMap(node -> Stream.concat(node.descendants(), Stream.of(node.toHandle())))
                .toList();
        processes.forEach(ProcessHandle::destroy);
        for (var process : processes) {
            process.onExit()
                    .completeOnTimeout(process, UNTIL_KILLED.toSeconds(), TimeUnit.SECONDS)
                    .join();
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            return;
        }
        stop();
    }
}
