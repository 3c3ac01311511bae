package io.neoppod.gui.facade;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A partition table by node, counted. Immutable once it is made.
final class Census {
    private final int partitions;
    private final Map<Integer, @Nullable CellState[]> states = new HashMap<>();
    private final Map<Integer, int[]> counts = new HashMap<>();
    private final int[] copies;
    /// The node that alone serves a partition, or [NodeIds#NONE].
    private final int[] onlyServer;

    /// The node that alone holds all of a partition, or [NodeIds#NONE].
    private final int[] onlyKeeper;

    /// @param rows    cells of each partition
    /// @param running nodes whose cells can be read
    Census(List<List<CellEntry>> rows, Set<Integer> running) {
        partitions = rows.size();
        copies = new int[partitions];
        onlyServer = new int[partitions];
        onlyKeeper = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            count(partition, rows.get(partition), running);
        }
    }

    private void count(int partition, List<CellEntry> row, Set<Integer> running) {
        int keepers = 0;
        int keeper = NodeIds.NONE;
        int server = NodeIds.NONE;
        for (var cell : row) {
            int nid = cell.nid();
            states.computeIfAbsent(nid, _ -> new CellState[partitions])[partition] = cell.state();
            counts.computeIfAbsent(nid, _ -> new int[CellState.values().length])[
                    cell.state().ordinal()]++;
            if (cell.state().isReadable()) {
                keepers++;
                keeper = nid;
                if (running.contains(nid)) {
                    copies[partition]++;
                    server = nid;
                }
            }
        }
        onlyServer[partition] = copies[partition] == 1 ? server : NodeIds.NONE;
        onlyKeeper[partition] = keepers == 1 ? keeper : NodeIds.NONE;
    }

    List<@Nullable CellState> states(int nid) {
        var known = states.get(nid);
        return known == null
                ? Collections.nCopies(partitions, null)
                : Collections.unmodifiableList(Arrays.asList(known));
    }

    int count(CellState state) {
        return counts.values().stream()
                .mapToInt(ofNode -> ofNode[state.ordinal()])
                .sum();
    }

    int count(int nid, CellState state) {
        var ofNode = counts.get(nid);
        return ofNode == null ? 0 : ofNode[state.ordinal()];
    }

    int[] copies() {
        return copies.clone();
    }

    int[] servedOnlyBy(int nid) {
        return where(onlyServer, nid);
    }

    int[] keptOnlyBy(int nid) {
        return where(onlyKeeper, nid);
    }

    private static int[] where(int[] nodes, int nid) {
        return IntStream.range(0, nodes.length)
                .filter(partition -> nodes[partition] == nid)
                .toArray();
    }
}
