package io.neoppod.cli.bench;

import io.neoppod.cli.Failures;
import io.neoppod.cli.Logs;
import io.neoppod.cli.bench.Scenario.Outcome;
import io.neoppod.client.NeoException;
import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo bench compare`: measures two clusters in turn.
@Command(
        name = "compare",
        header = "Measures two clusters in turn, A B A B …, and prints the ratios.",
        description = {
            "A and B are files with a shell command for each node of a cluster. Each cluster is started anew, measured"
                    + " and stopped, --pairs times. Each run of B is divided by the run of A before it, so that a"
                    + " machine that gets slower meanwhile does not favour one of them.",
            "In the commands, {NODE} stands for the address of the node of that name, {masters} for those of the nodes"
                    + " whose name begins with master, {cluster} for the name of the cluster and {folder} for an empty"
                    + " folder. A line label = TEXT names the cluster in the results."
        },
        footer = {
            "",
            "Example of a file:",
            "  label    = ours, one storage",
            "  master   = neo master -c {cluster} -b {master} -m '{masters}' -A 1",
            "  storage1 = neo storage -c {cluster} -b {storage1} -m '{masters}'",
            "             (in one line)    -a SQLite -d {folder}/1.sqlite",
            "",
            "Examples:",
            "  neo bench compare python.bench ours.bench",
            "  neo bench compare -s load --pairs 5 --micro old.bench new.bench",
            "",
            "Exit status: 0 measured; 1 failed; 2 wrong option."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadOptions load;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "3",
            description = "how many times each cluster is measured (default: ${DEFAULT-VALUE})")
    private int pairs;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "where to keep data meanwhile (default: the system's temporary folder)")
    private @Nullable String folder;

    @Parameters(index = "0", paramLabel = "A", description = "file that describes a cluster")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "file that describes the other")
    private String b;

    @Override
    public Integer call() {
        try {
            Logs.off();
            if (pairs < 1) {
                throw new ConfigException("--pairs must be at least 1");
            }
            var machine = Machine.here();
            var files = List.of(ClusterFile.read(UserPaths.parse(a)), ClusterFile.read(UserPaths.parse(b)));
            var runs = measure(files);
            var ratios = Ratio.of(runs.get(0), runs.get(1));
            var limits = output.limits(place());
            output.print(
                    spec,
                    output.isJson() ? json(machine, files, ratios, limits) : text(machine, files, ratios, limits));
            return 0;
        } catch (ConfigException | NeoException | BenchException problem) {
            return fail(problem.getMessage());
        } catch (UncheckedIOException problem) {
            return fail(Failures.text(problem.getCause()));
        }
    }

    /// Outcomes of each file, by run.
    private List<List<List<Outcome>>> measure(List<ClusterFile> files) throws ConfigException {
        List<List<List<Outcome>>> runs = List.of(new ArrayList<>(), new ArrayList<>());
        try (var progress = ProgressLine.on(spec.commandLine().getErr())) {
            for (int pair = 1; pair <= pairs; pair++) {
                for (int side = 0; side < files.size(); side++) {
                    var file = files.get(side);
                    var prefix = "pair " + pair + " of " + pairs + ", " + file.label() + ": ";
                    progress.accept(prefix + "starting");
                    runs.get(side).add(measure(file, load.conduct(text -> progress.accept(prefix + text))));
                }
            }
        }
        return runs;
    }

    private List<Outcome> measure(ClusterFile file, Scenario.Conduct conduct) throws ConfigException {
        try (var data = TemporaryFolder.in(place());
                var cluster = LaunchedCluster.start(file, data.path())) {
            return new Scenarios(cluster.target(load.compression()), load, conduct).run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path place() throws ConfigException {
        return UserPaths.parse(folder == null ? System.getProperty("java.io.tmpdir") : folder);
    }

    private String text(Machine machine, List<ClusterFile> files, List<Ratio> ratios, List<Metric> limits) {
        var table = new TextTable();
        table.row("SCENARIO", "METRIC", "A", "B", "B/A", "PAIRS", "B IS");
        for (var ratio : ratios) {
            table.row(
                    ratio.scenario(),
                    ratio.metric().name(),
                    Quantity.text(Metric.median(ratio.a()), ratio.metric().unit()),
                    Quantity.text(Metric.median(ratio.b()), ratio.metric().unit()),
                    Quantity.number(ratio.median()),
                    String.join(
                            " ", ratio.pairs().stream().map(Quantity::number).toList()),
                    ratio.verdict());
        }
        return "A: " + files.get(0).label() + "\nB: " + files.get(1).label() + "\n" + machine.text() + "\n\n"
                + table.text() + BenchText.limits(limits);
    }

    private String json(Machine machine, List<ClusterFile> files, List<Ratio> ratios, List<Metric> limits) {
        return new BenchJson("BenchmarkComparison")
                .with("a", files.get(0).label())
                .with("b", files.get(1).label())
                .with(machine)
                .with("ratios", ratios.stream().map(CompareCommand::json).toList())
                .with("limits", BenchJson.metrics(limits))
                .text();
    }

    private static Object json(Ratio ratio) {
        var object = new LinkedHashMap<String, Object>();
        object.put("scenario", ratio.scenario());
        object.put("name", ratio.metric().name());
        object.put("unit", ratio.metric().unit());
        object.put("better", ratio.metric().better().name());
        object.put("a", ratio.a());
        object.put("b", ratio.b());
        object.put("ratios", ratio.pairs());
        object.put("median", ratio.median());
        return object;
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo bench compare: " + message);
        return FAILED;
    }
}
