package io.neoppod.cli;

import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.runtime.TlsSettings;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of all commands that connect to a cluster.
public final class CommonOptions {
    @Option(
            names = {"-l", "--logfile"},
            paramLabel = "FILE",
            description = "write the log, packets included, to this file, for neolog")
    private @Nullable String logfile;

    @Option(names = "--ca", paramLabel = "FILE", description = "certificate authority in PEM format (TLS)")
    private @Nullable String ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "certificate in PEM format (TLS)")
    private @Nullable String cert;

    @Option(names = "--key", paramLabel = "FILE", description = "private key of the certificate in PEM format (TLS)")
    private @Nullable String key;

    /// Where the log is to be written, packets included; null for nowhere.
    public @Nullable Path logfile() throws ConfigException {
        return path(logfile);
    }

    /// Encryption as the options want it; null without.
    ///
    /// @throws ConfigException when only some of the three files are given
    public @Nullable TlsSettings tlsSettings() throws ConfigException {
        return tlsSettings(path(ca), path(cert), path(key));
    }

    /// Encryption as the options want it, its files read and checked; null without.
    public @Nullable TlsContexts tls() throws ConfigException, TlsException {
        var settings = tlsSettings();
        return settings == null ? null : TlsContexts.load(settings);
    }

    private static @Nullable Path path(@Nullable String option) throws ConfigException {
        return option == null ? null : UserPaths.parse(option);
    }

    /// Encryption with three files, or null when none is given.
    ///
    /// @throws ConfigException when only some of them are given
    public static @Nullable TlsSettings tlsSettings(@Nullable Path ca, @Nullable Path cert, @Nullable Path key)
            throws ConfigException {
        if (ca != null && cert != null && key != null) {
            return new TlsSettings(ca, cert, key);
        }
        if (Stream.of(ca, cert, key).anyMatch(Objects::nonNull)) {
            throw new ConfigException("encryption needs three files: --ca, --cert and --key");
        }
        return null;
    }
}
