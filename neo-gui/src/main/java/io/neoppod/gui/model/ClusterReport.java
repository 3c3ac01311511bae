package io.neoppod.gui.model;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.Journal.Entry;
import io.neoppod.gui.facade.Journal.Event;
import io.neoppod.gui.facade.Journal.Version;
import io.neoppod.gui.facade.LogTail;
import io.neoppod.gui.facade.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a supporter asks first about a cluster, as text. Files with keys are not even named.
final class ClusterReport {
    private ClusterReport() {}

    static String summary(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        var text = new StringBuilder(reached(snapshot.source()));
        line(text, "link", snapshot.link() + " " + snapshot.detail());
        line(text, "seen", snapshot.seen() == null ? Formats.UNKNOWN : Formats.time(snapshot.seen()));
        var verdict = Verdict.on(snapshot);
        line(text, "verdict", verdict.severity() + " " + verdict.situation() + " " + verdict.subjects());
        if (view != null) {
            line(text, "state", Formats.state(view.state()));
            line(text, "primary", Formats.nid(view.primary()));
            line(text, "ptid", Formats.integer(view.table().ptid()));
            line(text, "replicas", Integer.toString(view.table().replicas()));
            line(text, "partitions", Integer.toString(view.partitions()));
            var ids = view.ids();
            line(text, "last tid", ids == null ? Formats.UNKNOWN : Formats.tid(ids.lastTid()));
            line(text, "backup tid", ids == null ? Formats.UNKNOWN : Formats.tid(ids.backupTid()));
            line(text, "last oid", ids == null ? Formats.UNKNOWN : Formats.oid(ids.lastOid()));
            var report = view.report();
            line(text, "monitor", report == null ? Formats.UNKNOWN : report.text());
        }
        return text.toString();
    }

    /// How it is reached.
    static String reached(ClusterSource source) {
        var text = new StringBuilder();
        line(text, "name", source.name());
        line(text, "class", source.kind().name());
        line(text, "admin", source.admin().toString());
        line(text, "masters", source.masters().toString());
        line(text, "cluster", String.valueOf(source.cluster()));
        line(text, "encrypted", Boolean.toString(source.tls() != null));
        line(text, "in this app", Boolean.toString(source.isEmbedded()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value.strip()));
    }

    static String nodes(ClusterView view) {
        return view.nodes().stream()
                .map(node -> String.format(
                        Locale.ROOT,
                        "%-5s %-8s %-8s %-22s %s%n",
                        Formats.nid(node.nid()),
                        node.type(),
                        node.state(),
                        node.address() == null ? Formats.UNKNOWN : node.address(),
                        Formats.time(node.idTimestamp())))
                .collect(Collectors.joining());
    }

    static String journal(List<Entry> entries) {
        return entries.stream()
                .map(entry -> switch (entry) {
                    case Version version ->
                        Formats.time(version.at()) + "  ptid " + version.ptid() + "  " + HistoryModel.text(version);
                    case Event event -> HistoryModel.line(event);
                })
                .collect(Collectors.joining("\n"));
    }

    static String logs(List<LogTail.Line> lines) {
        return lines.stream().map(LogsModel::text).collect(Collectors.joining("\n"));
    }
}
