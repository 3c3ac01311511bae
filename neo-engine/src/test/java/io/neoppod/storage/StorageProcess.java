package io.neoppod.storage;

import io.neoppod.config.DatabaseOptions;
import io.neoppod.config.StorageOptions;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.storage.database.Databases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A storage node in a process of its own, which a test can kill.
final class StorageProcess {

    private StorageProcess() {}

    /// Starts `main` below in another JVM.
    static Process start(Address master, Path file, Path log) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        StorageProcess.class.getName(),
                        Integer.toString(master.port()),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        var master = new Address("127.0.0.1", Integer.parseInt(arguments[0]));
        var database = DatabaseOptions.sqlite(arguments[1]);
        var options = new StorageOptions(
                "kill",
                List.of(master),
                new Address("127.0.0.1", 0),
                null,
                database,
                false,
                false,
                false,
                NodeIds.NONE);
        var runtime = new NettyRuntime("storage", null, (what, fault) -> fault.printStackTrace());
        var node = new StorageNode(runtime, options, Databases.open(database, "kill"));
        node.start();
        System.out.println(node.terminated().toCompletableFuture().join());
        runtime.close();
    }
}
