package io.neoppod.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.ConflictException;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.runtime.netty.NettyRuntime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our client and our control against a cluster of Python nodes: 1 master, 1 admin, 2 storages, 1 replica.
class PythonClusterInteropIT {
    private static final String READ_ALL = """
            import sys
            from neo.client.Storage import Storage
            s = Storage(master_nodes=sys.argv[1], name='interop')
            for t in s.iterator():
                for r in t:
                    print(t.tid.hex(), r.oid.hex(), t.user.decode(), r.data.decode())
            s.close()
            """;

    @Test
    void ourClientCommitsAndPythonReadsTheSame(@TempDir Path folder) throws Exception {
        int master = Reference.freePort();
        int admin = Reference.freePort();
        var masters = "127.0.0.1:" + master;
        try (var python = Reference.in(folder)) {
            python.start("master", "-c", "interop", "-m", masters, "-b", masters, "-r", "1", "-p", "12", "-A", "2");
            python.start("admin", "-c", "interop", "-m", masters, "-b", "127.0.0.1:" + admin);
            for (var name : List.of("s1", "s2")) {
                var database = folder.resolve(name + ".sqlite").toString();
                python.start("storage", "-c", "interop", "-m", masters, "-a", "SQLite", "-d", database);
            }
            python.awaitState(admin, "RUNNING");

            var expected = new ArrayList<String>();
            try (var storage = NeoStorage.open(
                    ClientOptions.parse("neo://interop@" + masters).withTimeout(Duration.ofSeconds(20)))) {
                var oid = storage.newOid();
                var first = commit(storage, oid, null, "one ".repeat(30), expected);
                var second = commit(storage, oid, first, "two", expected);
                assertThat(storage.load(oid).serial()).isEqualTo(second);
                assertThat(storage.loadBefore(oid, second).orElseThrow().next()).isEqualTo(second);
                assertThat(storage.loadBefore(oid, first)).isEmpty();
                assertThatThrownBy(() -> commit(storage, oid, first, "late", expected))
                        .isInstanceOf(ConflictException.class);
                assertThatThrownBy(() -> storage.load(new Oid(0x123456789L))).isInstanceOf(NoSuchObjectException.class);
                for (int i = 0; i < 50; i++) {
                    commit(storage, storage.newOid(), null, "object " + i, expected);
                }
                assertThat(readAll(storage)).isEqualTo(expected);
            }
            var read = python.script(READ_ALL, masters);
            assertThat(read.output().lines()).as(read.errors()).containsExactlyElementsOf(expected);
            checkControl(admin);
        }
    }

    private static void checkControl(int adminPort) throws Exception {
        try (var control = new ClusterControl(
                new NettyRuntime("ctl", null, (what, error) -> {}), new Address("127.0.0.1", adminPort))) {
            assertThat(control.clusterState().get(10, TimeUnit.SECONDS)).isEqualTo(ClusterState.RUNNING);
            assertThat(control.nodes(null).get(10, TimeUnit.SECONDS)).hasSize(4);
            assertThat(control.partitions(0, 0).get(10, TimeUnit.SECONDS).rows())
                    .hasSize(12);
            assertThat(control.lastIds().get(10, TimeUnit.SECONDS).ptid()).isEqualTo(1);
            assertThat(control.summary().get(10, TimeUnit.SECONDS).text()).startsWith("RUNNING; UP_TO_DATE=24; ltid=");
        }
    }

    private static Tid commit(NeoStorage storage, Oid oid, Tid base, String data, List<String> expected) {
        try (var transaction = storage.begin(TransactionMetadata.of("java", "interop"))) {
            transaction.store(oid, base, data.getBytes(StandardCharsets.UTF_8));
            var tid = transaction.finish();
            expected.add(tid + " " + oid + " java " + data);
            return tid;
        }
    }

    private static List<String> readAll(NeoStorage storage) {
        var lines = new ArrayList<String>();
        storage.iterate(null, null)
                .forEachRemaining(transaction -> storage.records(transaction)
                        .forEach(record -> lines.add(transaction.tid() + " " + record.oid() + " "
                                + new String(transaction.metadata().user(), StandardCharsets.UTF_8) + " "
                                + new String(record.data(), StandardCharsets.UTF_8))));
        return lines;
    }
}
