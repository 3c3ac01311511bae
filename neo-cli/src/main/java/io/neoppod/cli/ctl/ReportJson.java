package io.neoppod.cli.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeLines;
import io.neoppod.protocol.Tids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reports as JSON objects, for programs. Described in `docs/cli.md`; what is there never changes meaning within an
/// `apiVersion`, members may be added.
final class ReportJson {
    static final String API_VERSION = "neo/v1";

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private ReportJson(String kind) {
        put("apiVersion", API_VERSION).put("kind", kind);
    }

    static String text(Report report) {
        return of(report).text();
    }

    static String text(ClusterStatus status) {
        var cells = new LinkedHashMap<String, Long>();
        status.cells().forEach((state, count) -> cells.put(state.name(), count));
        return new ReportJson("ClusterStatus")
                .put("health", status.health())
                .put("state", status.state())
                .put("primary", nid(status.primary()))
                .put("warning", status.report().warnings())
                .put("problem", status.report().problems())
                .put("text", status.report().text())
                .put(
                        "nodes",
                        NodeLines.sorted(status.nodes()).stream()
                                .map(ReportJson::node)
                                .toList())
                .put("partitions", status.table().rows().size())
                .put("replicas", status.table().replicas())
                .put("cells", cells)
                .put("lastTid", tid(status.ids().lastTid()))
                .put("backupTid", status.ids().isBackup() ? tid(status.ids().backupTid()) : null)
                .text();
    }

    private String text() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ReportJson of(Report report) {
        return switch (report) {
            case Report.State(var state) -> new ReportJson("Cluster").put("state", state);
            case Report.Nodes(var nodes) ->
                new ReportJson("NodeList")
                        .put(
                                "nodes",
                                NodeLines.sorted(nodes).stream()
                                        .map(ReportJson::node)
                                        .toList());
            case Report.Table(var table, var storages) ->
                table(table, 0)
                        .put(
                                "storages",
                                NodeLines.sorted(storages).stream()
                                        .map(ReportJson::node)
                                        .toList());
            case Report.Rows(var table, var first) -> table(table, first);
            case Report.Identifiers(var ids) ->
                new ReportJson("LastIds")
                        .put("lastOid", ids.isBackup() ? null : Ids.hex(ids.lastOid()))
                        .put("lastTid", tid(ids.lastTid()))
                        .put("backupTid", ids.isBackup() ? tid(ids.backupTid()) : null)
                        .put("lastPtid", ptid(ids.ptid()));
            case Report.Primary(var nid) -> new ReportJson("Primary").put("node", nid(nid));
            case Report.Summary(var summary) ->
                new ReportJson("Summary")
                        .put("warning", summary.warnings())
                        .put("problem", summary.problems())
                        .put("text", summary.text());
            case Report.Tweaked(var rows, var _) ->
                new ReportJson("Tweak").put("changed", true).put("partitions", partitions(rows, 0));
            case Report.Unchanged() -> new ReportJson("Tweak").put("changed", false);
            case Report.Message(var message) -> new ReportJson("Done").put("message", message);
            case Report.Nothing() -> new ReportJson("Done").put("message", "");
        };
    }

    private ReportJson put(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    private static ReportJson table(TableRows table, int first) {
        return new ReportJson("PartitionTable")
                .put("ptid", ptid(table.ptid()))
                .put("replicas", table.replicas())
                .put("partitions", partitions(table.rows(), first));
    }

    private static List<Map<String, @Nullable Object>> partitions(List<List<CellEntry>> rows, int first) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> object(
                        "partition",
                        first + i,
                        "cells",
                        rows.get(i).stream()
                                .map(cell -> object("node", nid(cell.nid()), "state", cell.state()))
                                .toList()))
                .toList();
    }

    private static Map<String, @Nullable Object> node(NodeInfo node) {
        var identified = NodeLines.identified(node);
        return object(
                "node", nid(node.nid()),
                "type", node.type(),
                "address", node.address() == null ? null : node.address().toString(),
                "state", node.state(),
                "identified", identified == null ? null : identified + "Z");
    }

    private static @Nullable Object tid(long tid) {
        return object("tid", Ids.hex(tid), "time", Tids.text(tid).replace(' ', 'T') + "Z");
    }

    private static @Nullable String nid(int nid) {
        return nid == NodeIds.NONE ? null : NodeIds.text(nid);
    }

    private static @Nullable Integer ptid(int ptid) {
        return ptid == Ids.NO_INTEGER ? null : ptid;
    }

    /// @param members names and values, in turn
    private static Map<String, @Nullable Object> object(@Nullable Object... members) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < members.length; i += 2) {
            object.put(String.valueOf(members[i]), members[i + 1]);
        }
        return object;
    }
}
