package io.neoppod.cli.node;

import io.neoppod.config.ConfigException;
import io.neoppod.config.MasterOptions;
import io.neoppod.config.OptionValues;
import io.neoppod.master.MasterNode;
import io.neoppod.neolog.LogException;
import io.neoppod.runtime.netty.TlsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `neo master`, the same as `neomaster`.
@Command(
        name = "master",
        header = "Runs a master node (same as neomaster).",
        footer = {
            "",
            "Examples:",
            "  neo master -c demo -b 127.0.0.1:10000 -p 12 -r 1",
            "  neo master -f neo.conf",
            "",
            "Exit status: 0 stopped by an operator or a signal; 1 failed; 2 wrong option."
        })
public final class MasterCommand extends NodeCommand {
    @Option(
            names = {"-A", "--autostart"},
            paramLabel = "N",
            description = "start a new cluster without an operator once N storages are there")
    private @Nullable Integer autostart;

    @Option(
            names = {"-r", "--replicas"},
            paramLabel = "N",
            description = "copies of each partition besides the first, for a new cluster (default: 0)")
    private @Nullable Integer replicas;

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "number of partitions, for a new cluster (default: 100)")
    private @Nullable Integer partitions;

    @Option(
            names = {"-C", "--upstream-cluster"},
            paramLabel = "NAME",
            description = "cluster to back up (not supported yet)")
    private @Nullable String upstreamCluster;

    @Option(
            names = {"-M", "--upstream-masters"},
            paramLabel = "ADDRESSES",
            description = "masters of the cluster to back up (not supported yet)")
    private @Nullable String upstreamMasters;

    @Option(
            names = {"-B", "--backup"},
            description = "a new cluster becomes a backup (not supported yet)")
    private boolean backup;

    @Override
    Node create(OptionValues values, Surroundings surroundings) throws ConfigException, LogException, TlsException {
        var options = MasterOptions.from(values);
        return Node.of(new MasterNode(surroundings.runtime(), options));
    }
}
