package io.neoppod.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Tid;
import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.protocol.Address;
import io.neoppod.reflink.GcOptions;
import io.neoppod.reflink.RefGraphPrinter;
import io.neoppod.reflink.Reflink;
import io.neoppod.reflink.ReflinkLog;
import io.neoppod.reflink.RunOptions;
import io.neoppod.reflink.RunOptions.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Python's `reflink` and ours follow one database, each with a graph of its own on nodes of ours: they keep the same
/// graph, find the same garbage, and go on after each other's deletions.
class ReflinkInteropIT {
    /// Its addresses are found by entry points, which a checkout has not.
    private static final String REFLINK = """
            import sys
            from neo.client import zodburi
            from neo.scripts import reflink
            class Resolver:
                name = 'neo'
                load = staticmethod(lambda: zodburi.resolve_uri)
            reflink.iter_entry_points = lambda group: [Resolver]
            sys.exit(reflink.main())
            """;
    /// Commits at random: new objects under others, links between any, with cycles, and removals.
    private static final String CHANGE = """
            import random, sys, transaction, ZODB
            from neo.client.Storage import Storage
            from persistent.mapping import PersistentMapping
            master, name, seed = sys.argv[1:]
            random.seed(int(seed))
            db = ZODB.DB(Storage(master_nodes=master, name=name))
            c = db.open()
            def reachable():
                found, todo = {}, [c.root()]
                while todo:
                    o = todo.pop()
                    if id(o) not in found:
                        found[id(o)] = o
                        todo += [v for _, v in sorted(o.items())]
                return list(found.values())
            for i in range(25):
                objects = reachable()
                for j in range(4):
                    o = random.choice(objects)
                    if random.random() < .3 and len(o):
                        del o[random.choice(sorted(o))]
                    elif random.random() < .4:
                        o['%s-%s-%s' % (seed, i, j)] = random.choice(objects)
                    else:
                        o['%s-%s-%s' % (seed, i, j)] = n = PersistentMapping()
                        n.uid = int(seed) * 1000 + i
                        objects.append(n)
                transaction.commit()
            print(len(reachable()))
            c.close()
            db.close()
            """;
    private static final Pattern REFERENTS = Pattern.compile("(?<= )\\[[0-9, ]*](?= \\S+ \\S+$)");
    private static final GcOptions FULL = new GcOptions(true, 2, 1000, null, 0);
    private static final RunOptions FOLLOW = new RunOptions(End.BEFORE_GC, 60, null);
    private static final RunOptions COLLECT = new RunOptions(End.AFTER_GC, 60, null);

    @TempDir
    private Path folder;

    private Reference python;
    private final List<EmbeddedCluster> clusters = new ArrayList<>();
    private EmbeddedCluster ours;
    private EmbeddedCluster theirs;

    @BeforeEach
    void start() throws Exception {
        python = Reference.in(folder);
        ours = cluster("ours");
        theirs = cluster("theirs");
    }

    @AfterEach
    void stop() {
        clusters.forEach(EmbeddedCluster::close);
        if (python != null) {
            python.close();
        }
    }

