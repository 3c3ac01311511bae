package io.neoppod.config;

import io.neoppod.runtime.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster that the user saved under a name, with what is needed to reach it. It holds paths of keys, never keys.
///
/// @param name    what the user calls it; unique in a [ContextFile]
/// @param kind    how careful one has to be with it
/// @param address address of an admin node as the user wrote it, with or without port; null for a cluster of a `folder`
///                that has not run yet
/// @param masters addresses of masters; may be empty: then only what an admin can do is possible
/// @param cluster name of the cluster, needed with masters
/// @param tls     files for encryption; null without
/// @param folder  data of a cluster that runs in the process of its user (`neo dev`, desktop app), else null
/// @param logs    `neolog` files, or folders of them
/// @param metrics endpoints of metrics, as the user wrote them
/// @param options how an app that stays connected behaves
public record Context(
        String name,
        Kind kind,
        @Nullable String address,
        List<String> masters,
        @Nullable String cluster,
        @Nullable TlsSettings tls,
        @Nullable Path folder,
        List<Path> logs,
        List<String> metrics,
        Options options) {
    private static final int MAX_NAME_LENGTH = 100;

    /// What the cluster is for. The names are those of the file and of the command line.
    public enum Kind {
        development,
        staging,
        production
    }

    /// @param pollSeconds time between two questions to the cluster; 0: the default of the app
    /// @param readOnly    nothing that changes the cluster is offered
    public record Options(double pollSeconds, boolean readOnly) {
        public static final Options DEFAULT = new Options(0, false);
    }

    public Context {
        masters = List.copyOf(masters);
        logs = List.copyOf(logs);
        metrics = List.copyOf(metrics);
    }

    /// A cluster of which only an admin node is known.
    public static Context at(String name, String address) {
        return new Context(
                name, Kind.development, address, List.of(), null, null, null, List.of(), List.of(), Options.DEFAULT);
    }

    /// The same under another name.
    public Context withName(String other) {
        return new Context(other, kind, address, masters, cluster, tls, folder, logs, metrics, options);
    }

    /// Checks what the types do not say.
    ///
    /// @throws ConfigException with what is missing or wrong, in one line
    public Context validated() throws ConfigException {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigException("context '" + name.replaceAll("\\p{Cntrl}", "?") + "': the name must have 1 to "
                    + MAX_NAME_LENGTH + " characters, all of them printable");
        }
        if (address == null && folder == null) {
            throw new ConfigException("context '" + name + "': the address of an admin node is missing");
        }
        if (!masters.isEmpty() && cluster == null) {
            throw new ConfigException("context '" + name + "': masters are given, but not the name of the cluster");
        }
        return this;
    }
}
