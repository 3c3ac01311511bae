package io.neoppod.cli.log;

import io.neoppod.cli.AsGiven;
import io.neoppod.cli.Logs;
import io.neoppod.cli.StopSignal;
import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.neolog.LogDate;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogFile;
import io.neoppod.neolog.LogLines;
import io.neoppod.neolog.LogLines.NodeName;
import io.neoppod.neolog.LogMerge;
import io.neoppod.neolog.LogPosition;
import io.neoppod.neolog.PacketText.Detail;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `neo log`, the same as `neolog`.
@Command(
        name = "log",
        header = "Shows log files of nodes, merged by date (same as neolog).",
        footer = {
            "",
            "Examples:",
            "  neo log master.log storage.log",
            "  neo log -a -f --from -60 storage.log       the last minute with packets in full, and what comes",
            "  neo log -d %T --from 2026-01-31T12:00 old.log.xz",
            "",
            "Exit status: 0 done; 1 a file cannot be read, or nobody reads the output; 2 wrong option."
        })
public final class LogCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int RECORDS_BETWEEN_CHECKS = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-a", "--all"},
            description = "show the arguments of packets")
    private boolean all;

    @Option(
            names = {"-A", "--decompress"},
            description = "the same, with the data of objects inflated")
    private boolean decompress;

    @Option(
            names = {"-c", "--color"},
            description = "colour lines by level, instead of a column of levels")
    private boolean color;

    @Option(
            names = {"-d", "--date"},
            paramLabel = "FORMAT",
            defaultValue = LogDate.DEFAULT_FORMAT,
            converter = AsGiven.class,
            description = "format of dates, as for strftime(3); empty: no date (default: %%F %%T)")
    private String dateFormat;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is added to the files")
    private boolean follow;

    @Option(
            names = {"-F", "--flush"},
            paramLabel = "PID",
            description = "with -f, make this process write out its log each time")
    private List<Long> flush = List.of();

    @Option(
            names = {"-s", "--sleep-interval"},
            paramLabel = "N",
            defaultValue = "1.0",
            description = "with -f, look every N seconds (default: ${DEFAULT-VALUE})")
    private double interval;

    @Option(
            names = {"-n", "--node"},
            paramLabel = "NAME",
            description = "only records of this node, as it is shown; '-' hides the column of nodes")
    private List<String> nodes = List.of();

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "records from then on: UNIX time; seconds relative to now if negative; or a date")
    private @Nullable String from;

    @ArgGroup
    private @Nullable Column column;

    @Parameters(paramLabel = "file", arity = "1..*", description = "log files, may be compressed (gz, bz2, xz, zst)")
    private List<String> files;

    /// What the column of nodes shows, besides the usual.
    static final class Column {
        @Option(
                names = {"-C", "--cluster"},
                description = "show the name of the cluster in the column of nodes")
        private boolean cluster;

        @Option(
                names = {"-N", "--no-nid"},
                description = "show names in the column of nodes instead of ids")
        private boolean noNid;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(interval > 0)) {
            throw new ParameterException(spec.commandLine(), "sleep_interval must be positive");
        }
        Logs.off();
        var opened = new ArrayList<LogFile>();
        try {
            var start =
                    from == null ? LogPosition.START : LogPosition.at(FromTime.parse(from, Clock.systemDefaultZone()));
            for (var file : files) {
                opened.add(LogFile.open(UserPaths.parse(file)));
            }
            return show(new LogMerge(opened, start));
        } catch (LogException | ConfigException wrong) {
            return fail(wrong.getMessage());
        } catch (IOException failure) {
            return fail(String.valueOf(failure.getMessage()));
        } finally {
            opened.forEach(LogFile::close);
        }
    }

    private int show(LogMerge merge) throws LogException, IOException, InterruptedException {
        if (!follow) {
            return print(merge) ? 0 : FAILED;
        }
        var stopped = new CountDownLatch(1);
        var ended = new CompletableFuture<Void>();
        try (var _ = new StopSignal(stopped::countDown, ended, 0)) {
            do {
                if (!print(merge)) {
                    return FAILED;
                }
                for (var pid : flush) {
                    RealTimeSignal.flushLog(pid);
                }
            } while (!stopped.await(Duration.ofNanos((long) (interval * 1e9)).toNanos(), TimeUnit.NANOSECONDS));
            return 0;
        } finally {
            ended.complete(null);
        }
    }

    /// Returns whether somebody reads it.
    private boolean print(LogMerge merge) throws LogException {
        var lines = lines();
        var out = spec.commandLine().getOut();
        var wanted = nodes.stream().filter(name -> !name.equals("-")).toList();
        int records = 0;
        for (var next = merge.next(); next != null; next = merge.next()) {
            if (wanted.isEmpty() || wanted.contains(lines.nodeName(next.record(), next.file()))) {
                for (var line : lines.of(next.record(), next.file())) {
                    out.print(line);
                    out.print('\n');
                }
            }
            if (++records % RECORDS_BETWEEN_CHECKS == 0 && out.checkError()) {
                return false;
            }
        }
        return !out.checkError();
    }

    private LogLines lines() {
        return new LogLines(
                new LogDate(dateFormat, ZoneId.systemDefault()),
                nodeName(),
                !nodes.contains("-"),
                decompress ? Detail.DATA : all ? Detail.ARGUMENTS : Detail.NAMES,
                color);
    }

    private NodeName nodeName() {
        if (column != null && column.noNid) {
            return NodeName.NAME;
        }
        return column != null && column.cluster ? NodeName.CLUSTER_AND_NID : NodeName.NID;
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("neo log: " + message);
        return FAILED;
    }
}
