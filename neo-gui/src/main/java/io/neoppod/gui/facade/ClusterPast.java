package io.neoppod.gui.facade;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was seen of a cluster before, as far as [AlertRule]s need it: the highest last transaction, the last change of
/// the primary master, and when nodes came back. Confined to one thread.
public final class ClusterPast {
    /// One is no trouble, nor are two or three: somebody works on that node. Of each node as many are remembered.
    private static final int MANY_RETURNS = 4;

    private Instant now = Instant.MIN;
    private long highestTid = Ids.NONE;
    private int primary = NodeIds.NONE;
    private @Nullable Change change;
    /// Of masters and storages that were ever seen, by number.
    private final Map<Integer, Presence> presences = new TreeMap<>(Integer::compareUnsigned);

    private record Change(Instant at, int from, int to) {}

    /// A node as it was last seen, and when it came back.
    private static final class Presence {
        private NodeInfo latest;
        private final Deque<Instant> returns = new ArrayDeque<>();

        Presence(NodeInfo first) {
            latest = first;
        }

        void note(NodeInfo node, Instant at) {
            // Between two answers it may have left and come back: then it was identified anew.
            boolean isBack = isConnected(node) && (!isConnected(latest) || node.idTimestamp() > latest.idTimestamp());
            latest = node;
            if (isBack) {
                returns.addLast(at);
            }
            if (returns.size() > MANY_RETURNS) {
                returns.removeFirst();
            }
        }

        private static boolean isConnected(NodeInfo node) {
            return node.state() == NodeState.RUNNING || node.state() == NodeState.PENDING;
        }

        boolean isRestless(Instant since) {
            return returns.size() == MANY_RETURNS && !returns.getFirst().isBefore(since);
        }
    }

    /// Takes note of an answer; no effect when there is none.
    public void note(ClusterSnapshot snapshot) {
        now = snapshot.at();
        var view = snapshot.view();
        if (snapshot.link() != Link.LIVE || view == null) {
            return;
        }
        noteTid(view);
        notePrimary(view.primary());
        for (var node : view.nodes()) {
            if ((node.type() == NodeType.MASTER || node.type() == NodeType.STORAGE) && node.nid() != NodeIds.NONE) {
                presences.computeIfAbsent(node.nid(), _ -> new Presence(node)).note(node, now);
            }
        }
    }

    private void noteTid(ClusterView view) {
        if (view.ids() != null) {
            noteTid(view.ids().lastTid());
        }
    }

    /// Takes note of a last transaction that was seen, perhaps by another session.
    ///
    /// @param tid [Ids#NONE] for none
    public void noteTid(long tid) {
        if (tid != Ids.NONE && (highestTid == Ids.NONE || Long.compareUnsigned(tid, highestTid) > 0)) {
            highestTid = tid;
        }
    }

    private void notePrimary(int seen) {
        if (seen == NodeIds.NONE) {
            return;
        }
        if (primary != NodeIds.NONE && primary != seen) {
            change = new Change(now, primary, seen);
        }
        primary = seen;
    }

    /// The highest last transaction so far, or [Ids#NONE].
    long highestTid() {
        return highestTid;
    }

    /// The last change of the primary master, like `M1 → M2`, if it was within a time before now.
    @Nullable
    String primaryChange(Duration time) {
        return change == null || change.at.isBefore(now.minus(time))
                ? null
                : NodeIds.text(change.from) + " → " + NodeIds.text(change.to);
    }

    /// Nodes that came back more than three times within a time before now; empty when there are none.
    String restless(Duration time) {
        var since = now.minus(time);
        return presences.entrySet().stream()
                .filter(node -> node.getValue().isRestless(since))
                .map(node -> NodeIds.text(node.getKey()))
                .collect(Collectors.joining(", "));
    }
}
