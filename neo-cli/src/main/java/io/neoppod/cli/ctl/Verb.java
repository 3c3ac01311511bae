package io.neoppod.cli.ctl;

import io.neoppod.cli.ctl.Arguments.Source;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// The commands of `neo ctl`, in the order of the help.
///
/// Arguments are read and refused before any connection is made. What the cluster cannot do, the cluster refuses.
///
/// Reference: neo/neoctl/app.py.
enum Verb {
    PRINT_CLUSTER("print cluster", "", "State of the cluster.", arguments -> {
        arguments.end();
        return control -> control.clusterState().thenApply(Report.State::new);
    }),
    PRINT_NODE("print node", "[type]", "Nodes, or those of a type: master, storage, client, admin.", arguments -> {
        var type = arguments.hasNext() ? arguments.name("node type", NodeType.class) : null;
        arguments.end();
        return control -> control.nodes(type).thenApply(Report.Nodes::new);
    }),
    PRINT_PT(
            "print pt",
            "[min [max [node]]]",
            "Partition table: who stores what. With bounds, the rows from min to max (excluded, 0 for the end).",
            Verb::printTable),
    PRINT_IDS("print ids", "", "Last object, last transaction, version of the partition table.", arguments -> {
        arguments.end();
        return control -> control.lastIds().thenApply(Report.Identifiers::new);
    }),
    PRINT_PRIMARY("print primary", "", "Node id of the primary master.", arguments -> {
        arguments.end();
        return control -> control.primary().thenApply(Report.Primary::new);
    }),
    PRINT_SUMMARY(
            "print summary",
            "",
            "Health of the cluster and its backups. The first line is a comment in JSON:"
                    + " names by severity, null for this cluster.",
            arguments -> {
                arguments.end();
                return control -> control.summary().thenApply(Report.Summary::new);
            }),
    SET_CLUSTER(
            "set cluster",
            "<state>",
            "Ask for a state: VERIFYING, STARTING_BACKUP, STOPPING_BACKUP or STOPPING.",
            arguments -> {
                var state = arguments.name("cluster state", ClusterState.class);
                arguments.end();
                return control -> control.setClusterState(state).thenApply(Report.Message::new);
            }),
    SET_REPLICAS("set replicas", "<n>", "Copies of each partition besides the first. Then tweak.", arguments -> {
        int replicas = arguments.integer();
        arguments.end();
        if (replicas < 0) {
            throw new BadCommand("invalid number of replicas");
        }
        return control -> control.setReplicas(replicas).thenApply(Report.Message::new);
    }),
    START("start", "", "Start a cluster that waits for an operator: same as 'set cluster verifying'.", arguments -> {
        arguments.end();
        return control -> control.setClusterState(ClusterState.VERIFYING).thenApply(Report.Message::new);
    }),
    ADD("add", "<node>… | all", "Let pending storages take part. Then tweak.", arguments -> {
        var nids = storages(arguments);
        return control -> nids.of(control).thenCompose(control::addNodes).thenApply(Report.Message::new);
    }),
    TWEAK(
            "tweak",
            "[-n] [node…]",
            "Spread cells over running storages. Those listed, or down, are left as they are and do not count;"
                    + " list nodes that you are about to drop. -n: only show the result.",
            arguments -> {
                boolean dryRun = arguments.skip("-n");
                int[] excluded = arguments.nodes();
                return control -> control.tweak(dryRun, excluded)
                        .thenCompose(result -> result.changed()
                                ? control.nodes(NodeType.STORAGE)
                                        .thenApply(nodes -> new Report.Tweaked(result.rows(), nodes))
                                : CompletableFuture.completedFuture(new Report.Unchanged()));
            }),
    KILL("kill", "<node>", "Stop a storage that others replace, or a secondary master.", arguments -> {
        int nid = arguments.node();
        arguments.end();
        return control -> control.kill(nid).thenApply(Report.Message::new);
    }),
    DROP("drop", "<node>", "Remove a stopped storage for ever.", arguments -> {
        int nid = arguments.node();
        arguments.end();
        return control -> control.drop(nid).thenApply(Report.Message::new);
    }),
    CHECK(
            "check",
            "[partition]:[reference]… [min_tid [max_tid]]",
            "Compare the metadata of replicas, with a reference storage or with each other."
                    + " Without partition: all of them. Results are in the logs of the nodes.",
            Verb::check),
    PRUNE_ORPHAN(
            "prune_orphan",
            "<0|1> <node>… | all",
            "Delete raw data that nothing refers to; 1 only counts them. This can take long.",
            Verb::pruneOrphan),
    TRUNCATE(
            "truncate",
            "<tid>",
            "Delete all transactions after a TID. The cluster restarts once all its storages are back.",
            arguments -> {
                long tid = arguments.tid();
                arguments.end();
                return control -> control.truncate(tid).thenApply(done -> new Report.Nothing());
            }),
    FLUSH_LOG("flush_log", "", "Make all nodes write out their logs.", arguments -> {
        arguments.end();
        return control -> control.flushLog().thenApply(done -> new Report.Nothing());
    });

