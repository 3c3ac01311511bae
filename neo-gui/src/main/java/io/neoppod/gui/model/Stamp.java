package io.neoppod.gui.model;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a preview was computed from. When it is another one at the click, the preview was of another world.
///
/// @param ptid   version of the partition table
/// @param states of storages and masters, by node id
record Stamp(boolean isStale, @Nullable ClusterState state, int ptid, int replicas, Map<Integer, NodeState> states) {
    static Stamp of(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        return view == null
                ? new Stamp(true, null, 0, 0, Map.of())
                : new Stamp(
                        snapshot.isStale(),
                        view.state(),
                        view.table().ptid(),
                        view.table().replicas(),
                        view.nodes().stream()
                                .filter(node -> node.type() == NodeType.STORAGE || node.type() == NodeType.MASTER)
                                // A backup's node list may have several without id.
                                .collect(Collectors.toMap(
                                        node -> node.nid(), node -> node.state(), (first, _) -> first)));
    }
}
