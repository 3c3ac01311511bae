package io.neoppod.cluster;

import io.neoppod.net.Connection;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A member of the cluster, as this node knows it. One object per member, for as long as the member is known: its
/// identity can be relied on.
///
/// What [NodeRegistry] indexes (id, address, existence) is changed there; the rest here.
///
/// A removed node is in state UNKNOWN and stays so.
///
/// Reference: neo/lib/node.py.
public final class Node {
    private final NodeType type;
    private int nid;
    private @Nullable Address address;
    private NodeState state;
    private double idTimestamp = Double.NaN;
    private Map<String, @Nullable Object> extra = Map.of();
    private @Nullable Connection connection;
    private boolean identified;

    Node(NodeType type, int nid, @Nullable Address address, NodeState state) {
        this.type = type;
        this.nid = nid;
        this.address = address;
        this.state = state;
    }

    public NodeType type() {
        return type;
    }

    /// [NodeIds#NONE] for a master known only by its address.
    public int nid() {
        return nid;
    }

    /// Where it listens; null for clients, and for storages known only from the partition table.
    public @Nullable Address address() {
        return address;
    }

    public NodeState state() {
        return state;
    }

    /// Seconds since the epoch at the last identification to the primary; NaN when unknown.
    public double idTimestamp() {
        return idTimestamp;
    }

    public void setIdTimestamp(double seconds) {
        idTimestamp = seconds;
    }

    /// What the node told of itself when it identified, e.g. `devpath` of storages.
    public Map<String, @Nullable Object> extra() {
        return extra;
    }

    public void setExtra(Map<String, @Nullable Object> announced) {
        extra = announced;
    }

    /// Where a storage's disk is, from the most general (host) to the most specific (device); empty when it is not
    /// announced, or not as a list.
    public List<String> devpath() {
        return extra.get("devpath") instanceof List<?> path
                ? path.stream().map(String::valueOf).toList()
                : List.of();
    }

    public boolean isRunning() {
        return state == NodeState.RUNNING;
    }

    public boolean isPending() {
        return state == NodeState.PENDING;
    }

    public boolean isDown() {
        return state == NodeState.DOWN;
    }

    /// Whether the node was removed from the registry.
    public boolean isUnknown() {
        return state == NodeState.UNKNOWN;
    }

    public boolean isMaster() {
        return type == NodeType.MASTER;
    }

    public boolean isStorage() {
        return type == NodeType.STORAGE;
    }

    public boolean isClient() {
        return type == NodeType.CLIENT;
    }

    public boolean isAdmin() {
        return type == NodeType.ADMIN;
    }

    /// The connection to the node, in whatever state; see [#isConnected].
    public @Nullable Connection connection() {
        return connection;
    }

    /// Attaches a connection on which identification is not finished; it replaces any former one.
    public void attach(Connection newConnection) {
        connection = newConnection;
        identified = false;
    }

    /// Attaches a connection on which the identification succeeded; it replaces any former one.
    public void identify(Connection newConnection) {
        connection = newConnection;
        identified = true;
    }

    /// Forgets a connection that ended; no effect when another one has replaced it.
    public void detach(Connection ended) {
        if (connection == ended) {
            connection = null;
            identified = false;
        }
    }

    /// Whether packets can be sent to the node now.
    public boolean isConnected() {
        return connection != null && connection.isOpen();
    }

    /// Whether identification succeeded on a connection that is still usable. Closing or aborting it ends this at once.
    public boolean isIdentified() {
        return identified && isConnected();
    }

    /// What a primary master announces about this node.
    public NodeInfo info() {
        return new NodeInfo(type, address, nid, state, idTimestamp);
    }

    /// Whether the primary tells this node about another one, in the first list and in each change. Every node is also
    /// told about itself, in the first list.
    ///
    /// | Receiver | is told of |
    /// |---|---|
    /// | admin, storage | masters, storages, clients |
    /// | client | masters, storages; that of a backup cluster, also admins that monitor its cluster |
    /// | master | masters |
    public boolean isToldOf(Node other) {
        return switch (type) {
            case ADMIN, STORAGE -> !other.isAdmin();
            case CLIENT -> other.isMaster() || other.isStorage() || other.isAdmin() && other.monitors(this);
            case MASTER -> other.isMaster();
        };
    }

    /// Whether this admin named the backup cluster whose master the client is.
    private boolean monitors(Node client) {
        return extra.get("backup") instanceof List<?> clusters
                && client.extra.get("backup") instanceof String cluster
                && clusters.contains(cluster);
    }

    /// `S1`, or the address of a node without id.
    @Override
    public String toString() {
        return nid == NodeIds.NONE && address != null ? address.toString() : NodeIds.text(nid);
    }

    void setNid(int newNid) {
        nid = newNid;
    }

    void setAddress(@Nullable Address newAddress) {
        address = newAddress;
    }

    /// Kept by the registry, because UNKNOWN means removed.
    void setState(NodeState newState) {
        state = newState;
    }
}
