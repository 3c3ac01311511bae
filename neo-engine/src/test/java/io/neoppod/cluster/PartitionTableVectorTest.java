package io.neoppod.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All operations of a primary on its table give what Python NEO gives, changes in the same order included.
class PartitionTableVectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CASES = 158;

    @Test
    void allCasesAreThere() throws IOException {
        assertThat(cases()).hasSize(CASES);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheResultOfTheReference(Case vector) {
        var expected = vector.json.get("expect");
        var table = vector.table();
        switch (vector.text("op")) {
            case "make" -> {
                var result = Tweak.create(table, vector.nodes("make_nodes"));
                assertThat(result).isInstanceOf(TweakResult.Done.class);
                vector.check(table, expected);
                checkSettled(table, Set.of(), expected);
            }
            case "tweak" -> {
                var ignored = Set.copyOf(vector.nodes("ignore"));
                switch (Tweak.run(table, ignored, Storages.AT_ONCE)) {
                    case TweakResult.Refused(var message) -> vector.checkRefusal(expected, message, table);
                    case TweakResult.Done(var changes, var _) -> {
                        checkChanges(changes, expected);
                        vector.check(table, expected);
                        checkSettled(table, ignored, expected);
                    }
                }
            }
            case "drop" -> drop(vector, table, expected);
            case "outdate" -> {
                var lost = vector.json.get("lost");
                checkChanges(
                        CellTransitions.outdate(table, lost.isNull() ? null : vector.storages.get(lost.intValue())),
                        expected);
                vector.check(table, expected);
            }
            case "setUpToDate" -> setUpToDate(vector, table, expected);
            case "operational" -> {
                var excluded = vector.nodes("exclude");
                assertThat(table.isOperational(node -> node.isRunning() && !excluded.contains(node)))
                        .isEqualTo(expected.get("operational").booleanValue());
                assertThat(table.isFilled()).isEqualTo(expected.get("filled").booleanValue());
                assertThat(table.recoveryNodes())
                        .containsExactlyInAnyOrderElementsOf(vector.nodes(expected.get("operational_node_set")));
            }
            default -> fail("unknown operation in " + vector);
        }
    }

    private static void drop(Case vector, PartitionTable table, JsonNode expected) {
        var nodes = vector.nodes("drop");
        switch (CellTransitions.planDrop(table, nodes)) {
            case DropPlan.Refused refused -> vector.checkRefusal(expected, refused.message(), table);
            case DropPlan.Granted granted -> {
                if (!vector.json.get("simulate").booleanValue()) {
                    CellTransitions.drop(table, nodes, granted);
                }
                checkChanges(granted.changes(), expected);
                vector.check(table, expected);
            }
        }
    }

    private static void setUpToDate(Case vector, PartitionTable table, JsonNode expected) {
        var node = vector.storages.get(vector.json.get("nid").intValue());
        int partition = vector.json.get("offset").intValue();
        var cell = table.cell(partition, node.nid());
        if (vector.json.get("updatable").booleanValue() && cell != null) {
            cell.setUpdatable();
        }
        try {
            var changes = CellTransitions.setUpToDate(table, node, partition);
            if (changes == null) {
                assertThat(expected.get("changes").isNull()).isTrue();
            } else {
                var all = new ArrayList<>(changes);
                all.addAll(CellTransitions.release(table, partition, Storages.AT_ONCE));
                checkChanges(all, expected);
            }
            vector.check(table, expected);
        } catch (IllegalArgumentException refusal) {
            vector.checkRefusal(expected, refusal.getMessage(), table);
        }
    }

    /// Doing it again changes nothing, neither at once nor when replication is finished.
    private static void checkSettled(PartitionTable table, Set<Node> ignored, JsonNode expected) {
        checkNothingToDo(table, ignored);
        settle(table);
        assertThat(Storages.rows(table)).isEqualTo(expected.get("settled_rows").textValue());
        checkNothingToDo(table, ignored);
    }

    private static void checkNothingToDo(PartitionTable table, Set<Node> ignored) {
        assertThat(Tweak.run(table, ignored, Storages.AT_ONCE))
                .isInstanceOfSatisfying(
                        TweakResult.Done.class,
                        done -> assertThat(done.changes()).isEmpty());
    }

    private static void settle(PartitionTable table) {
        for (int partition = 0; partition < table.partitions(); partition++) {
            for (var cell : table.row(partition)) {
                if (cell.isOutOfDate() && cell.node().isRunning()) {
                    cell.setUpdatable();
                    CellTransitions.setUpToDate(table, cell.node(), partition);
                    CellTransitions.release(table, partition, Storages.AT_ONCE);
                }
            }
        }
    }

    private static void checkChanges(List<CellChange> changes, JsonNode expected) {
        var wanted = new ArrayList<CellChange>();
        if (expected.has("changes")) {
            for (var change : expected.get("changes")) {
                char letter = change.get(2).textValue().charAt(0);
                wanted.add(
                        new CellChange(change.get(0).intValue(), change.get(1).intValue(), Storages.cell(letter)));
            }
            assertThat(changes).isEqualTo(wanted);
        }
    }

    static Stream<Case> cases() throws IOException {
        try (var in =
                Objects.requireNonNull(PartitionTableVectorTest.class.getResourceAsStream("/cluster/tweak.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Case::parse).toList().stream();
        }
    }

    private record Case(JsonNode json, Storages storages) {

        static Case parse(String line) {
            try {
                return new Case(JSON.readTree(line), new Storages());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        PartitionTable table() {
            for (var description : json.get("nodes")) {
                var node = storages.get(description.get("nid").intValue());
                storages.registry.setState(
                        node, NodeState.valueOf(description.get("state").textValue()));
                if (description.has("devpath")) {
                    node.setExtra(Map.of("devpath", texts(description.get("devpath"))));
                }
            }
            var ptid = json.get("ptid");
            var table = new PartitionTable();
            table.load(
                    ptid.isNull() ? Ids.NO_INTEGER : ptid.intValue(),
                    json.get("nr").intValue(),
                    rows(json.get("table")),
                    storages.registry);
            nodes("known").forEach(table::addNode);
            return table;
        }

        void check(PartitionTable table, JsonNode expected) {
            assertThat(table.entries()).isEqualTo(rows(expected.get("table")));
            assertThat(Storages.rows(table)).isEqualTo(expected.get("rows").textValue());
            var ptid = expected.get("ptid");
            assertThat(table.ptid()).isEqualTo(ptid.isNull() ? Ids.NO_INTEGER : ptid.intValue());
            var counts = table.nodes().stream()
                    .collect(Collectors.toMap(node -> Integer.toString(node.nid()), table::count));
            assertThat(counts).isEqualTo(JSON.convertValue(expected.get("counts"), Map.class));
            if (expected.has("print")) {
                assertThat(TableText.lines(table, table.nodes()).stream().map(line -> "pt: " + line))
                        .containsExactlyElementsOf(texts(expected.get("print")));
            }
        }

        void checkRefusal(JsonNode expected, @Nullable String message, PartitionTable table) {
            assertThat(message).isEqualTo(expected.get("error").textValue());
            assertThat(table.entries()).isEqualTo(rows(json.get("table")));
        }

        List<Node> nodes(String field) {
            return nodes(json.get(field));
        }

        List<Node> nodes(JsonNode nids) {
            var nodes = new ArrayList<Node>();
            nids.forEach(nid -> nodes.add(storages.get(nid.intValue())));
            return nodes;
        }

        String text(String field) {
            return json.get(field).textValue();
        }

        private static List<String> texts(JsonNode array) {
            var texts = new ArrayList<String>();
            array.forEach(text -> texts.add(text.textValue()));
            return texts;
        }

        private static List<List<CellEntry>> rows(JsonNode table) {
            var rows = new ArrayList<List<CellEntry>>();
            for (var cells : table) {
                var row = new ArrayList<CellEntry>();
                cells.forEach(cell -> row.add(new CellEntry(
                        cell.get(0).intValue(),
                        Storages.cell(cell.get(1).textValue().charAt(0)))));
                rows.add(row);
            }
            return rows;
        }

        @Override
        public String toString() {
            return text("id") + " " + text("name");
        }
    }
}
