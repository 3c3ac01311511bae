package io.neoppod.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Outputs captured from the reference.
class ReportTest {
    private static final double NEVER = Double.NaN;

    @Test
    void clusterState() {
        assertThat(new Report.State(ClusterState.RECOVERING).text()).isEqualTo("RECOVERING");
        assertThat(new Report.State(null).text()).isEqualTo("None");
    }

    @Test
    void nodesAreSortedByIdAndPadded() {
        var nodes = List.of(
                node("S1", NodeType.STORAGE, 12502, NodeState.RUNNING, 1795350708.080263),
                node("M1", NodeType.MASTER, 12500, NodeState.RUNNING, NEVER),
                node("C1", NodeType.CLIENT, 0, NodeState.RUNNING, 1795350893.567373),
                node("A1", NodeType.ADMIN, 12501, NodeState.RUNNING, 1795350708.897454));
        assertThat(new Report.Nodes(nodes).text()).isEqualTo("""
                A1 | ADMIN   | 127.0.0.1:12501 | RUNNING | 2026-11-22 12:31:48.897454
                C1 | CLIENT  |                 | RUNNING | 2026-11-22 12:34:53.567373
                M1 | MASTER  | 127.0.0.1:12500 | RUNNING | None
                S1 | STORAGE | 127.0.0.1:12502 | RUNNING | 2026-11-22 12:31:48.080263""");
    }

    @Test
    void clientsAloneHaveAnEmptyAddressColumn() {
        var client = node("C1", NodeType.CLIENT, 0, NodeState.RUNNING, 1795350893.567373);
        assertThat(new Report.Nodes(List.of(client)).text())
                .isEqualTo("C1 | CLIENT |  | RUNNING | 2026-11-22 12:34:53.567373");
    }

    @Test
    void nodesWithoutIdComeLastByAddress() {
        var nodes = List.of(
                node(null, NodeType.ADMIN, 12502, NodeState.DOWN, NEVER),
                node(null, NodeType.ADMIN, 12501, NodeState.DOWN, NEVER),
                node("S1", NodeType.STORAGE, 12522, NodeState.RUNNING, 1795350994.0));
        assertThat(new Report.Nodes(nodes).text()).isEqualTo("""
                S1   | STORAGE | 127.0.0.1:12522 | RUNNING | 2026-11-22 12:36:34
                None | ADMIN   | 127.0.0.1:12501 | DOWN    | None
                None | ADMIN   | 127.0.0.1:12502 | DOWN    | None""");
    }

    @Test
    void noNodeIsSaid() {
        assertThat(new Report.Nodes(List.of()).text()).isEqualTo("Empty list!");
    }

    @Test
    void tableOfAClusterThatWasNeverStarted() {
        var table = new TableRows(Ids.NO_INTEGER, 0, List.of(List.of(), List.of(), List.of()));
        assertThat(new Report.Table(table, List.of(storage("S1", NodeState.PENDING))).text())
                .isEqualTo("# ptid: None, replicas: 0\n");
        assertThat(new Report.Rows(table, 0).text()).isEqualTo("# ptid: None, replicas: 0\n000 |\n001 |\n002 |");
    }

    @Test
    void tableWithARulerAndARunningStorageWithoutCells() {
        var rows = rows("S1 UUUUUUUUUUUU", "S2 UUUUUUUUUUUU");
        var storages = List.of(
                storage("S1", NodeState.RUNNING),
                storage("S2", NodeState.RUNNING),
                storage("S3", NodeState.RUNNING),
                storage("S4", NodeState.PENDING));
        assertThat(new Report.Table(new TableRows(2, 1, rows), storages).text()).isEqualTo("""
                # ptid: 2, replicas: 1
                             10v
                S1 R UUUUUUUUUUUU
                S2 R UUUUUUUUUUUU
                S3 R ............""");
    }

    @Test
    void tableWithWideIdsAndAllLetters() {
        var rows =
                rows("S1 OUUOUUOUUOUUOUUOUUOUUOUUO", "S2 .CC.CC.CC.CC.CC.CC.CC.CC.", "S10 F..F..F..F..F..F..F..F..F");
        var storages = List.of(
                storage("S10", NodeState.RUNNING), storage("S2", NodeState.DOWN), storage("S1", NodeState.RUNNING));
        assertThat(new Report.Table(new TableRows(3, 1, rows), storages).text()).isEqualTo("""
                # ptid: 3, replicas: 1
                              10v       20v
                S1  R OUUOUUOUUOUUOUUOUUOUUOUUO
                S2  D .CC.CC.CC.CC.CC.CC.CC.CC.
                S10 R F..F..F..F..F..F..F..F..F""");
    }

    @Test
    void smallTableHasNoRuler() {
        var table = new TableRows(1, 0, rows("S1 UUU"));
        assertThat(new Report.Table(table, List.of(storage("S1", NodeState.RUNNING))).text())
                .isEqualTo("# ptid: 1, replicas: 0\nS1 R UUU");
    }

    @Test
    void rowsBeginAtTheGivenPartition() {
        var table = new TableRows(1, 1, rows("S1 UU", "S2 UO"));
        assertThat(new Report.Rows(table, 3).text()).isEqualTo("""
                # ptid: 1, replicas: 1
                003 | S1 - UP_TO_DATE | S2 - UP_TO_DATE |
                004 | S1 - UP_TO_DATE | S2 - OUT_OF_DATE |""");
    }

