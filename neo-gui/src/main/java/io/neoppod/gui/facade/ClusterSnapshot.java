package io.neoppod.gui.facade;

import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.NodeStatus;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster as it was last seen, and how old that is.
///
/// @param at        when this was put together
/// @param link      how the last poll went
/// @param detail    what the cluster or the system said of a poll that failed; may be empty
/// @param nextPoll  how long until the next one
/// @param seen      when `view` was answered; null before the first answer
/// @param view      the last answer, kept while there is none newer; null before the first
/// @param processes nodes that this app runs; empty for a cluster elsewhere
/// @param ownClients clients of the cluster that look at its data for this app, and go when they are in the way
/// @param contact   how the connection to the admin is
public record ClusterSnapshot(
        ClusterSource source,
        Instant at,
        Link link,
        String detail,
        Duration nextPoll,
        @Nullable Instant seen,
        @Nullable ClusterView view,
        List<NodeStatus> processes,
        int ownClients,
        Contact contact) {

    /// Without a client of this app, and without more than the link.
    public ClusterSnapshot(
            ClusterSource source,
            Instant at,
            Link link,
            String detail,
            Duration nextPoll,
            @Nullable Instant seen,
            @Nullable ClusterView view,
            List<NodeStatus> processes) {
        this(source, at, link, detail, nextPoll, seen, view, processes, 0, Contact.NONE);
    }

    /// Before anything is known.
    static ClusterSnapshot unknown(ClusterSource source, Instant now) {
        return new ClusterSnapshot(source, now, Link.CONNECTING, "", Duration.ZERO, null, null, List.of());
    }

    /// Whether what is shown may no longer be true: nothing may be decided upon it.
    public boolean isStale() {
        return link != Link.LIVE;
    }

    /// How old the view is.
    public Duration age() {
        return seen == null ? Duration.ZERO : Duration.between(seen, at);
    }

    /// The process of a node that this app runs, or null when it runs elsewhere. Masters are known by their address,
    /// which they keep; storages by their number.
    public @Nullable NodeStatus process(NodeInfo node) {
        return switch (node.type()) {
            case STORAGE -> process("storage-" + NodeIds.number(node.nid()));
            case MASTER -> {
                int index = source.masters().indexOf(node.address());
                yield index < 0 ? null : process(EmbeddedCluster.masterName(index));
            }
            case ADMIN -> process("admin");
            case CLIENT -> null;
        };
    }

    private @Nullable NodeStatus process(String name) {
        return processes.stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
