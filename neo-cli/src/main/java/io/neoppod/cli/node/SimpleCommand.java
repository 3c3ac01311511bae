package io.neoppod.cli.node;

import io.neoppod.admin.AdminNode;
import io.neoppod.cli.Failures;
import io.neoppod.cli.Logs;
import io.neoppod.cli.StopSignal;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.MasterOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.config.UserPaths;
import io.neoppod.master.MasterNode;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogWriter;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.storage.StorageNode;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo simple`, for what `neosimple` is used for: a cluster on free ports, to try things on.
@Command(
        name = "simple",
        header = "Runs a test cluster on free ports, a storage per database (same as neosimple).",
        description = "Prints where it is, one key=value per line. See 'neo dev' for a cluster that is kept.",
        footer = {
            "",
            "Examples:",
            "  neo simple --autostart a b",
            "  neo simple --partitions 12 --replicas 1 --temp_dir try a b c",
            "",
            "Exit status: 0 stopped; 1 failed; 2 wrong option."
        })
public final class SimpleCommand implements Callable<Integer> {
    private static final Address ANY_PORT = new Address("127.0.0.1", 0);
    private static final int MAX_NAME_NUMBER = 10_000;
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "S", description = "makes the random name reproducible")
    private @Nullable String seed;

    @Option(
            names = "--adapter",
            paramLabel = "NAME",
            defaultValue = "SQLite",
            description = "kind of database (default: ${DEFAULT-VALUE}, the only one yet)")
    private String adapter;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "number of partitions (default: 1)")
    private int partitions;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "copies of each partition besides the first (default: 0)")
    private int replicas;

    @Option(
            names = "--master_count",
            paramLabel = "N",
            defaultValue = "1",
            description = "masters (default: 1; more are not supported yet)")
    private int masterCount;

    @Option(names = "--name", paramLabel = "NAME", description = "name of the cluster (default: neo_ and a number)")
    private @Nullable String name;

    @Option(names = "--temp_dir", paramLabel = "FOLDER", description = "folder of the data (default: a new one)")
    private @Nullable String folder;

    @Option(names = "--clear_databases", description = "erase the databases first")
    private boolean clear;

    @Option(names = "--autostart", description = "do not wait for 'neo ctl start'")
    private boolean autostart;

    @Option(names = "--logger", description = "write the log of each node to a file in the folder, for neolog")
    private boolean logger;

    @Parameters(paramLabel = "db", arity = "1..*", description = "databases: names in the folder, or paths")
    private List<String> databases;

    private final List<NodeRuntime> runtimes = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    @Override
    public Integer call() {
        try {
            Logs.toStandardError();
            if (masterCount != 1) {
                throw new ConfigException("option --master_count: secondary masters are not supported by this version");
            }
            return run();
        } catch (ConfigException | LogException | DatabaseException wrong) {
            return fail(wrong.getMessage());
        } catch (IOException failure) {
            return fail(Failures.text(failure));
        } finally {
            stop();
            ended().join();
            runtimes.forEach(NodeRuntime::close);
        }
    }

    private int run() throws ConfigException, LogException, IOException {
        var dir = folder == null ? Files.createTempDirectory("neo_") : UserPaths.parse(folder);
        Files.createDirectories(dir);
        var random = seed == null ? new Random() : new Random(seed.hashCode());
        var cluster = name == null ? "neo_" + random.nextInt(MAX_NAME_NUMBER) : name;
        var stopped = new CompletableFuture<Void>();
        try (var _ = new StopSignal(this::stop, stopped, 0)) {
            start(cluster, dir);
            ended().join();
        } finally {
            stopped.complete(null);
        }
        return 0;
    }

    private void start(String cluster, Path dir) throws ConfigException, LogException, IOException {
        int awaited = autostart ? databases.size() : 0;
        var masterOptions = new MasterOptions(
                        cluster, List.of(), ANY_PORT, null, awaited, NodeIds.NONE, replicas, partitions)
                .validated();
        var master = new MasterNode(runtime("master", dir.resolve("master_0.log")), masterOptions);
        start(Node.of(master));
        var masters = List.of(master.address());
        var admin = new AdminNode(
                runtime("admin", dir.resolve("admin.log")),
                new AdminOptions(cluster, masters, ANY_PORT, null, NodeIds.NONE));
        start(Node.of(admin));
        for (int i = 0; i < databases.size(); i++) {
            var runtime = runtime("storage-" + (i + 1), dir.resolve("storage_" + i + ".log"));
            startStorage(runtime, cluster, masters, database(dir, databases.get(i)));
        }
        var out = spec.commandLine().getOut();
        out.println("name=" + cluster);
        out.println("masters=" + master.address());
        out.println("admin=" + admin.address());
        out.println("temp_dir=" + dir);
        out.println("Cluster running ...");
        out.flush();
    }

    private void startStorage(NodeRuntime runtime, String cluster, List<Address> masters, String database)
            throws ConfigException, IOException {
        var options = new StorageOptions(
                cluster,
                masters,
                ANY_PORT,
                null,
                new DatabaseOptions(adapter, database, null, false, 0),
                false,
                false,
                false,
                NodeIds.NONE);
        if (clear) {
            Databases.reset(options.database(), cluster);
        }
        var opened = Databases.open(options.database(), cluster);
        start(Node.of(new StorageNode(runtime, options, opened)));
    }

    private static String database(Path dir, String name) {
        return name.contains("/") ? name : dir.resolve(name + ".sqlite").toString();
    }

    private void start(Node node) throws ConfigException, IOException {
        nodes.add(node);
        node.start();
    }

    private NodeRuntime runtime(String node, Path log) throws LogException {
        var runtime = NettyRuntime.of(node, null);
        runtimes.add(runtime);
        LogWriter.attach(runtime, logger ? log : null);
        return runtime;
    }

    private void stop() {
        nodes.forEach(Node::stop);
    }

    /// Completes when all nodes have ended, by a signal or because the cluster was stopped.
    private CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(
                nodes.stream().map(node -> node.ended().toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo simple: " + message);
        return FAILED;
    }
}
