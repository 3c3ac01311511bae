package io.neoppod.reflink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.reflink.RunOptions.End;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On real clusters: one with objects that refer to others, one for the graph.
@Timeout(120)
class ReflinkTest {
    private static final GcOptions GC = new GcOptions(false, 1, 1000, null, 0);
    private static final GcOptions FULL = new GcOptions(true, 1, 1000, null, 0);
    private static final RunOptions BEFORE_GC = new RunOptions(End.BEFORE_GC, 60, null);
    private static final RunOptions AFTER_GC = new RunOptions(End.AFTER_GC, 60, null);

    @TempDir
    private Path folder;

    private EmbeddedCluster mainCluster;
    private EmbeddedCluster refsCluster;
    private NeoStorage main;
    private NeoStorage refs;
    private final List<String> told = new ArrayList<>();
    private final ReflinkLog log = new ReflinkLog() {
        @Override
        public void info(String message) {}

        @Override
        public void warning(String message) {
            told.add(message);
        }

        @Override
        public void error(String message) {
            told.add(message);
        }
    };

    @BeforeEach
    void start() throws Exception {
        mainCluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("main")));
        refsCluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("refs")));
        main = open(mainCluster);
        refs = open(refsCluster);
    }

    private static NeoStorage open(EmbeddedCluster cluster) throws Exception {
        cluster.ready().get(30, TimeUnit.SECONDS);
        return NeoStorage.open(ClientOptions.of(cluster.name(), List.of(cluster.master())));
    }

    @AfterEach
    void stop() {
        main.close();
        refs.close();
        mainCluster.close();
        refsCluster.close();
    }

    private Reflink reflink() {
        return new Reflink(refs, log, InstantSource.system(), new CountDownLatch(1));
    }

    /// Follows to the end and stops: before a full collection, which always has something to look at.
    private void follow() throws InterruptedException {
        reflink().run(main, FULL, BEFORE_GC);
    }

    /// Commits objects with these referents.
    private Tid commit(Map<Integer, List<Integer>> objects) {
        try (var transaction = main.begin(TransactionMetadata.of("test", ""))) {
            new TreeMap<>(objects)
                    .forEach((oid, referents) -> transaction.store(new Oid(oid), serial(oid), record(referents)));
            return transaction.finish();
        }
    }

    private @Nullable Tid serial(int oid) {
        try {
            return main.load(new Oid(oid)).serial();
        } catch (NoSuchObjectException fresh) {
            return null;
        }
    }

    /// Class and state of a list of references.
    private static byte[] record(List<Integer> referents) {
        var type = "cpersistent.mapping\nPersistentMapping\n";
        var out = new ByteArrayOutputStream();
        out.writeBytes(latin("\u0080\u0003" + type + ".\u0080\u0003]("));
        for (int referent : referents) {
            out.writeBytes(latin("C\b"));
            out.writeBytes(ByteBuffer.allocate(8).putLong(referent).array());
            out.writeBytes(latin(type + "\u0086Q"));
        }
        out.writeBytes(latin("e."));
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<String> dump(@Nullable Tid at) {
        var lines = new ArrayList<String>();
        reflink().dump(at, new RefGraphPrinter(lines::add));
        return lines;
    }

    private Set<Integer> existing() {
        var oids = new TreeSet<Integer>();
        main.oids(null, null, null).forEachRemaining(oid -> oids.add((int) oid.value()));
        return oids;
    }

    private void commitExample() {
        commit(Map.of(
                0,
                List.of(1, 2, 5),
                1,
                List.of(3),
                2,
                List.of(3),
                3,
                List.of(4),
                4,
                List.of(),
                5,
                List.of(6),
                6,
                List.of(5)));
        commit(Map.of(0, List.of(5)));
    }

    @Test
    void orphansAreFoundAndDeleted() throws Exception {
        commitExample();
        reflink().run(main, GC, BEFORE_GC);
        assertThat(refs.lastTransaction()).isEqualTo(main.lastTransaction());
        assertThat(dump(null))
                .containsExactly(
                        "__reflink_version__ 2",
                        "0 [] [5] None 2",
                        "1 [] [3] 2 None",
                        "2 [] [3] 0 1",
                        "3 [1, 2] [4] None None",
                        "4 [3] [] None None",
                        "5 [0, 6] [6] None None",
                        "6 [5] [5] None None");
        assertThat(reflink().path(new Oid(6), null)).extracting(Oid::value).containsExactly(0L, 5L, 6L);
        assertThat(reflink().path(new Oid(4), null)).extracting(Oid::value).containsExactly(1L, 3L, 4L);

        var file = folder.resolve("dry");
        reflink().collect(main, new GcOptions(false, 1, 1000, file, 0));
        assertThat(file).content().isEqualTo("4,persistent.mapping.PersistentMapping,1,2,3,4\n");
        assertThat(existing()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> reflink().collect(main, new GcOptions(false, 1, 1000, file, 0)))
                .hasMessage(file + " exists already");

        reflink().run(main, new GcOptions(false, 2, 3, null, 0), AFTER_GC);
        assertThat(existing()).containsExactly(0, 5, 6);
        assertThat(main.undoLog(0, 2, _ -> true))
                .extracting(transaction -> transaction.oids().size())
                .containsExactly(1, 3);

        commit(Map.of(0, List.of()));
        reflink().run(main, GC, AFTER_GC);
        assertThat(existing()).containsExactly(0);
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsReferredToAgainWithinThePeriodIsKept() throws Exception {
        commitExample();
        reflink().run(main, GC, BEFORE_GC);
        reflink().collect(main, new GcOptions(false, 1, 1000, null, 3600));
        assertThat(existing()).hasSize(7);
        commit(Map.of(0, List.of(5, 2)));
        reflink().run(main, GC, AFTER_GC);
        assertThat(existing()).containsExactly(0, 2, 3, 4, 5, 6);
    }

    @Test
    void theGraphCanBeginWithAStateOfTheDatabase() throws Exception {
        commitExample();
        var tid = main.lastTransaction();
        reflink().bootstrap(tid);
        assertThatThrownBy(() -> reflink().collect(main, GC)).hasMessage("can not GC: bootstrapping");
        commit(Map.of(5, List.of(), 7, List.of()));
        reflink().run(main, GC, AFTER_GC);
        assertThat(existing()).containsExactly(0, 5);
        follow();
        assertThat(refs.history(Oid.ROOT, 9)).extracting(entry -> entry.tid()).contains(tid);
        assertThatThrownBy(() -> reflink().bootstrap(tid)).hasMessage("can not bootstrap: DB is not empty");
    }

    @Test
    void aRecordThatCannotBeReadHasNoReference() throws Exception {
        try (var transaction = main.begin(TransactionMetadata.of("test", ""))) {
            transaction.store(Oid.ROOT, null, record(List.of(1)));
            transaction.store(new Oid(1), null, latin("no pickle"));
            transaction.finish();
        }
        follow();
        reflink().collect(main, GC);
        assertThat(told)
                .containsExactly(
                        "Corrupted record 1@%x".formatted(main.lastTransaction().value()));
        assertThat(existing()).containsExactly(0, 1);
    }

    @Test
    void onlyWhatIsUnreachableIsEverCollected() throws Exception {
        var random = new Random(7);
        var graph = new TreeMap<Integer, List<Integer>>();
        int collected = 0;
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 12; i++) {
                var changes = new TreeMap<Integer, List<Integer>>();
                changes.put(i == 0 ? 0 : pick(random, graph.keySet()), referents(random, graph.keySet()));
                int fresh = round * 100 + i + 1;
                changes.put(fresh, referents(random, graph.keySet()));
                changes.computeIfAbsent(0, _ -> new ArrayList<>(graph.getOrDefault(0, List.of())))
                        .add(fresh);
                graph.putAll(changes);
                commit(changes);
            }
            follow();
            reflink().collect(main, GC);
            var reachable = reachable(graph);
            var left = existing();
            assertThat(left).containsAll(reachable);
            collected += graph.size() - left.size();
            var file = folder.resolve("dry" + round);
            follow();
            reflink().collect(main, new GcOptions(true, 1, 1000, file, 0));
            int missed = Files.exists(file) ? Files.readString(file).split(",").length - 2 : 0;
            assertThat(left.size() - missed)
                    .as("what full collection would leave")
                    .isEqualTo(reachable.size());
            graph.keySet().retainAll(left);
        }
        assertThat(collected).isGreaterThan(20);
        assertThat(told).noneMatch(line -> line.startsWith("Corrupted"));
    }

    private static int pick(Random random, Set<Integer> oids) {
        return oids.isEmpty()
                ? 0
                : oids.stream().skip(random.nextInt(oids.size())).findFirst().orElseThrow();
    }

    private static List<Integer> referents(Random random, Set<Integer> oids) {
        return new ArrayList<>(IntStream.range(0, random.nextInt(3))
                .map(_ -> pick(random, oids))
                .distinct()
                .boxed()
                .toList());
    }

    private static Set<Integer> reachable(Map<Integer, List<Integer>> graph) {
        var reached = new HashSet<Integer>();
        var next = new ArrayList<>(List.of(0));
        while (!next.isEmpty()) {
            int oid = next.removeLast();
            if (reached.add(oid)) {
                next.addAll(graph.getOrDefault(oid, List.of()));
            }
        }
        return reached;
    }
}