    /// A command ready to be sent.
    interface Action {
        CompletableFuture<? extends Report> run(ClusterControl control);
    }

    private interface Reader {
        Action read(Arguments arguments) throws BadCommand;
    }

    /// Storages to name in a request.
    private interface Storages {
        CompletableFuture<int[]> of(ClusterControl control);
    }

    private final List<String> words;
    private final String parameters;
    private final String help;
    private final Reader reader;

    Verb(String words, String parameters, String help, Reader reader) {
        this.words = List.of(words.split(" "));
        this.parameters = parameters;
        this.help = help;
        this.reader = reader;
    }

    /// Reads a whole command.
    static Action parse(List<String> command) throws BadCommand {
        for (var verb : values()) {
            int length = verb.words.size();
            if (command.size() >= length && command.subList(0, length).equals(verb.words)) {
                return verb.reader.read(new Arguments(command.subList(length, command.size()), verb.synopsis()));
            }
        }
        var group = Arrays.stream(values())
                .filter(verb -> verb.words.subList(0, verb.words.size() - 1).equals(command))
                .map(verb -> "  " + verb.synopsis())
                .toList();
        throw new BadCommand(
                group.isEmpty()
                        ? "invalid command: " + String.join(" ", command)
                        : "'" + command.getFirst() + "' needs one of:\n" + String.join("\n", group));
    }

    /// `tweak [-n] [node…]`.
    String synopsis() {
        return (String.join(" ", words) + " " + parameters).strip();
    }

    String help() {
        return help;
    }

    /// What users may write as first and second word.
    List<String> words() {
        return words;
    }

    private static Action printTable(Arguments arguments) throws BadCommand {
        int min = arguments.integer(0);
        int max = arguments.integer(0);
        if (arguments.hasNext()) {
            // Filters nothing, as in the reference, but must be a node.
            arguments.node();
        }
        arguments.end();
        if (min != 0 || max != 0) {
            return control -> control.partitions(min, max).thenApply(table -> new Report.Rows(table, min));
        }
        return control -> control.partitions(0, 0)
                .thenCompose(
                        table -> control.nodes(NodeType.STORAGE).thenApply(nodes -> new Report.Table(table, nodes)));
    }

    private static Action check(Arguments arguments) throws BadCommand {
        var sources = arguments.sources();
        long min = arguments.tid(Ids.ZERO);
        long max = arguments.tid(Ids.NONE);
        arguments.end();
        if (sources.stream().skip(1).anyMatch(source -> source.partition() < 0)) {
            throw new BadCommand("check: an argument for all partitions must come first");
        }
        return control -> references(control, sources)
                .thenCompose(references -> control.checkReplicas(references, min, max))
                .thenApply(done -> new Report.Nothing());
    }

    private static CompletableFuture<Map<Integer, Integer>> references(ClusterControl control, List<Source> sources) {
        if (sources.isEmpty() || sources.getFirst().partition() >= 0) {
            return CompletableFuture.completedFuture(references(sources));
        }
        int everywhere = sources.getFirst().reference();
        return control.partitions(0, 0).thenApply(table -> {
            var all = new ArrayList<Source>();
            IntStream.range(0, table.rows().size()).forEach(partition -> all.add(new Source(partition, everywhere)));
            all.addAll(sources.subList(1, sources.size()));
            return references(all);
        });
    }

    private static Map<Integer, Integer> references(List<Source> sources) {
        var references = new LinkedHashMap<Integer, Integer>();
        sources.forEach(source -> references.put(source.partition(), source.reference()));
        return references;
    }

    private static Action pruneOrphan(Arguments arguments) throws BadCommand {
        var flag = arguments.next();
        if (!flag.equals("0") && !flag.equals("1")) {
            throw new BadCommand("prune_orphan: the first argument is 1 for a dry run, else 0, not " + flag);
        }
        boolean dryRun = flag.equals("1");
        var nids = storages(arguments);
        return control -> nids.of(control)
                .thenCompose(storages -> control.repair(storages, dryRun))
                .thenApply(Report.Message::new);
    }

    /// `all` stands for all storages, whatever their state: the primary takes those that it can.
    private static Storages storages(Arguments arguments) throws BadCommand {
        if (arguments.skip("all")) {
            arguments.end();
            return control -> control.nodes(NodeType.STORAGE)
                    .thenApply(nodes -> nodes.stream().mapToInt(NodeInfo::nid).toArray());
        }
        int[] nids = arguments.nodes();
        return control -> CompletableFuture.completedFuture(nids);
    }
}
