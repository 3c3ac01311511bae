package io.neoppod.sim.cluster;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.master.MasterNode;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Reshapes a cluster through its admin: adds storages, spreads cells anew, changes replicas, removes storages.
///
/// Commands may be refused, late or lost. None of them is one that may lose data by right: storages are removed
/// only while the cluster runs, when it knows which copies are good.
final class Operator {
    private static final int MAX_REPLICAS = 2;

    private final Simulation sim;
    private final SimCluster cluster;
    private final RandomGenerator random;
    private final Supplier<SimNode<ClusterControl>> controls;

    Operator(Simulation sim, SimCluster cluster) {
        this.sim = sim;
        this.cluster = cluster;
        this.random = sim.random("operator");
        this.controls = cluster.startAdmin();
    }

    /// Gives one command, and does not wait for what comes of it.
    void command() {
        int pending = nids(node -> node.state() == NodeState.PENDING).length;
        switch (random.nextInt(pending > 0 ? 6 : 4)) {
            case 0 -> order("replicas", control -> control.setReplicas(random.nextInt(MAX_REPLICAS + 1)));
            case 1 -> remove();
            case 2 -> order("tweak", control -> control.tweak(false, one(nids(node -> true))));
            case 3 -> order("tweak", control -> control.tweak(false, nids(node -> node.state() == NodeState.DOWN)));
            default -> order("add", control -> control.addNodes(nids(node -> node.state() == NodeState.PENDING)));
        }
    }

    private void remove() {
        var down = one(nids(node -> node.state() == NodeState.DOWN));
        if (down.length > 0 && cluster.isRunning()) {
            order("drop", control -> control.drop(down[0]));
        } else {
            var any = one(nids(node -> node.state() == NodeState.RUNNING));
            if (any.length > 0) {
                order("kill", control -> control.kill(any[0]));
            }
        }
    }

    private void order(String what, Function<ClusterControl, CompletableFuture<?>> command) {
        sim.note("operator", what);
        controls.get()
                .call(control -> command.apply(control)
                        .whenComplete((done, refused) ->
                                sim.note("operator", what + ": " + (refused == null ? done : refused))));
    }

    /// One of these, if there is any.
    private int[] one(int[] nids) {
        return nids.length == 0 ? nids : new int[] {nids[random.nextInt(nids.length)]};
    }

    private int[] nids(Predicate<NodeInfo> filter) {
        return nodes().stream()
                .filter(node -> node.type() == NodeType.STORAGE && filter.test(node))
                .mapToInt(NodeInfo::nid)
                .toArray();
    }

    private List<NodeInfo> nodes() {
        return cluster.primaries().stream()
                .map(master -> master.ask(MasterNode::snapshot))
                .filter(snapshot -> snapshot.state() != ClusterState.STOPPING)
                .findFirst()
                .map(MasterNode.Snapshot::nodes)
                .orElse(List.of());
    }
}
