package io.neoppod.cli;

import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.runtime.TlsSettings;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
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

    /// Encryption as the options want it; null without.
    ///
    /// @throws ConfigException when only some of the three files are given
    public @Nullable TlsContexts tls() throws ConfigException, TlsException {
        return tls(ca, cert, key);
    }

    /// Encryption with three files, or null when none is given.
    ///
    /// @throws ConfigException when only some of them are given
    static @Nullable TlsContexts tls(@Nullable String ca, @Nullable String cert, @Nullable String key)
            throws ConfigException, TlsException {
        if (ca != null && cert != null && key != null) {
            return TlsContexts.load(new TlsSettings(UserPaths.parse(ca), UserPaths.parse(cert), UserPaths.parse(key)));
        }
        if (Stream.of(ca, cert, key).anyMatch(Objects::nonNull)) {
            throw new ConfigException("encryption needs three files: --ca, --cert and --key");
        }
        return null;
    }
}
