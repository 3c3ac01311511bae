package io.neoppod.cli.bench;

import io.neoppod.cli.CommonOptions;
import io.neoppod.cli.Logs;
import io.neoppod.client.ClientOptions;
import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Options that name a running cluster.
final class TargetOptions {
    @Mixin
    private CommonOptions common;

    @Option(
            names = {"-c", "--cluster"},
            paramLabel = "NAME",
            description = "name of the cluster")
    private @Nullable String cluster;

    @Parameters(paramLabel = "MASTER", arity = "0..*", description = "addresses of the masters")
    private List<String> masters = new ArrayList<>();

    void setUpLog() {
        Logs.off();
    }

    boolean isGiven() {
        return cluster != null || !masters.isEmpty();
    }

    String text() {
        return cluster + " at " + String.join(" ", masters);
    }

    Target target(int compression) throws ConfigException {
        if (cluster == null) {
            throw new ConfigException("which cluster? Give its name with -c");
        }
        var addresses = Addresses.parseList(String.join(" ", masters), 0);
        if (addresses.isEmpty()) {
            throw new ConfigException("where is the cluster? Give the addresses of its masters");
        }
        return new Target(ClientOptions.of(cluster, addresses)
                .withTls(common.tlsSettings())
                .withLogfile(common.logfile())
                .withCompression(compression));
    }
}
