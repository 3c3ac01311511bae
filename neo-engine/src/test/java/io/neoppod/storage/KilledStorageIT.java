package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoException;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.config.ConfigException;
import io.neoppod.config.MasterOptions;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.netty.NettyRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Storages are killed by the system while clients commit: every finished transaction is found.
class KilledStorageIT {
    private static final int KILLS = 20;
    private static final int WRITERS = 4;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Map<Tid, String> finished = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void everyFinishedTransactionSurvives(@TempDir Path folder) throws Exception {
        var options = new MasterOptions("kill", List.of(), new Address("127.0.0.1", 0), null, 2, NodeIds.NONE, 1, 8);
        var runtime = new NettyRuntime("master", null, (what, fault) -> fault.printStackTrace());
        var master = new MasterNode(runtime, options);
        master.start();
        var storages = new Process[2];
        try {
            for (int i = 0; i < storages.length; i++) {
                storages[i] = start(master, folder, i);
            }
            awaitWhole(runtime, master);
            var writers = writers(master.address());
            kill(folder, runtime, master, storages);
            over.set(true);
            for (var writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            verify(master.address());
        } finally {
            over.set(true);
            for (var storage : storages) {
                storage.destroyForcibly().waitFor();
            }
            master.close();
            runtime.close();
        }
    }

    /// Kills one storage, or both at once, while the writers go on.
    private void kill(Path folder, NettyRuntime runtime, MasterNode master, Process[] storages) throws Exception {
        var chance = new Random(42);
        int kills = 0;
        while (kills < KILLS) {
            int before = finished.size();
            int more = 1 + chance.nextInt(20);
            await("commits go on", () -> finished.size() >= before + more);
            boolean both = chance.nextInt(3) == 0;
            int victim = chance.nextInt(storages.length);
            for (int i = 0; i < storages.length; i++) {
                if (both || i == victim) {
                    storages[i].destroyForcibly().waitFor();
                    kills++;
                }
            }
            for (int i = 0; i < storages.length; i++) {
                if (!storages[i].isAlive()) {
                    storages[i] = start(master, folder, i);
                }
            }
            awaitWhole(runtime, master);
        }
    }

    private List<CompletableFuture<Void>> writers(Address master) {
        var writers = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < WRITERS; i++) {
            var name = "writer-" + i;
            var done = new CompletableFuture<Void>();
            Thread.ofPlatform().name(name).start(() -> {
                try {
                    write(name, master);
                    done.complete(null);
                } catch (RuntimeException unexpected) {
                    done.completeExceptionally(unexpected);
                }
            });
            writers.add(done);
        }
        return writers;
    }

    private void write(String name, Address master) {
        try (var storage = open(master)) {
            for (int n = 0; !over.get(); n++) {
                var value = name + " " + n;
                try (var transaction = storage.begin(TransactionMetadata.of(name, ""))) {
                    var oid = storage.newOid();
                    transaction.store(oid, null, value.getBytes(StandardCharsets.UTF_8));
                    finished.put(transaction.finish(), oid + " " + value);
                } catch (NeoException lost) {
                    // The outcome is told as it is: this one is not committed, or nobody could say.
                    assertThat(lost.getMessage()).isNotBlank();
                }
            }
        }
    }

    private void verify(Address master) {
        assertThat(finished).hasSizeGreaterThan(KILLS * 5);
        try (var storage = open(master)) {
            finished.forEach((tid, written) -> {
                int space = written.indexOf(' ');
                var oid = Oid.parse(written.substring(0, space));
                var data = storage.loadSerial(oid, tid).data();
                assertThat(new String(data, StandardCharsets.UTF_8)).isEqualTo(written.substring(space + 1));
            });
            var listed = new ArrayList<Tid>();
            storage.iterate(null, null).forEachRemaining(transaction -> listed.add(transaction.tid()));
            assertThat(listed).containsAll(finished.keySet()).isSorted();
        }
    }

    private static NeoStorage open(Address master) {
        try {
            return NeoStorage.open(ClientOptions.of("kill", List.of(master)).withTimeout(Duration.ofSeconds(30)));
        } catch (ConfigException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Process start(MasterNode master, Path folder, int i) throws IOException {
        return StorageProcess.start(
                master.address(), folder.resolve("s" + i + ".sqlite"), folder.resolve("s" + i + ".log"));
    }

    private static void awaitWhole(NettyRuntime runtime, MasterNode master) throws Exception {
        await("every copy is readable", () -> {
            var asked = new CompletableFuture<MasterNode.Snapshot>();
            runtime.loop().execute(() -> asked.complete(master.snapshot()));
            var snapshot = asked.join();
            return snapshot.state() == ClusterState.RUNNING
                    && snapshot.rows().stream()
                            .flatMap(List::stream)
                            .allMatch(cell -> cell.state().isReadable());
        });
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(PATIENCE_NS);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
