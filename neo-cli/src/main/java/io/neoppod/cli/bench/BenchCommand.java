package io.neoppod.cli.bench;

import io.neoppod.cli.ctl.CtlCommand.Output;
import io.neoppod.client.NeoException;
import io.neoppod.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `neo bench`: measures a cluster.
@Command(
        name = "bench",
        header = "Measures how fast a cluster is.",
        subcommands = {ClientCommand.class},
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Output output;

    @Override
    public Integer call() {
        try {
            var machine = Machine.here();
            var outcomes = measure();
            print(output == Output.json ? json(machine, outcomes) : text(machine, outcomes));
            return 0;
        } catch (ConfigException | NeoException | BenchException problem) {
            spec.commandLine().getErr().println("neo bench: " + problem.getMessage());
            return FAILED;
        }
    }

    private List<Scenario.Outcome> measure() throws ConfigException {
        try (var progress = ProgressLine.on(spec.commandLine().getErr())) {
            return new Scenarios(cluster.target(load.compression()), load, load.conduct(progress)).run();
        }
    }

    private String text(Machine machine, List<Scenario.Outcome> outcomes) {
        return "cluster " + cluster.text() + "\n" + machine.text() + "\n\n" + BenchText.outcomes(outcomes) + "\n"
                + BenchText.servers(outcomes);
    }

    private String json(Machine machine, List<Scenario.Outcome> outcomes) {
        return new BenchJson("Benchmark")
                .with("cluster", cluster.text())
                .with(machine)
                .with("scenarios", BenchJson.outcomes(outcomes))
                .text();
    }

    private void print(String text) {
        var out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
