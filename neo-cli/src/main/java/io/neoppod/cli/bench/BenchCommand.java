package io.neoppod.cli.bench;

import io.neoppod.cli.Failures;
import io.neoppod.cli.Waiting;
import io.neoppod.cli.bench.Scenario.Outcome;
import io.neoppod.client.NeoException;
import io.neoppod.config.ConfigException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `neo bench`: measures a cluster.
@Command(
        name = "bench",
        header = "Measures how fast a cluster is.",
        subcommands = {CompareCommand.class, ClientCommand.class},
        description = {
            "Works on a running cluster, of this NEO or of Python's, through its masters. It stores objects that stay"
                    + " there: use a cluster made for it. Each scenario is warmed up, then measured in rounds; the"
                    + " median is shown, and the lowest and highest round in brackets.",
            "p50, p99 and max are the time of one piece of work: a load, a commit, a transaction of --batch objects."
                    + " cpu and memory are those of the nodes that run on this machine, together."
        },
        footer = {
            "",
            "Scenarios:",
            "  connect                connects, asks for the last transaction, leaves",
            "  commit                 commits one object, by each number of --clients",
            "  processes              the same by client processes",
            "  store, store-text      commits --batch new objects: random bytes, or",
            "                         such that compress to a third",
            "  load                   loads any object, none from a cache, by each",
            "                         number of --clients",
            "  load-while-committing  the same by one client, alone and while 4 commit",
            "  iterate                reads transactions with their records",
            "  undo-log               lists transactions, 20 at a time",
            "",
            "Examples:",
            "  neo bench -c demo 127.0.0.1:10000",
            "  neo bench -c demo -s commit,load --rounds 5 -o json 127.0.0.1:10000",
            "",
            "Exit status: 0 measured; 1 failed; 2 wrong option."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions cluster;

    @Mixin
    private LoadOptions load;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        try {
            cluster.setUpLog();
            var machine = Machine.here();
            var outcomes = isMicroAlone() ? List.<Outcome>of() : measure();
            var limits = output.limits(Path.of(System.getProperty("java.io.tmpdir")));
            output.print(spec, output.isJson() ? json(machine, outcomes, limits) : text(machine, outcomes, limits));
            return 0;
        } catch (ConfigException | NeoException | BenchException problem) {
            return fail(problem.getMessage());
        } catch (UncheckedIOException problem) {
            return fail(Failures.text(problem.getCause()));
        }
    }

    /// Whether only the limits of the machine are wanted, which needs no cluster.
    private boolean isMicroAlone() {
        return output.isMicro() && !cluster.isGiven();
    }

    private List<Outcome> measure() throws ConfigException {
        var target = cluster.target(load.compression());
        try (var progress = ProgressLine.on(spec.commandLine().getErr())) {
            var conduct = load.conduct(progress);
            progress.accept("connecting");
            target.checkReachable(new Waiting("neo bench", spec.commandLine().getErr()));
            return new Scenarios(target, load, conduct).run();
        }
    }

    private String text(Machine machine, List<Outcome> outcomes, List<Metric> limits) {
        var text = new StringBuilder(machine.text()).append('\n');
        if (!outcomes.isEmpty()) {
            text.append("cluster ").append(cluster.text()).append("\n\n");
            text.append(BenchText.outcomes(outcomes));
            text.append('\n').append(BenchText.servers(outcomes));
        }
        return text.append(BenchText.limits(limits)).toString();
    }

    private String json(Machine machine, List<Outcome> outcomes, List<Metric> limits) {
        return new BenchJson("Benchmark")
                .with("cluster", isMicroAlone() ? null : cluster.text())
                .with(machine)
                .with("scenarios", BenchJson.outcomes(outcomes))
                .with("limits", BenchJson.metrics(limits))
                .text();
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo bench: " + message);
        return FAILED;
    }
}
