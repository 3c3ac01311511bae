package io.neoppod.cli.node;

import io.neoppod.config.ConfigException;
import io.neoppod.config.OptionValues;
import io.neoppod.config.StorageOptions;
import io.neoppod.neolog.LogException;
import io.neoppod.runtime.netty.TlsException;
import io.neoppod.storage.StorageNode;
import io.neoppod.storage.database.Databases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `neo storage`, the same as `neostorage`.
@Command(
        name = "storage",
        header = "Runs a storage node (same as neostorage).",
        footer = {
            "",
            "Examples:",
            "  neo storage -c demo -m 127.0.0.1:10000 -a SQLite -d ~/data/s1.sqlite",
            "  neo storage -f neo.conf -s storage1",
            "",
            "Exit status: 0 stopped by the cluster, an operator or a signal; 1 failed; 2 wrong option."
        })
public final class StorageCommand extends NodeCommand {
    @Option(
            names = {"-a", "--adapter"},
            paramLabel = "NAME",
            description = "kind of database: SQLite (others are not supported yet; default: MySQL)")
    private @Nullable String adapter;

    @Option(
            names = {"-d", "--database"},
            paramLabel = "DATABASE",
            description = "database; for SQLite, path of a file (required)")
    private @Nullable String database;

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            description = "how long to wait for a database server at start, -1 for ever (default: 0)")
    private @Nullable Double wait;

    @Option(names = "--disable-pack", description = "do not process pack orders")
    private boolean disablePack;

    @Option(names = "--disable-drop-partitions", description = "keep the data of discarded cells")
    private boolean disableDropPartitions;

    @Option(
            names = "--new-nid",
            description = "the database is a copy of another storage's: get a node id for it from the cluster and exit")
    private boolean newNid;

    @Option(
            names = {"-e", "--engine"},
            paramLabel = "NAME",
            description = "MySQL engine (not supported yet)")
    private @Nullable String engine;

    @Option(names = "--dedup", description = "store equal data once, for a new database")
    private boolean dedup;

    @Option(names = "--reset", description = "remove everything from the database and exit")
    private boolean reset;

    @Override
    boolean isDoneWith(OptionValues values) throws ConfigException {
        if (!values.flag("reset")) {
            return false;
        }
        var options = StorageOptions.from(values);
        Databases.reset(options.database(), options.cluster());
        return true;
    }

    @Override
    Node create(OptionValues values, Surroundings surroundings) throws ConfigException, LogException, TlsException {
        var options = StorageOptions.from(values);
        var runtime = surroundings.runtime();
        return Node.of(new StorageNode(runtime, options, Databases.open(options.database(), options.cluster())));
    }
}
