package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.config.Context.Kind;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.DataStatus.State;
import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.migrate.CopyMonitor;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientSessionTest {
    /// Nobody listens there.
    private static final Address NOBODY = new Address("127.0.0.1", 1);

    private static final ClusterSource SOURCE =
            new ClusterSource("demo", Kind.development, NOBODY, List.of(NOBODY), "demo", null, null);

    private static Reason refusal(CompletableFuture<?> answer) {
        try {
            answer.join();
            throw new AssertionError("was not refused");
        } catch (CompletionException failed) {
            return ((RefusedException) failed.getCause()).refusal().reason();
        }
    }

    @Test
    void withoutMastersThereIsNoSession() {
        try (var session = new ClientSession(ClusterSource.of(NOBODY))) {
            session.want();
            session.apply(Snapshots.cluster(ClusterState.RUNNING, "R U"));

            assertThat(session.status().state()).isEqualTo(State.NOT_CONFIGURED);
            assertThat(refusal(session.object(0, DataSession.NONE))).isEqualTo(Reason.NO_DATA_NOW);
        }
    }

    @Test
    void aClientIsThereWhileItIsWantedAndTheClusterServes() {
        try (var session = new ClientSession(SOURCE)) {
            session.apply(Snapshots.cluster(ClusterState.RUNNING, "R U"));
            assertThat(session.status().state()).as("not wanted").isEqualTo(State.IDLE);

            session.want();
            assertThat(session.status().state()).isEqualTo(State.CONNECTING);
            session.apply(Snapshots.cluster(ClusterState.RECOVERING, "R U"));
            assertThat(session.status().state()).isEqualTo(State.WAITING);
            session.apply(Snapshots.cluster(ClusterState.BACKINGUP, "R U"));
            assertThat(session.status().state()).isEqualTo(State.CONNECTING);
            session.pause().join();
            session.apply(Snapshots.cluster(ClusterState.RUNNING, "R U"));
            assertThat(session.status().state()).as("for a moment").isEqualTo(State.WAITING);
            assertThat(session.isConnected()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ClusterState.class,
            names = {"RUNNING", "BACKINGUP"},
            mode = EnumSource.Mode.EXCLUDE)
    void inOtherStatesItWaits(ClusterState state) {
        try (var session = new ClientSession(SOURCE)) {
            session.want();
            session.apply(Snapshots.cluster(state, "R U"));

            assertThat(session.status().state()).isEqualTo(State.WAITING);
        }
    }

    @Test
    void idsThatEndNodesOfTheReferenceAreRefused() {
        try (var session = new ClientSession(SOURCE)) {
            long tooLarge = 1L << 63 | 1;

            assertThat(refusal(session.object(tooLarge, DataSession.NONE))).isEqualTo(Reason.NOT_AN_ID);
            assertThat(refusal(session.object(0, tooLarge))).isEqualTo(Reason.NOT_AN_ID);
            assertThat(refusal(session.history(tooLarge, 1))).isEqualTo(Reason.NOT_AN_ID);
            assertThat(refusal(session.transaction(tooLarge, 0, 1))).isEqualTo(Reason.NOT_AN_ID);
            assertThat(refusal(session.entries(tooLarge, DataSession.NONE, 1))).isEqualTo(Reason.NOT_AN_ID);
            assertThat(refusal(session.transactions(tooLarge, Filter.ALL, 1, 1)))
                    .isEqualTo(Reason.NOT_AN_ID);
            assertThat(refusal(session.transactions(DataSession.NONE, new Filter("", "", tooLarge), 1, 1)))
                    .isEqualTo(Reason.NOT_AN_ID);
        }
    }

    @Test
    void theFeedCountsAndForgets() {
        var feed = new CommitFeed();
        feed.invalidate(new Tid(1), List.of(new Oid(0)));
        feed.partitions(4);
        feed.invalidate(new Tid(2), List.of(new Oid(1), new Oid(5), new Oid(6)));
        feed.invalidateAll();

        var counts = feed.counts();
        assertThat(counts.commits()).isEqualTo(2);
        assertThat(counts.objects()).isEqualTo(4);
        assertThat(counts.lastTid()).isEqualTo(2);
        assertThat(counts.resets()).isEqualTo(1);
        assertThat(counts.byPartition()).containsExactly(0, 2, 1, 0);
    }

    @Test
    void aFileIsLookedThrough() {
        var copies = new ClientCopies(SOURCE, () -> Snapshots.cluster(ClusterState.RECOVERING, "R U"));
        var folder = Path.of("../neo-engine/src/test/resources/filestorage");

        var well = copies.inspect(folder.resolve("btrees.fs"), _ -> {});
        assertThat(well.transactions()).isEqualTo(4);
        assertThat(well.records()).isEqualTo(19);
        assertThat(well.objects()).isEqualTo(15);
        assertThat(well.isDamaged()).isFalse();
        assertThat(Instant.ofEpochSecond(new Tid(well.lastTid()).toInstant().getEpochSecond()))
                .isEqualTo("2024-02-29T12:00:13Z");
        var damaged = copies.inspect(folder.resolve("bad-transaction-length.fs"), _ -> {});
        assertThat(damaged.isDamaged()).isTrue();
        assertThat(damaged.anomalies()).hasSize(damaged.anomalyCount());
        assertThatThrownBy(() -> copies.inspect(folder.resolve("none.fs"), _ -> {}))
                .hasMessageContaining("no such file");
    }

    @Test
    void nothingIsCopiedIntoAClusterThatDoesNotRun() {
        var monitor = new CopyMonitor() {
            @Override
            public void advance(int objects, long bytes, double fraction) {}

            @Override
            public boolean isStopped() {
                return false;
            }
        };
        var copies = new ClientCopies(SOURCE, () -> Snapshots.cluster(ClusterState.RECOVERING, "R U"));

        assertThatThrownBy(() -> copies.copyIn(Path.of("any.fs"), false, monitor))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> copies.copyOut(Path.of("any.fs"), DataSession.NONE, monitor))
                .isInstanceOf(RefusedException.class);
    }
}
