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
            description = "also write the log to this text file")
    private @Nullable String logfile;

    @Option(names = "--ca", paramLabel = "FILE", description = "certificate authority in PEM format (TLS)")
    private @Nullable String ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "certificate in PEM format (TLS)")
    private @Nullable String cert;

    @Option(names = "--key", paramLabel = "FILE", description = "private key of the certificate in PEM format (TLS)")
    private @Nullable String key;

    /// Log of a short command: nothing, unless a file is wanted.
    public void setUpCommandLog() throws ConfigException {
        if (logfile == null) {
            Logs.off();
        } else {
            Logs.toFile(UserPaths.parse(logfile));
        }
    }

    /// Log of a command that takes long: warnings on standard error, and the file if one is wanted.
    public void setUpServerLog() throws ConfigException {
        Logs.toStandardError();
        if (logfile != null) {
            Logs.toFile(UserPaths.parse(logfile));
        }
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
