package io.neoppod.master;

import io.neoppod.cluster.CellTransitions;
import io.neoppod.cluster.DropPlan;
import io.neoppod.cluster.Node;
import io.neoppod.net.Exchange;
import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Adds, stops and removes nodes on order of an administrator.
///
/// Reference: neo/master/handlers/administration.py.
final class NodeAdministration {
    private static final Set<NodeState> STORAGE_STATES = Set.of(NodeState.DOWN, NodeState.UNKNOWN);

    private final Master master;

    NodeAdministration(Master master) {
        this.master = master;
    }

    /// Makes pending storages known to the table. They get cells by a later tweak.
    void add(Exchange<ErrorPacket> exchange, AddPendingNodes request) {
        var wanted = new LinkedHashSet<Integer>();
        for (int nid : request.nids()) {
            wanted.add(nid);
        }
        var added = master.members().storages().stream()
                .filter(node -> node.isPending()
                        && wanted.contains(node.nid())
                        && !master.table().knows(node))
                .toList();
        if (added.isEmpty()) {
            exchange.acknowledge("No node added");
            return;
        }
        for (var node : added) {
            master.table().addNode(node);
            master.members().registry().setState(node, NodeState.RUNNING);
            master.startOperation(node);
        }
        master.members().broadcast(added);
        exchange.acknowledge(
                "Nodes added: " + added.stream().map(Node::toString).collect(Collectors.joining(", ")));
    }

    /// `kill` (DOWN) and `drop` (UNKNOWN).
    void setState(Exchange<ErrorPacket> exchange, SetNodeState request) {
        var node = request.nid() == NodeIds.NONE
                ? null
                : master.members().registry().byNid(request.nid());
        var state = request.state();
        if (node == null) {
            Administration.deny(exchange, "unknown node");
        } else if (!isAllowed(node, state)) {
            Administration.deny(exchange, "can not switch node to " + state + " state");
        } else if (node == master.members().self()) {
            Administration.deny(exchange, "can not kill primary master node");
        } else if (node.isMaster()) {
            killMaster(exchange, node);
        } else {
            setStorageState(exchange, node, state);
        }
    }

    private static boolean isAllowed(Node node, NodeState state) {
        return switch (node.type()) {
            case MASTER -> state == NodeState.DOWN;
            case STORAGE -> STORAGE_STATES.contains(state);
            case CLIENT, ADMIN -> false;
        };
    }

    private void killMaster(Exchange<ErrorPacket> exchange, Node node) {
        boolean changed = master.members().registry().setState(node, NodeState.DOWN);
        exchange.acknowledge(changed ? "state changed" : "node already in DOWN state");
        if (changed) {
            master.members().broadcast(List.of(node));
        }
    }

    private void setStorageState(Exchange<ErrorPacket> exchange, Node node, NodeState state) {
        boolean drop = state == NodeState.UNKNOWN;
        if (drop && node.isRunning()) {
            Administration.deny(exchange, "a running node must be stopped before removal");
            return;
        }
        switch (CellTransitions.planDrop(master.table(), List.of(node))) {
            case DropPlan.Refused refused -> Administration.deny(exchange, refused.message());
            case DropPlan.Granted _
            when !drop && isNeeded(node) ->
                Administration.deny(exchange, node + " does not know yet which storages have the same data");
            case DropPlan.Granted granted -> {
                boolean hadCells = master.table().hasCells(node);
                boolean changed = node.state() != state;
                var changes = apply(node, state, granted);
                master.publish(changes);
                exchange.acknowledge(
                        drop && hadCells
                                ? "node permanently removed"
                                : changed ? "state changed" : "node already in " + state + " state");
                if (changed) {
                    // After the table, which must not name a node that is forgotten.
                    master.members().broadcast(List.of(node));
                }
            }
        }
    }

    private boolean isNeeded(Node node) {
        return node.isRunning() && !master.canDoWithoutOthers(other -> other.isRunning() && other != node);
    }

    private List<CellChange> apply(Node node, NodeState state, DropPlan.Granted plan) {
        // Before the node loses its id, which the table goes by.
        var dropped = state == NodeState.UNKNOWN
                ? CellTransitions.drop(master.table(), List.of(node), plan)
                : List.<CellChange>of();
        master.members().registry().setState(node, state);
        master.members().sayGoodbye(node);
        var connection = node.connection();
        if (connection != null) {
            connection.abort();
        }
        if (state == NodeState.UNKNOWN) {
            return dropped;
        }
        // While the cluster recovers no node runs: outdating cells would leave none to start with.
        boolean recovering = master.state() == ClusterState.RECOVERING;
        return recovering ? List.of() : CellTransitions.outdate(master.table(), null);
    }
}
