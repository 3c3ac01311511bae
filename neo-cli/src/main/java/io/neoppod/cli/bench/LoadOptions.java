package io.neoppod.cli.bench;

import io.neoppod.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/// Options about what is measured, and how long.
final class LoadOptions {
    private static final int MAX_COMPRESSION = 9;

    @Option(
            names = {"-s", "--scenario"},
            split = ",",
            paramLabel = "NAME",
            description = "what to measure, of: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Family> families = List.of(Family.values());

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,8,16",
            description = "how many clients load or commit at the same time, one scenario for each"
                    + " (default: ${DEFAULT-VALUE})")
    private List<Integer> clients;

    @Option(
            names = "--shared",
            description = "the clients of load and commit are threads that share one connection to the cluster,"
                    + " instead of having one each")
    private boolean shared;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "8",
            description = "how many client processes commit in scenario processes (default: ${DEFAULT-VALUE})")
    private int processes;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "measurements of each scenario (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "how long a round takes (default: ${DEFAULT-VALUE})")
    private double time;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "work before the first round of a scenario (default: ${DEFAULT-VALUE})")
    private double warmUp;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "2048",
            description = "size of an object (default: ${DEFAULT-VALUE})")
    private int size;

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "10000",
            description = "objects that are stored first, to be loaded then (default: ${DEFAULT-VALUE})")
    private int objects;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1000",
            description = "objects in a transaction of store and store-text (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--compression",
            paramLabel = "LEVEL",
            defaultValue = "6",
            description = "zlib level of the clients, 0 to 9 (default: ${DEFAULT-VALUE})")
    private int compression;

    /// Groups of scenarios that a user can choose.
    enum Family {
        connect,
        commit,
        processes,
        store,
        store_text,
        load,
        load_while_committing,
        iterate,
        undo_log;

        /// As users write it.
        @Override
        public String toString() {
            return name().replace('_', '-');
        }
    }

    List<Family> families() {
        return families;
    }

    List<Integer> clients() {
        return clients;
    }

    boolean isShared() {
        return shared;
    }

    int processes() {
        return processes;
    }

    int size() {
        return size;
    }

    int objects() {
        return objects;
    }

    int batch() {
        return batch;
    }

    int compression() {
        return compression;
    }

    /// @throws ConfigException when a number is out of its range
    Scenario.Conduct conduct(Consumer<String> progress) throws ConfigException {
        check("--rounds", rounds, 1);
        check("--processes", processes, 1);
        check("--objects", objects, 1);
        check("--batch", batch, 1);
        check("--size", size, 1);
        for (int count : clients) {
            check("--clients", count, 1);
        }
        if (compression < 0 || compression > MAX_COMPRESSION) {
            throw new ConfigException("--compression must be from 0 to " + MAX_COMPRESSION);
        }
        return new Scenario.Conduct(seconds("--warm-up", warmUp), rounds, seconds("--time", time), progress);
    }

    private static void check(String option, int value, int least) throws ConfigException {
        if (value < least) {
            throw new ConfigException(option + " must be at least " + least);
        }
    }

    private static Duration seconds(String option, double value) throws ConfigException {
        if (!(value > 0 && value <= 3600)) {
            throw new ConfigException(option + " must be more than 0 and at most 3600 seconds");
        }
        return Duration.ofNanos((long) (value * 1e9));
    }
}
