package io.neoppod.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.config.ConfigException;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole clusters on real files and loopback.
class EmbeddedClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private EmbeddedSettings settings;

    @BeforeEach
    void useTheFolder() throws IOException {
        settings = EmbeddedSettings.in(folder.toRealPath().resolve("dev"));
    }

    @Test
    void isDeletedWithItsFolderUnlessItRuns() throws Exception {
        try (var cluster = ready(settings)) {
            commit(cluster, "lost");
            assertThatThrownBy(() -> EmbeddedCluster.delete(settings.folder()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("already running");
        }
        EmbeddedCluster.delete(settings.folder());

        assertThat(settings.folder()).doesNotExist();
        assertThatThrownBy(() -> EmbeddedCluster.delete(settings.folder()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("there is no cluster in " + settings.folder());
        assertThat(settings.folder()).doesNotExist();
    }

    @Test
    void leavesWhatOthersPutIntoItsFolderWhenItIsDeleted() throws Exception {
        ready(settings).close();
        var notes = Files.writeString(settings.folder().resolve("storage-1.sqlite.txt"), "mine");
        var logs = Files.createDirectory(settings.folder().resolve("logs"));
        EmbeddedCluster.delete(settings.folder());

        try (var left = Files.list(settings.folder())) {
            assertThat(left).containsExactlyInAnyOrder(notes, logs);
        }
    }

    @Test
    void keepsItsDataAndShapeFromOneStartToTheNext() throws Exception {
        Oid oid;
        Address master;
        try (var cluster = ready(settings.withPartitions(5))) {
            oid = commit(cluster, "kept");
            master = cluster.master();

            var snapshot = cluster.snapshot();
            assertThat(snapshot.cluster()).isEqualTo("dev");
            assertThat(snapshot.folder()).isEqualTo(settings.folder());
            assertThat(snapshot.state()).isEqualTo(ClusterState.RUNNING);
            assertThat(snapshot.nodes()).allMatch(NodeStatus::isRunning);
            assertThat(snapshot.nodes())
                    .extracting(NodeStatus::name)
                    .containsExactly("master", "storage-1", "storage-2", "admin");
            assertThat(snapshot.view().rows()).hasSize(5).allMatch(row -> row.size() == 2);
        }
        try (var cluster = ready(settings)) {
            assertThat(load(cluster, oid)).isEqualTo("kept");
            assertThat(cluster.snapshot().partitions()).isEqualTo(5);
            assertThat(cluster.snapshot().view().rows()).hasSize(5);
            assertThat(cluster.master()).isEqualTo(master);
        }
    }

    @Test
    void aFolderHasOneRunningCluster() throws Exception {
        try (var cluster = ready(settings)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> EmbeddedCluster.start(settings))
                        .isInstanceOf(ConfigException.class)
                        .hasMessage(
                                "cluster 'dev' is already running on %s (master %s, admin %s)",
                                settings.folder(), cluster.master(), cluster.admin());
            }
            assertThat(cluster.snapshot().nodes()).allMatch(NodeStatus::isRunning);
        }
    }

    @Test
    void anotherShapeThanThatOfTheFolderIsRefused() throws Exception {
        EmbeddedCluster.start(settings).close();

        assertRefused(settings.withPartitions(24), "the number of partitions of the cluster in DIR is 12, not 24");
        assertRefused(settings.withStorages(3), "the number of storages of the cluster in DIR is 2, not 3");
        assertRefused(settings.withReplicas(0), "the number of replicas of the cluster in DIR is 1, not 0");
        assertRefused(settings.withCluster("other"), "the cluster name of the cluster in DIR is dev, not other");
        EmbeddedCluster.start(settings.withPartitions(12).withStorages(2)).close();
    }

    private static void assertRefused(EmbeddedSettings wanted, String reason) {
        assertThatThrownBy(() -> EmbeddedCluster.start(wanted))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(reason.replace("DIR", wanted.folder().toString()));
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        assertRefused(settings.withStorages(1).withReplicas(1), "1 replica(s) need at least 2 storages, not 1");
        assertRefused(settings.withMasters(0), "a cluster needs at least one master");
        assertRefused(settings.withPartitions(0), "a cluster needs at least one storage and one partition");
        assertRefused(settings.withStorages(0), "a cluster needs at least one storage and one partition");
        assertRefused(settings.withCluster(" "), "the name of the cluster is empty");
    }

    @Test
    void portsThatAreTakenAreReplacedAndRemembered() throws Exception {
        var wanted = settings.withStorages(1).withUsualPorts();
        var other = wanted.withFolder(folder.resolve("other")).withCluster("other");
        Address before;
        try (var first = ready(wanted);
                var second = ready(other)) {
            assertThat(first.master()).isNotEqualTo(second.master());
            assertThat(first.admin()).isNotEqualTo(second.admin());
            before = second.master();
        }
        Address after;
        try (var taken = new ServerSocket(before.port(), 1, InetAddress.getByName(before.host()))) {
            assertThat(taken.isBound()).isTrue();
            try (var cluster = ready(other)) {
                after = cluster.master();
                assertThat(after).isNotEqualTo(before);
                commit(cluster, "elsewhere");
            }
        }
        try (var cluster = ready(other)) {
            assertThat(cluster.master()).isEqualTo(after);
        }
    }

    @Test
    void oneMoreStorageWaitsToBeAddedAndIsRemembered() throws Exception {
        try (var cluster = ready(settings)) {
            assertThat(cluster.addStorage()).isEqualTo("storage-3");
            assertThat(status(cluster, "storage-3").isRunning()).isTrue();
            assertThat(cluster.snapshot().view().rows()).allMatch(row -> row.size() == 2);
        }
        try (var cluster = ready(settings)) {
            assertThat(status(cluster, "storage-3").isRunning()).isTrue();
        }
    }

    @Test
    void aForgottenStorageIsNotStartedAgainAndItsNumberNotGivenAgain() throws Exception {
        try (var cluster = ready(settings)) {
            cluster.addStorage();
            cluster.addStorage();
            cluster.forget("storage-4");
            cluster.forget("storage-3");
            cluster.forget("admin");
            assertThat(cluster.snapshot().nodes())
                    .extracting(NodeStatus::name)
                    .containsExactly("master", "storage-1", "storage-2", "admin");
        }
        try (var cluster = ready(settings.withStorages(2))) {
            assertThat(cluster.addStorage()).isEqualTo("storage-5");
        }
        try (var cluster = ready(settings.withStorages(3))) {
            assertThat(cluster.snapshot().nodes())
                    .extracting(NodeStatus::name)
                    .containsExactly("master", "storage-1", "storage-2", "storage-5", "admin");
        }
    }

    @Test
    void aStorageMayDieAndComeBack() throws Exception {
        try (var cluster = ready(settings)) {
            var first = commit(cluster, "with both");
            cluster.kill("storage-1");
            assertThat(status(cluster, "storage-1").ended()).isEqualTo("killed");
            assertThat(load(cluster, first)).isEqualTo("with both");
            var second = commit(cluster, "with one");

            cluster.start("storage-1");
            assertThat(status(cluster, "storage-1").isRunning()).isTrue();
            assertThat(load(cluster, second)).isEqualTo("with one");
        }
    }

    @Test
    void aStorageThatDiesAgainAndAgainIsUpToDateAgain() throws Exception {
        try (var cluster = ready(settings)) {
            for (int round = 0; round < 10; round++) {
                awaitWhole(cluster);
                cluster.kill("storage-" + (1 + round % 2));
                cluster.start("storage-" + (1 + round % 2));
            }
            awaitWhole(cluster);
        }
    }

    @Test
    void withSeveralMastersAnotherOneTakesOver() throws Exception {
        List<Address> masters;
        Oid oid;
        try (var cluster = ready(settings.withCluster("takeover").withMasters(2))) {
            masters = cluster.masters();
            assertThat(masters).hasSize(2).doesNotHaveDuplicates();
            oid = commit(cluster, "kept");
            var primary = EmbeddedCluster.masterName(masters.indexOf(primary(cluster)));

            cluster.kill(primary);
            assertThat(load(cluster, oid)).isEqualTo("kept");
            cluster.start(primary);
        }
        try (var cluster = ready(settings)) {
            assertThat(cluster.masters()).isEqualTo(masters);
            assertThat(load(cluster, oid)).isEqualTo("kept");
        }
    }

    private static Address primary(EmbeddedCluster cluster) {
        var view = cluster.snapshot().view();
        return view.nodes().stream()
                .filter(node -> node.nid() == view.primary())
                .map(NodeInfo::address)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void masterAndAdminMayDieAndComeBackAtTheirAddresses() throws Exception {
        try (var cluster = ready(settings)) {
            var oid = commit(cluster, "kept");
            var master = cluster.master();
            var admin = cluster.admin();
            cluster.kill("admin");
            assertThat(cluster.snapshot().state()).isNull();
            cluster.kill("master");
            cluster.start("master");
            cluster.start("admin");

            assertThat(cluster.master()).isEqualTo(master);
            assertThat(cluster.admin()).isEqualTo(admin);
            assertThat(load(cluster, oid)).isEqualTo("kept");
        }
    }

    @Test
    void readyTellsWhyItWillNotBe() throws Exception {
        var single = settings.withReplicas(0);
        try (var cluster = ready(single)) {
            assertThat(cluster.ready()).isCompleted();
        }
        // Half of the data are missing: the cluster waits for them.
        Files.delete(settings.folder().resolve("storage-1.sqlite"));
        try (var cluster = EmbeddedCluster.start(settings)) {
            var ready = cluster.ready();
            cluster.kill("storage-2");
            assertThat(ready)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(ConfigException.class)
                    .withMessageContaining("storage-2 ended: killed");
        }
    }

    @Test
    void aNodeThatCannotStartIsNamedAndNothingIsLeft() throws Exception {
        EmbeddedCluster.start(settings).close();
        var database = settings.folder().resolve("storage-2.sqlite");
        var content = Files.readAllBytes(database);
        Files.writeString(database, "this was never a database of anybody");

        assertThatThrownBy(() -> EmbeddedCluster.start(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("storage-2: %s is not an SQLite database", database);
        Files.write(database, content);
        ready(settings).close();
    }

    @Test
    void whatIsNotAFolderIsRefused() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedCluster.start(EmbeddedSettings.in(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("cannot use the folder " + file + ": ");
    }

    @Test
    void damagedSettingsAreRefused() throws Exception {
        EmbeddedCluster.start(settings).close();
        var file = settings.folder().resolve("cluster.properties");
        Files.writeString(file, Files.readString(file).replace("partitions=12", "partitions=dozen"));

        assertThatThrownBy(() -> EmbeddedCluster.start(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": partitions must be a number, not 'dozen'");
    }

    private static EmbeddedCluster ready(EmbeddedSettings settings) throws Exception {
        var cluster = EmbeddedCluster.start(settings);
        try {
            cluster.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return cluster;
        } catch (Exception failure) {
            cluster.close();
            throw failure;
        }
    }

    private static void awaitWhole(EmbeddedCluster cluster) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isWhole(cluster)) {
            assertThat(System.nanoTime()).as("all cells are up to date").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static boolean isWhole(EmbeddedCluster cluster) {
        var snapshot = cluster.snapshot();
        return snapshot.state() == ClusterState.RUNNING
                && snapshot.view().rows().stream()
                        .allMatch(row -> row.stream().allMatch(cell -> cell.state() == CellState.UP_TO_DATE));
    }

    private static NodeStatus status(EmbeddedCluster cluster, String name) {
        return cluster.snapshot().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Oid commit(EmbeddedCluster cluster, String data) throws ConfigException {
        try (var storage = open(cluster);
                var transaction = storage.begin(TransactionMetadata.of("test", "embedded"))) {
            var oid = storage.newOid();
            transaction.store(oid, null, data.getBytes(StandardCharsets.UTF_8));
            transaction.finish();
            return oid;
        }
    }

    private static String load(EmbeddedCluster cluster, Oid oid) throws ConfigException {
        try (var storage = open(cluster)) {
            return new String(storage.load(oid).data(), StandardCharsets.UTF_8);
        }
    }

    private static NeoStorage open(EmbeddedCluster cluster) throws ConfigException {
        return NeoStorage.open(
                ClientOptions.of(cluster.name(), cluster.masters()).withTimeout(PATIENCE));
    }
}