    @Test
    void tweakHasNoHeader() {
        var tweaked = new Report.Tweaked(rows("S1 UO"), List.of(storage("S1", NodeState.RUNNING)));
        assertThat(tweaked.text()).isEqualTo("S1 R UO");
        assertThat(new Report.Unchanged().text()).isEqualTo("No change done.");
    }

    @Test
    void lastIds() {
        assertThat(new Report.Identifiers(new LastIds(1, Ids.NONE, 0x40d2fd092b6abdaL, 0x64)).text())
                .isEqualTo("""
                last_oid = 0x64
                last_tid = 0x40d2fd092b6abda (2026-11-22 12:32:34.385990)
                last_ptid = 1""");
        assertThat(new Report.Identifiers(new LastIds(Ids.NO_INTEGER, Ids.NONE, 0, 0)).text())
                .isEqualTo("""
                last_oid = 0x0
                last_tid = 0x0 (1900-01-01 00:00:00)
                last_ptid = None""");
        long tid = 0x40d2fd092ac9844L;
        assertThat(new Report.Identifiers(new LastIds(1, tid, tid, Ids.NONE)).text())
                .isEqualTo("""
                backup_tid = 0x40d2fd092ac9844 (2026-11-22 12:32:34.376765)
                last_tid = 0x40d2fd092ac9844 (2026-11-22 12:32:34.376765)
                last_ptid = 1""");
    }

    @Test
    void summaryBeginsWithSeverities() {
        assertThat(summary(List.of(), List.of())).isEqualTo("# {}\ntext");
        assertThat(summary(Arrays.asList((String) null), List.of())).isEqualTo("# {\"warning\": [null]}\ntext");
        assertThat(summary(List.of("b"), Arrays.asList(null, "a\"é")))
                .isEqualTo("# {\"warning\": [\"b\"], \"problem\": [null, \"a\\\"\\u00e9\"]}\ntext");
    }

    @Test
    void emptyMessageIsAnEmptyLineAndNothingIsNothing() {
        assertThat(new Report.Message("").text()).isEmpty();
        assertThat(new Report.Nothing().text()).isNull();
    }

    @Test
    void jsonNamesIdsAsPeopleWriteThem() {
        var nodes = List.of(
                node("M1", NodeType.MASTER, 12500, NodeState.RUNNING, NEVER),
                node("S1", NodeType.STORAGE, 12502, NodeState.PENDING, 1795350708.080263));
        assertThat(ReportJson.text(new Report.Nodes(nodes))).isEqualToIgnoringWhitespace("""
                {"apiVersion": "neo/v1", "kind": "NodeList", "nodes": [
                  {"node": "M1", "type": "MASTER", "address": "127.0.0.1:12500", "state": "RUNNING",
                   "identified": null},
                  {"node": "S1", "type": "STORAGE", "address": "127.0.0.1:12502", "state": "PENDING",
                   "identified": "2026-11-22T12:31:48.080263Z"}]}""");
    }

    @Test
    void jsonGivesTidsInHexadecimalAndAsTimes() {
        var ids = new Report.Identifiers(new LastIds(1, Ids.NONE, 0x40d2fd092b6abdaL, 0x64));
        assertThat(ReportJson.text(ids)).isEqualToIgnoringWhitespace("""
                {"apiVersion": "neo/v1", "kind": "LastIds", "lastOid": "0000000000000064",
                 "lastTid": {"tid": "040d2fd092b6abda", "time": "2026-11-22T12:32:34.385990Z"},
                 "backupTid": null, "lastPtid": 1}""");
    }

    @Test
    void jsonOfATable() {
        var rows = new Report.Rows(new TableRows(4, 1, rows("S1 U", "S2 O")), 2);
        assertThat(ReportJson.text(rows)).isEqualToIgnoringWhitespace("""
                {"apiVersion": "neo/v1", "kind": "PartitionTable", "ptid": 4, "replicas": 1, "partitions": [
                  {"partition": 2, "cells": [{"node": "S1", "state": "UP_TO_DATE"},
                                             {"node": "S2", "state": "OUT_OF_DATE"}]}]}""");
    }

    private static String summary(List<@Nullable String> warnings, List<@Nullable String> problems) {
        return new Report.Summary(new MonitorReport(warnings, problems, "text")).text();
    }

    private static NodeInfo storage(String nid, NodeState state) {
        return node(nid, NodeType.STORAGE, 1, state, NEVER);
    }

    private static NodeInfo node(@Nullable String nid, NodeType type, int port, NodeState state, double identified) {
        return new NodeInfo(
                type,
                port == 0 ? null : new Address("127.0.0.1", port),
                nid == null ? NodeIds.NONE : NodeIds.parse(nid),
                state,
                identified);
    }

    /// Rows from lines as the reports have them, without the states of nodes.
    private static List<List<CellEntry>> rows(String... lines) {
        int partitions = lines[0].split(" ")[1].length();
        return IntStream.range(0, partitions)
                .mapToObj(partition -> row(partition, lines))
                .toList();
    }

    private static List<CellEntry> row(int partition, String... lines) {
        var row = new ArrayList<CellEntry>();
        for (var line : lines) {
            char letter = line.split(" ")[1].charAt(partition);
            for (var state : CellState.values()) {
                if (letter != '.' && state.name().charAt(0) == letter) {
                    row.add(new CellEntry(NodeIds.parse(line.split(" ")[0]), state));
                }
            }
        }
        return row;
    }
}
