package io.neoppod.gui.facade;

import static io.neoppod.gui.facade.Snapshots.M1;
import static io.neoppod.gui.facade.Snapshots.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.gui.facade.Verdict.Situation;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real clusters, in this process, on loopback.
class ClusterFacadeTest {
    private static final int PATIENCE_S = 30;

    @TempDir
    private Path folder;

    @Test
    void aClusterIsStartedWatchedHurtHealedAndStopped() throws Exception {
        try (var facade = ClusterFacade.launch(settings())) {
            var running = await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);
            assertThat(running.isStale()).isFalse();
            assertThat(running.source().isEmbedded()).isTrue();
            assertThat(running.view().partitions()).isEqualTo(4);
            assertThat(running.view().fewestCopies()).isEqualTo(2);
            assertThat(running.view().primary()).isEqualTo(M1);
            assertThat(running.view().ids().ptid())
                    .isEqualTo(running.view().table().ptid());

            facade.kill(S2).get(PATIENCE_S, TimeUnit.SECONDS);
            var hurt = await(
                    facade,
                    snapshot -> Verdict.on(snapshot).situation() == Situation.STORAGE_DOWN
                            && !snapshot.process(snapshot.view().node(S2)).isRunning());
            assertThat(Verdict.on(hurt).subjects()).isEqualTo("S2");
            assertThat(hurt.view().count(S2, CellState.OUT_OF_DATE)).isEqualTo(4);
            assertThat(hurt.view().fewestCopies()).isEqualTo(1);

            facade.startProcess(S2).get(PATIENCE_S, TimeUnit.SECONDS);
            await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);

            facade.setClusterState(ClusterState.STOPPING).get(PATIENCE_S, TimeUnit.SECONDS);
            var stopped = await(facade, snapshot -> snapshot.link() == Link.STOPPED);
            assertThat(stopped.isStale()).isTrue();
            assertThat(stopped.view().partitions()).as("the last view is kept").isEqualTo(4);
        }
    }

    @Test
    void anotherFacadeSeesTheSameThroughTheAdmin() throws Exception {
        try (var facade = ClusterFacade.launch(settings());
                var remote = ClusterFacade.connect(facade.source().admin())) {
            var seen = await(remote, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);

            assertThat(seen.source().isEmbedded()).isFalse();
            assertThat(seen.processes()).isEmpty();
            assertThat(seen.view().nodes()).hasSize(4).allMatch(node -> node.state() == NodeState.RUNNING);
            await(remote, snapshot -> snapshot.view().report() != null);
        }
    }

    @Test
    void anAdminThatIsLostComesBack() throws Exception {
        try (var cluster = EmbeddedCluster.start(settings());
                var facade = ClusterFacade.connect(cluster.admin())) {
            await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);

            cluster.kill("admin");
            var lost = await(facade, snapshot -> snapshot.link() == Link.UNREACHABLE);
            assertThat(lost.isStale()).isTrue();
            assertThat(lost.view().partitions()).as("the last view is kept").isEqualTo(4);

            cluster.start("admin");
            await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);
        }
    }

    @Test
    void anAdminWithoutPrimaryMasterIsToldFromAnAdminThatIsNotThere() throws Exception {
        try (var cluster = EmbeddedCluster.start(settings());
                var facade = ClusterFacade.connect(cluster.admin())) {
            await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);

            cluster.kill("master");
            await(facade, snapshot -> snapshot.link() == Link.NO_PRIMARY);
        }
    }

    @Test
    void chanceMakesTicksLonger() throws Exception {
        var largest = new RandomGenerator() {
            @Override
            public long nextLong() {
                return Long.MAX_VALUE;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        try (var facade = ClusterFacade.connect(ClusterSource.of(new Address("127.0.0.1", 1)), largest)) {
            var ticks = new LinkedBlockingQueue<Instant>();
            facade.onSnapshot(snapshot -> ticks.add(snapshot.at()));
            var first = ticks.poll(PATIENCE_S, TimeUnit.SECONDS);
            var second = ticks.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(Duration.between(first, second)).isGreaterThan(Duration.ofMillis(1_050));
        }
    }

    @Test
    void whatIsRefusedIsNotSent() throws Exception {
        try (var facade = ClusterFacade.launch(settings())) {
            await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);

            assertThatThrownBy(() -> facade.kill(M1).get(PATIENCE_S, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.PRIMARY));
        }
    }

    @Test
    void whatTheScreensDoWrongDoesNotEndThePolls() throws Exception {
        try (var facade = ClusterFacade.launch(settings())) {
            facade.onSnapshot(_ -> {
                throw new IllegalStateException("a fault of a screen");
            });
            var seen = await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);
            await(facade, snapshot -> snapshot.at().isAfter(seen.at()));
        }
    }

    @Test
    void aTweakIsTriedThenDone() throws Exception {
        try (var facade = ClusterFacade.launch(settings())) {
            await(facade, snapshot -> Verdict.on(snapshot).situation() == Situation.HEALTHY);

            facade.setReplicas(0).get(PATIENCE_S, TimeUnit.SECONDS);
            await(facade, snapshot -> snapshot.view().table().replicas() == 0);
            var tried = facade.tryTweak(new int[0]).get(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(tried.changed()).isTrue();
            assertThat(facade.snapshot().view().count(CellState.UP_TO_DATE)).isEqualTo(8);

            facade.tweak(new int[0]).get(PATIENCE_S, TimeUnit.SECONDS);
            await(facade, snapshot -> snapshot.view().count(CellState.UP_TO_DATE) == 4);
        }
    }

    @Test
    void nothingAtTheAddressIsSaid() throws Exception {
        try (var facade = ClusterFacade.connect(new Address("127.0.0.1", 1))) {
            var lost = await(facade, snapshot -> snapshot.link() != Link.CONNECTING);

            assertThat(lost.link()).isEqualTo(Link.UNREACHABLE);
            assertThat(lost.isStale()).isTrue();
            assertThat(lost.view()).isNull();
            assertThat(lost.nextPoll()).isPositive();
        }
    }

    private EmbeddedSettings settings() {
        return EmbeddedSettings.in(folder.resolve("demo")).withPartitions(4);
    }

    private static ClusterSnapshot await(ClusterFacade facade, Predicate<ClusterSnapshot> condition) throws Exception {
        var found = new CompletableFuture<ClusterSnapshot>();
        facade.onSnapshot(snapshot -> {
            if (condition.test(snapshot)) {
                found.complete(snapshot);
            }
        });
        facade.refresh();
        return found.get(PATIENCE_S, TimeUnit.SECONDS);
    }
}
