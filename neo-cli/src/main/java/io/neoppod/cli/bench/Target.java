package io.neoppod.cli.bench;

import io.neoppod.cli.Waiting;
import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NeoTimeoutException;
import io.neoppod.config.ConfigException;
import io.neoppod.protocol.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The cluster that is measured, and how its clients behave.
record Target(ClientOptions options) {
    /// So small that every load goes to a storage.
    private static final int NO_CACHE = 1;

    /// How long a cluster that works may leave a question unanswered: the vote of a huge transaction takes long.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration UNTIL_CONNECTED = Duration.ofSeconds(30);

    NeoStorage open() {
        return open(PATIENCE);
    }

    NeoStorage open(Duration patience) {
        return open(options.withTimeout(patience));
    }

    /// @throws BenchException when there is no such cluster, or it does not run
    void checkReachable(Waiting waiting) throws ConfigException {
        try (var storage = waiting.open(options.withTimeout(UNTIL_CONNECTED))) {
            storage.lastTransaction();
        } catch (NeoTimeoutException late) {
            throw new BenchException("no cluster " + options.cluster() + " answered within "
                    + UNTIL_CONNECTED.toSeconds() + " s: is it running, and are name and addresses right?");
        }
    }

    /// A client that finds nothing in its cache.
    NeoStorage openCold() {
        return open(options.withCacheBytes(NO_CACHE).withTimeout(PATIENCE));
    }

    Set<Integer> masterPorts() {
        return options.masters().stream().map(Address::port).collect(Collectors.toSet());
    }

    /// Options and parameters with which another process finds the same cluster.
    List<String> arguments() {
        var arguments = new ArrayList<>(
                List.of("--cluster", options.cluster(), "--compression", Integer.toString(options.compression())));
        var tls = options.tls();
        if (tls != null) {
            arguments.addAll(List.of("--ca", tls.ca().toString()));
            arguments.addAll(List.of("--cert", tls.certificate().toString()));
            arguments.addAll(List.of("--key", tls.key().toString()));
        }
        options.masters().forEach(master -> arguments.add(master.toString()));
        return arguments;
    }

    private static NeoStorage open(ClientOptions options) {
        try {
            return NeoStorage.open(options);
        } catch (ConfigException changed) {
            // They were valid when the first client was opened: somebody removed a certificate.
            throw new IllegalStateException(changed.getMessage(), changed);
        }
    }
}
