package io.neoppod.gui.facade;

import io.neoppod.config.Context;
import io.neoppod.config.Context.Kind;
import io.neoppod.protocol.Address;
import io.neoppod.runtime.TlsSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which cluster this is, and how it is reached.
///
/// @param name    what people call it; its address when nobody named it
/// @param kind    how careful one has to be with it
/// @param admin   the admin node that is asked
/// @param masters where clients connect; empty when not known
/// @param cluster name that clients give to masters; null when not known
/// @param tls     files for encryption; null without
/// @param folder  where this app keeps its data; null when it runs elsewhere
/// @param logs    log files of its nodes that this computer reaches, or folders of them
/// @param options what its user wants besides
public record ClusterSource(
        String name,
        Kind kind,
        Address admin,
        List<Address> masters,
        @Nullable String cluster,
        @Nullable TlsSettings tls,
        @Nullable Path folder,
        List<Path> logs,
        Context.Options options) {

    public ClusterSource {
        masters = List.copyOf(masters);
        logs = List.copyOf(logs);
    }

    /// Without files of logs, and as most are.
    public ClusterSource(
            String name,
            Kind kind,
            Address admin,
            List<Address> masters,
            @Nullable String cluster,
            @Nullable TlsSettings tls,
            @Nullable Path folder) {
        this(name, kind, admin, masters, cluster, tls, folder, List.of(), Context.Options.DEFAULT);
    }

    /// A cluster of which only the admin is known.
    public static ClusterSource of(Address admin) {
        return new ClusterSource(admin.toString(), Kind.development, admin, List.of(), null, null, null);
    }

    /// Whether its nodes run in this app.
    public boolean isEmbedded() {
        return folder != null;
    }

    /// How a command of `neo` to this cluster begins.
    public List<String> controlWords() {
        var words = new ArrayList<>(List.of("ctl", "-a", admin.toString()));
        if (tls != null) {
            words.addAll(List.of("--ca", tls.ca().toString()));
            words.addAll(List.of("--cert", tls.certificate().toString()));
            words.addAll(List.of("--key", tls.key().toString()));
        }
        return words;
    }

    /// A command of `neo` to this cluster.
    public String commandLine(String command) {
        return "neo " + String.join(" ", controlWords()) + " " + command;
    }

    /// The command that saves this connection for the command line.
    public String contextLine() {
        var words = new ArrayList<>(List.of("neo context add", ShellWords.quoted(name), "--class", kind.name()));
        words.addAll(controlWords().subList(1, controlWords().size()));
        if (uri() != null) {
            words.addAll(List.of("-m", ShellWords.quoted(addresses(" ")), "-c", ShellWords.quoted(cluster)));
        }
        logs.forEach(log -> words.addAll(List.of("--logs", ShellWords.quoted(log.toString()))));
        if (options.readOnly()) {
            words.add("--read-only");
        }
        return String.join(" ", words);
    }

    /// What a client of ZODB is given; null when masters or the name of the cluster are not known.
    public @Nullable String uri() {
        return masters.isEmpty() || cluster == null ? null : "neo://" + cluster + "@" + addresses(",");
    }

    private String addresses(String separator) {
        return masters.stream().map(Address::toString).collect(Collectors.joining(separator));
    }

    /// What can be done over this connection.
    public Set<Capability> capabilities() {
        var capabilities = EnumSet.of(Capability.CONTROL);
        if (!masters.isEmpty() && cluster != null) {
            capabilities.add(Capability.DATA);
        }
        if (isEmbedded() || !logs.isEmpty()) {
            capabilities.add(Capability.LOGS);
        }
        if (isEmbedded()) {
            capabilities.add(Capability.PROCESSES);
        }
        return capabilities;
    }
}