    private EmbeddedCluster cluster(String name) throws Exception {
        var cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve(name)));
        clusters.add(cluster);
        cluster.ready().get(30, TimeUnit.SECONDS);
        return cluster;
    }

    @Test
    void objectsOnPythonNodes() throws Exception {
        followTogether("interop", pythonNodes());
    }

    @Test
    void objectsOnOurNodes() throws Exception {
        var main = cluster("main");
        followTogether(main.name(), main.master());
    }

    /// The state to begin with is that of a cluster which has history before and after.
    @Test
    void bothCanBeginWithAState() throws Exception {
        var master = pythonNodes();
        change("interop", master, 1);
        Tid begin;
        try (var main = open("interop", master)) {
            begin = main.lastTransaction();
        }
        change("interop", master, 2);
        try (var main = open("interop", master);
                var refs = open(ours)) {
            reflink(refs).bootstrap(begin);
            theirs("bootstrap", Long.toString(begin.value()));
            reflink(refs).run(main, FULL, FOLLOW);
            theirs("run", "-f", "-p", "0", "-0", uri("interop", master));
            // On Python 3, theirs keeps entries of deleted objects, empty, until the end of a bootstrap.
            assertThat(withoutEmpty(dump(refs))).isEqualTo(withoutEmpty(theirDump()));
        }
    }

    private static List<String> withoutEmpty(List<String> dump) {
        return dump.stream().filter(line -> !line.endsWith(" [] [] None None")).toList();
    }

    private Address pythonNodes() throws Exception {
        int port = Reference.freePort();
        int admin = Reference.freePort();
        var master = "127.0.0.1:" + port;
        var database = folder.resolve("main.sqlite").toString();
        python.start("master", "-c", "interop", "-m", master, "-b", master, "-p", "4", "-A", "1");
        python.start("admin", "-c", "interop", "-m", master, "-b", "127.0.0.1:" + admin);
        python.start("storage", "-c", "interop", "-m", master, "-a", "SQLite", "-d", database);
        python.awaitState(admin, "RUNNING");
        return new Address("127.0.0.1", port);
    }

    private void followTogether(String name, Address master) throws Exception {
        int collected = 0;
        try (var main = open(name, master);
                var refs = open(ours)) {
            for (int round = 0; round < 4; round++) {
                int reachable = change(name, master, round);
                reflink(refs).run(main, FULL, FOLLOW);
                theirs("run", "-f", "-p", "0", "-0", uri(name, master));
                assertThat(dump(refs)).hasSizeGreaterThan(reachable).isEqualTo(theirDump());
                for (boolean full : List.of(false, true)) {
                    assertThat(garbage(main, refs, full, round)).isEqualTo(theirGarbage(name, master, full, round));
                }
                int before = count(main);
                if (round % 2 == 0) {
                    reflink(refs).run(main, FULL, COLLECT);
                } else {
                    theirs("run", "-f", "-p", "0", "-1", uri(name, master));
                }
                assertThat(count(main)).isEqualTo(reachable);
                collected += before - reachable;
            }
        }
        assertThat(collected).as("objects that were garbage").isGreaterThan(20);
    }

    /// Returns how many objects are reachable afterwards.
    private int change(String name, Address master, int seed) throws Exception {
        var result = python.script(CHANGE, master.toString(), name, Integer.toString(seed));
        assertThat(result.status()).as(result.errors()).isZero();
        return Integer.parseInt(result.output().strip());
    }

    private static int count(NeoStorage main) {
        int count = 0;
        for (var oids = main.oids(null, null, null); oids.hasNext(); oids.next()) {
            count++;
        }
        return count;
    }

    /// What a collection would delete, by class.
    private List<String> garbage(NeoStorage main, NeoStorage refs, boolean full, int round) throws Exception {
        var file = folder.resolve("ours-" + full + round);
        reflink(refs).collect(main, new GcOptions(full, 1, 1000, file, 0));
        return linesOf(file);
    }

    private List<String> theirGarbage(String name, Address master, boolean full, int round) throws Exception {
        var file = folder.resolve("theirs-" + full + round);
        var arguments = new ArrayList<>(List.of("gc", "-n", file.toString(), uri(name, master)));
        if (full) {
            arguments.add(1, "-f");
        }
        theirs(arguments.toArray(String[]::new));
        return linesOf(file);
    }

    private static List<String> linesOf(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static Reflink reflink(NeoStorage refs) {
        var log = new ReflinkLog() {
            @Override
            public void info(String message) {}

            @Override
            public void warning(String message) {
                throw new AssertionError(message);
            }

            @Override
            public void error(String message) {
                throw new AssertionError(message);
            }
        };
        return new Reflink(refs, log, InstantSource.system(), new CountDownLatch(1));
    }

    private static List<String> dump(NeoStorage refs) {
        var lines = new ArrayList<String>();
        reflink(refs).dump(null, new RefGraphPrinter(lines::add));
        return comparable(lines);
    }

    /// Of both tools on their graph: they show the same.
    private List<String> theirDump() throws Exception {
        var shown = comparable(theirs("dump").output().lines().toList());
        try (var refs = open(theirs)) {
            assertThat(dump(refs)).isEqualTo(shown);
        }
        return shown;
    }

    /// Only who deletes remembers when, and theirs shows referents in the order of a hash table.
    private static List<String> comparable(List<String> dump) {
        return dump.stream()
                .filter(line -> !line.startsWith("__reflink_last_gc__"))
                .map(line -> REFERENTS.matcher(line).replaceFirst(found -> sorted(found.group())))
                .toList();
    }

    private static String sorted(String numbers) {
        return Stream.of(numbers.split("[^0-9]+"))
                .filter(number -> !number.isEmpty())
                .sorted(Comparator.comparingInt(Integer::parseInt))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private Reference.Result theirs(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(uri(theirs.name(), theirs.master())));
        all.addAll(List.of(arguments));
        var result = python.script(REFLINK, all.toArray(String[]::new));
        assertThat(result.status()).as(result.errors()).isZero();
        return result;
    }

    private static NeoStorage open(EmbeddedCluster cluster) throws ConfigException {
        return open(cluster.name(), cluster.master());
    }

    private static NeoStorage open(String name, Address master) throws ConfigException {
        return NeoStorage.open(ClientOptions.of(name, List.of(master)));
    }

    private static String uri(String name, Address master) {
        return "neo://" + name + "@" + master;
    }
}
