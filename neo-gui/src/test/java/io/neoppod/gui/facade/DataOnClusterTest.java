package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.Commits.Fate;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Summary;
import io.neoppod.migrate.CopyMonitor;
import io.neoppod.pickle.BTreeNode;
import io.neoppod.pickle.Rendering;
import io.neoppod.protocol.ClusterState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data of a real cluster, into which a file was copied in two goes.
class DataOnClusterTest {
    private static final Path SOURCE = Path.of("../neo-engine/src/test/resources/filestorage/btrees.fs");
    private static final long FIRST = 0x03f6dcb01dddddddL;
    private static final long TREES = 0x03f6dcb033333333L;
    private static final long LAST = 0x03f6dcb03bbbbbbbL;

    @TempDir
    private static Path folder;

    private static ClusterFacade cluster;
    private static DataSession data;

    @BeforeAll
    static void launch() throws Exception {
        cluster = ClusterFacade.launch(EmbeddedSettings.in(folder.resolve("demo"))
                .withCluster("demo")
                .withStorages(2)
                .withReplicas(0)
                .withPartitions(3));
        await(snapshot -> snapshot.view() != null && snapshot.view().state() == ClusterState.RUNNING);
        data = cluster.data();
        data.want();
        await(_ -> data.status().state() == DataStatus.State.READY);
        assertThatThrownBy(() -> cluster.copies().copyIn(SOURCE, false, new Monitor(2)))
                .isInstanceOf(CancellationException.class);
        assertThat(answer(data.transactions(DataSession.NONE, Filter.ALL, 10, 10))
                        .rows())
                .as("what was copied before")
                .hasSize(2);
        var rest = new Monitor(Integer.MAX_VALUE);
        cluster.copies().copyIn(SOURCE, false, rest);
        assertThat(rest.transactions).isEqualTo(2);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    /// Ends a copy after some transactions.
    private static final class Monitor implements CopyMonitor {
        private final int most;
        private int transactions;

        Monitor(int most) {
            this.most = most;
        }

        @Override
        public void advance(int objects, long bytes, double fraction) {
            if (++transactions == most) {
                throw new CancellationException();
            }
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    }

    private static void await(Predicate<ClusterSnapshot> condition) throws Exception {
        var holds = new CompletableFuture<Void>();
        cluster.onSnapshot(snapshot -> {
            if (condition.test(snapshot)) {
                holds.complete(null);
            }
        });
        holds.get(30, TimeUnit.SECONDS);
    }

    private static <T> T answer(CompletableFuture<T> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void transactionsAreListedInPages() throws Exception {
        var first = answer(data.transactions(LAST, Filter.ALL, 3, 100));
        assertThat(first.rows()).hasSize(3);
        assertThat(first.rows().getFirst().tid()).isEqualTo(LAST);
        assertThat(first.rows().getLast().description()).isEqualTo("btrees");
        var rest = answer(data.transactions(first.next(), Filter.ALL, 3, 100));
        assertThat(rest.rows()).extracting(Summary::tid).containsExactly(FIRST);
        assertThat(rest.next()).isEqualTo(DataSession.NONE);

        var scanned = answer(data.transactions(LAST, new Filter("", "CREATION", DataSession.NONE), 3, 2));
        assertThat(scanned.rows()).isEmpty();
        assertThat(scanned.scanned()).isEqualTo(2);
        assertThat(answer(data.transactions(scanned.next(), new Filter("", "CREATION", DataSession.NONE), 3, 2))
                        .rows())
                .hasSize(1);
        assertThat(answer(data.transactions(LAST, new Filter("", "", 0xd), 9, 9))
                        .rows())
                .extracting(Summary::tid)
                .containsExactly(LAST, TREES);
    }

    @Test
    void aTransactionTellsWhatBecameOfItsObjects() throws Exception {
        var detail = answer(data.transaction(TREES, 0, 10));
        assertThat(detail.changes()).hasSize(10);
        assertThat(detail.hasMore()).isTrue();
        assertThat(answer(data.transaction(TREES, 10, 10)).changes()).hasSize(5);

        var last = answer(data.transaction(LAST, 0, 10)).changes();
        assertThat(last).hasSize(2).allSatisfy(change -> {
            assertThat(change.fate()).isEqualTo(Fate.CURRENT);
            assertThat(change.previous()).isEqualTo(TREES);
            assertThat(change.differences()).isNotEmpty();
        });
        assertThat(detail.changes())
                .filteredOn(change -> change.oid() == 0)
                .allMatch(change -> change.fate() == Fate.REPLACED && change.replacedBy() > TREES);
        assertThatThrownBy(() -> answer(data.transaction(FIRST + 1, 0, 10)))
                .hasRootCauseInstanceOf(RefusedException.class);
    }

    @Test
    void anObjectIsReadAtAnyMoment() throws Exception {
        assertThat(answer(data.history(0, 10)))
                .hasSizeGreaterThan(1)
                .last()
                .satisfies(revision -> assertThat(revision.tid()).isEqualTo(FIRST));
        var now = answer(data.object(0, DataSession.NONE));
        var then = answer(data.object(0, FIRST));
        assertThat(now.className()).isEqualTo("persistent.mapping.PersistentMapping");
        assertThat(now.next()).isEqualTo(DataSession.NONE);
        assertThat(then.serial()).isEqualTo(FIRST);
        assertThat(then.next()).isEqualTo(TREES);
        assertThat(then.references()).isEmpty();
        assertThat(now.references()).isNotEmpty();
        assertThat(answer(data.object(0, FIRST - 1)).exists()).isFalse();
        assertThat(answer(data.object(0x7000_0000_0000_0000L, DataSession.NONE)).problem())
                .contains("does not exist");
        assertThat(answer(data.history(0x7000_0000_0000_0000L, 10))).isEmpty();
    }

    @Test
    void aTreeIsReadLeafByLeaf() throws Exception {
        long tree = DataSession.NONE;
        for (long oid = 0; oid < 15; oid++) {
            if (answer(data.object(oid, DataSession.NONE)).tree() instanceof BTreeNode.Branch) {
                tree = oid;
            }
        }
        assertThat(tree).as("the file has a large tree").isNotEqualTo(DataSession.NONE);
        var page = answer(data.entries(tree, DataSession.NONE, 1));
        int count = page.entries().size();
        var last = Rendering.text(page.entries().getLast().key(), 100);
        while (page.next() != DataSession.NONE) {
            page = answer(data.entries(page.next(), DataSession.NONE, 1));
            count += page.entries().size();
            assertThat(Rendering.text(page.entries().getFirst().key(), 100)).isNotEqualTo(last);
        }
        assertThat(count)
                .isEqualTo(answer(data.entries(tree, DataSession.NONE, 100_000))
                        .entries()
                        .size());
    }

    /// Others commit: what they do is told, and a deletion is seen as one.
    @Test
    void commitsOfOthersAreCounted() throws Exception {
        long before = data.commits().commits();
        Tid tid;
        try (var other = NeoStorage.open(
                ClientOptions.of("demo", cluster.source().masters()).withTimeout(Duration.ofSeconds(30)))) {
            var oid = other.newOid();
            Tid created;
            try (var transaction = other.begin(TransactionMetadata.of("other", "create"))) {
                transaction.store(oid, null, "no record at all".getBytes(StandardCharsets.UTF_8));
                created = transaction.finish();
            }
            try (var transaction = other.begin(TransactionMetadata.of("other", "delete"))) {
                transaction.delete(oid, created);
                tid = transaction.finish();
            }
            assertThat(answer(data.object(oid.value(), created.value())).problem())
                    .contains("at byte");
            assertThat(answer(data.transaction(tid.value(), 0, 1)).changes())
                    .singleElement()
                    .satisfies(change -> assertThat(change.fate()).isEqualTo(Fate.DELETED));
            assertThat(answer(data.history(oid.value(), 5)).getFirst().isDeletion())
                    .isTrue();
        }
        await(_ -> data.commits().commits() >= before + 2 && data.commits().lastTid() == tid.value());
    }
}
