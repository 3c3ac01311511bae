package io.neoppod.cluster;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import java.util.ArrayList;
import java.util.List;

/// Changes a table and remembers what was changed, in order.
final class Changes {
    private final PartitionTable table;
    private final List<CellChange> list = new ArrayList<>();

    Changes(PartitionTable table) {
        this.table = table;
    }

    void set(int partition, Node node, CellState state) {
        table.set(partition, node, state);
        list.add(new CellChange(partition, node.nid(), state));
    }

    List<CellChange> list() {
        return List.copyOf(list);
    }
}
