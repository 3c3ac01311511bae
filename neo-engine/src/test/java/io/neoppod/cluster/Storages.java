package io.neoppod.cluster;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Storages and tables for tests, written as people draw them.
final class Storages {
    /// Storages that have every version of the table.
    static final Release AT_ONCE = (loser, keepers) -> true;

    final NodeRegistry registry = new NodeRegistry();

    /// Storages S1, S2, … with a state per letter: R, D, P.
    static Storages of(String states) {
        var storages = new Storages();
        for (int i = 0; i < states.length(); i++) {
            storages.registry.create(NodeType.STORAGE, i + 1, null, state(states.charAt(i)));
        }
        return storages;
    }

    Node get(int nid) {
        var node = registry.byNid(nid);
        return node != null ? node : registry.create(NodeType.STORAGE, nid, null, NodeState.RUNNING);
    }

    /// All storages become known. A row per `|`: `"S1 U, S2 O | S2 U"`, or a letter per storage: `"UO|.U"`.
    PartitionTable table(int replicas, String rows) {
        var entries = Stream.of(rows.split("\\|", -1)).map(Storages::row).toList();
        var table = new PartitionTable();
        table.load(1, replicas, entries, registry);
        registry.storages().forEach(table::addNode);
        return table;
    }

    /// A letter per known node and partition: `"UO|.U"`.
    static String rows(PartitionTable table) {
        return IntStream.range(0, table.partitions())
                .mapToObj(partition -> table.nodes().stream()
                        .map(node -> table.cell(partition, node.nid()))
                        .map(cell -> cell == null ? "." : String.valueOf(TableText.letter(cell.state())))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
    }

    static CellState cell(char letter) {
        return Stream.of(CellState.values())
                .filter(state -> TableText.letter(state) == letter)
                .findFirst()
                .orElseThrow();
    }

    static NodeState state(char letter) {
        return Map.of('R', NodeState.RUNNING, 'D', NodeState.DOWN, 'P', NodeState.PENDING)
                .get(letter);
    }

    private static List<CellEntry> row(String text) {
        var row = new ArrayList<CellEntry>();
        var trimmed = text.strip();
        if (trimmed.startsWith("S")) {
            for (var cell : trimmed.split(",")) {
                var words = cell.strip().split(" ");
                row.add(new CellEntry(NodeIds.parse(words[0]), cell(words[1].charAt(0))));
            }
            return row;
        }
        for (int i = 0; i < trimmed.length(); i++) {
            if (trimmed.charAt(i) != '.') {
                row.add(new CellEntry(i + 1, cell(trimmed.charAt(i))));
            }
        }
        return row;
    }
}
