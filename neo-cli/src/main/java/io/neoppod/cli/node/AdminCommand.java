package io.neoppod.cli.node;

import io.neoppod.admin.AdminNode;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.ConfigException;
import io.neoppod.config.OptionValues;
import io.neoppod.neolog.LogException;
import io.neoppod.runtime.netty.TlsException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `neo admin`, the same as `neoadmin`.
@Command(
        name = "admin",
        header = "Runs an admin node, which 'neo ctl' talks to (same as neoadmin).",
        footer = {
            "",
            "Examples:",
            "  neo admin -c demo -m 127.0.0.1:10000 -b 127.0.0.1:9999",
            "  neo admin -f neo.conf",
            "",
            "Exit status: 0 stopped by an operator or a signal; 1 failed; 2 wrong option."
        })
public final class AdminCommand extends NodeCommand {
    @Option(
            names = "--monitor-maxlag",
            paramLabel = "SECONDS",
            description = "a backup that is further behind is worth a warning (default: 0)")
    private @Nullable Double monitorMaxlag;

    @Option(
            names = "--monitor-email",
            paramLabel = "ADDRESS",
            description = "recipient of notifications; may be repeated (not supported yet)")
    private @Nullable List<String> monitorEmail;

    @Option(
            names = "--monitor-backup",
            paramLabel = "NAME",
            description = "backup cluster to watch; may be repeated (not supported yet)")
    private @Nullable List<String> monitorBackup;

    @Option(names = "--smtp", paramLabel = "HOST[:PORT]", description = "mail server (default: localhost)")
    private @Nullable String smtp;

    @Option(names = "--smtp-tls", description = "encrypt the connection to the mail server")
    private boolean smtpTls;

    @Option(names = "--smtp-auth", paramLabel = "USER:PASSWORD", description = "account on the mail server")
    private @Nullable String smtpAuth;

    @Override
    Node create(OptionValues values, Surroundings surroundings) throws ConfigException, LogException, TlsException {
        var options = AdminOptions.from(values);
        return Node.of(new AdminNode(surroundings.runtime(), options));
    }
}
