package io.neoppod.cluster;

import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The nodes that this node knows, itself included once it was announced.
///
/// An id or an address belongs to at most one node. Lists are in the order in which nodes were created, and are
/// snapshots: the registry may be changed while one is walked.
///
/// Bound: masters and storages of the cluster, and the clients and admins that are connected to it.
///
/// Errors: [#update] throws [ProtocolException] when the primary breaks the rules of node notifications; the
/// connection is then aborted, and the full list of the next one puts things right.
///
/// Reference: neo/lib/node.py.
public final class NodeRegistry {
    private final Map<Integer, Node> byNid = new HashMap<>();
    private final Map<Address, Node> byAddress = new HashMap<>();
    private final Map<NodeType, Set<Node>> byType = new EnumMap<>(NodeType.class);

    private int ownNid = NodeIds.NONE;
    private double ownIdTimestamp = Double.NaN;
    private double lastTimestamp = Double.NEGATIVE_INFINITY;

    public NodeRegistry() {
        for (var type : NodeType.values()) {
            byType.put(type, new LinkedHashSet<>());
        }
    }

    // --- queries

    /// The node with an id; null also for [NodeIds#NONE].
    public @Nullable Node byNid(int nid) {
        return byNid.get(nid);
    }

    /// The node that listens at an address; null also for no address.
    public @Nullable Node byAddress(@Nullable Address address) {
        return address == null ? null : byAddress.get(address);
    }

    public List<Node> masters() {
        return ofType(NodeType.MASTER);
    }

    public List<Node> storages() {
        return ofType(NodeType.STORAGE);
    }

    public List<Node> clients() {
        return ofType(NodeType.CLIENT);
    }

    public List<Node> admins() {
        return ofType(NodeType.ADMIN);
    }

    public List<Node> ofType(NodeType type) {
        return List.copyOf(byType.get(type));
    }

    /// All nodes, masters first, then storages, clients and admins.
    public List<Node> all() {
        return byType.values().stream().flatMap(Set::stream).toList();
    }

    /// Nodes that packets of role traffic can be sent to.
    public List<Node> identified() {
        return byType.values().stream()
                .flatMap(Set::stream)
                .filter(Node::isIdentified)
                .toList();
    }

    public List<Node> identified(NodeType type) {
        return byType.get(type).stream().filter(Node::isIdentified).toList();
    }

    /// Addresses of all known masters, in the order they became known.
    public List<Address> masterAddresses() {
        var addresses = new ArrayList<Address>();
        for (var master : byType.get(NodeType.MASTER)) {
            if (master.address() != null) {
                addresses.add(master.address());
            }
        }
        return addresses;
    }

    /// Our own id, or [NodeIds#NONE] before we have one.
    public int ownNid() {
        return ownNid;
    }

    /// The time of our identification as the primary announced it; NaN before the first notification of a session.
    public double ownIdTimestamp() {
        return ownIdTimestamp;
    }

    // --- changes

    /// @throws IllegalStateException when the id or the address belongs to another node
    public Node create(NodeType type, int nid, @Nullable Address address, NodeState state) {
        if (state == NodeState.UNKNOWN || byNid(nid) != null || byAddress(address) != null) {
            throw new IllegalStateException(
                    "cannot create " + new NodeInfo(type, address, nid, state, Double.NaN) + " beside " + all());
        }
        var node = new Node(type, nid, address, state);
        index(node);
        byType.get(type).add(node);
        return node;
    }

    /// The master at an address, created DOWN when it is not known.
    public Node master(Address address) {
        var known = byAddress.get(address);
        return known != null ? known : create(NodeType.MASTER, NodeIds.NONE, address, NodeState.DOWN);
    }

    /// Makes sure that the storages of a table to load exist. Returns those that were created, which are DOWN.
    ///
    /// @throws ProtocolException when a node of the table is not a storage
    public List<Node> createStorages(List<List<CellEntry>> rows) {
        var created = new ArrayList<Node>();
        for (var row : rows) {
            for (var cell : row) {
                if (!NodeIds.isOf(cell.nid(), NodeType.STORAGE)) {
                    throw new ProtocolException("not a storage node: " + NodeIds.text(cell.nid()));
                }
                if (byNid(cell.nid()) == null) {
                    created.add(create(NodeType.STORAGE, cell.nid(), null, NodeState.DOWN));
                }
            }
        }
        return created;
    }

    /// @throws IllegalStateException when the id belongs to another node
    public void setNid(Node node, int nid) {
        var owner = byNid(nid);
        if (owner != null && owner != node) {
            throw new IllegalStateException(NodeIds.text(nid) + " is " + owner.info() + ", not " + node.info());
        }
        byNid.remove(node.nid());
        node.setNid(nid);
        index(node);
    }

    /// @throws IllegalStateException when the address belongs to another node
    public void setAddress(Node node, @Nullable Address address) {
        var owner = byAddress(address);
        if (owner != null && owner != node) {
            throw new IllegalStateException(address + " is " + owner.info() + ", not " + node.info());
        }
        byAddress.remove(node.address());
        node.setAddress(address);
        index(node);
    }

    /// Changes the state; UNKNOWN removes the node. Returns whether the state is another than before.
    public boolean setState(Node node, NodeState state) {
        boolean changed = node.state() != state;
        if (state == NodeState.UNKNOWN) {
            remove(node);
        } else {
            node.setState(state);
        }
        return changed;
    }

    /// Forgets a node, whose state becomes UNKNOWN. Its cells, if any, must have been removed before.
    public void remove(Node node) {
        if (byType.get(node.type()).remove(node)) {
            byNid.remove(node.nid());
            byAddress.remove(node.address());
        }
        node.setState(NodeState.UNKNOWN);
    }

    /// Our own id, as the primary gave it, or as it was stored.
    public void setOwnNid(int nid) {
        ownNid = nid;
    }

    /// The same masters, all DOWN and without connection, and the same id of our own: what a master knows when its role
    /// changes.
    public NodeRegistry mastersOnly() {
        var masters = new NodeRegistry();
        for (var master : masters()) {
            if (master.address() != null) {
                masters.create(NodeType.MASTER, master.nid(), master.address(), NodeState.DOWN);
            }
        }
        masters.setOwnNid(ownNid);
        return masters;
    }

    // --- on the primary

    /// The id to give to a node that identifies: the wanted one if it is free or already that of this address, else the
    /// smallest free one. An id of the node with the same address counts as free.
    ///
    /// A wanted id of another namespace is ignored, so that a client cannot take the place of a storage.
    ///
    /// @param wanted  [NodeIds#NONE] when the node proposes none
    /// @param address null for a node that does not listen
    public int allocate(NodeType type, int wanted, @Nullable Address address) {
        if (NodeIds.isOf(wanted, type) && wanted != ownNid) {
            var owner = byNid(wanted);
            if (owner == null || Objects.equals(owner.address(), address)) {
                return wanted;
            }
        }
        for (int number = 1; ; number++) {
            int nid = NodeIds.of(type, number);
            var owner = byNid(nid);
            if (nid != ownNid && (owner == null || address != null && address.equals(owner.address()))) {
                return nid;
            }
        }
    }

    /// The first list for a node that identified: itself, then all that it is told of.
    public List<NodeInfo> fullListFor(Node receiver) {
        var others = all().stream().filter(node -> node != receiver && receiver.isToldOf(node));
        return Stream.concat(Stream.of(receiver), others).map(Node::info).toList();
    }

    // --- on nodes that follow a primary

    /// A connection to a primary begins: its first list will be a full one, and its timestamps start anew.
    ///
    /// @param nid our id, as the primary gave it
    public void beginSession(int nid) {
        ownNid = nid;
        ownIdTimestamp = Double.NaN;
        lastTimestamp = Double.NEGATIVE_INFINITY;
    }

    /// Follows a notification of the primary. The first one of a session is the full list: nodes that it does not name
    /// are forgotten, except storages that have cells.
    ///
    /// @param table null for roles without one
    /// @return what changed, in the order of the list, removals of unnamed nodes last
    /// @throws ProtocolException when the timestamp does not increase, the full list does not tell our own
    ///                           identification time, or an entry contradicts what was told before
    public List<NodeChange> update(double timestamp, List<NodeInfo> infos, @Nullable PartitionTable table) {
        // Written so that NaN is refused as well.
        if (!(timestamp > lastTimestamp)) {
            throw new ProtocolException("node notification of " + timestamp + " after one of " + lastTimestamp);
        }
        lastTimestamp = timestamp;
        boolean isFullList = Double.isNaN(ownIdTimestamp);
        var named = new HashSet<Node>();
        var changes = new ArrayList<NodeChange>();
        for (var info : infos) {
            var change = follow(info, isFullList, table);
            named.add(change.node());
            changes.add(change);
        }
        if (isFullList) {
            if (Double.isNaN(ownIdTimestamp)) {
                throw new ProtocolException("node list without the identification of " + NodeIds.text(ownNid));
            }
            forgetUnnamed(named, table, changes);
        }
        return changes;
    }

    /// Compares the identification time that a peer quotes with what the primary told. Only its notifications make a
    /// node recognizable, else two nodes could use one id.
    public Recognition recognize(int nid, double idTimestamp) {
        var node = byNid(nid);
        if (node != null && node.idTimestamp() == idTimestamp) {
            return Recognition.KNOWN;
        }
        return lastTimestamp < idTimestamp ? Recognition.EARLY : Recognition.UNKNOWN;
    }

    /// Outcome of [#recognize].
    public enum Recognition {
        /// The node is what it says.
        KNOWN,
        /// The notification of the primary is late: hold the request until the next one.
        EARLY,
        /// The primary does not know it any more: refuse with NOT_READY `unknown by master`.
        UNKNOWN
    }

    private NodeChange follow(NodeInfo info, boolean isFullList, @Nullable PartitionTable table) {
        var node = find(info, isFullList);
        if (node == null) {
            if (info.state() == NodeState.UNKNOWN) {
                throw new ProtocolException("removal of a node that was never announced: " + info);
            }
            if (info.nid() == NodeIds.NONE && info.address() == null) {
                throw new ProtocolException("node without id and address: " + info);
            }
            node = create(info.type(), info.nid(), info.address(), info.state());
            noteTimestamp(node, info);
            return new NodeChange(node, null);
        }
        var previous = node.state();
        if (info.state() == NodeState.UNKNOWN) {
            drop(node, table);
            return new NodeChange(node, previous);
        }
        setNid(node, info.nid());
        setAddress(node, info.address());
        node.setState(info.state());
        noteTimestamp(node, info);
        return new NodeChange(node, previous);
    }

    /// The node that an entry is about: that of its address, else that of its id.
    private @Nullable Node find(NodeInfo info, boolean isFullList) {
        var withAddress = byAddress(info.address());
        var withNid = byNid(info.nid());
        if (withAddress != null && withNid != null && withAddress != withNid) {
            if (!isFullList) {
                throw new ProtocolException("id and address are those of two nodes: " + info);
            }
            // Ids given by a former primary are void: the one that had it gets its own from this list, or goes.
            setNid(withNid, NodeIds.NONE);
        }
        var node = withAddress != null ? withAddress : withNid;
        if (node != null && node.type() != info.type()) {
            throw new ProtocolException(node + " changes its type: " + info);
        }
        return node;
    }

    private void drop(Node node, @Nullable PartitionTable table) {
        // We ourselves may be dropped with our cells: what follows is our end.
        if (table != null && node.nid() != ownNid && !table.forget(node)) {
            throw new ProtocolException("removal of " + node + ", which still has cells");
        }
        remove(node);
    }

    private void noteTimestamp(Node node, NodeInfo info) {
        node.setIdTimestamp(info.idTimestamp());
        if (info.nid() == ownNid) {
            ownIdTimestamp = info.idTimestamp();
        }
    }

    private void forgetUnnamed(Set<Node> named, @Nullable PartitionTable table, List<NodeChange> changes) {
        for (var node : all()) {
            if (!named.contains(node) && (table == null || table.forget(node))) {
                changes.add(new NodeChange(node, node.state()));
                remove(node);
            }
        }
    }

    private void index(Node node) {
        if (node.nid() != NodeIds.NONE) {
            byNid.put(node.nid(), node);
        }
        if (node.address() != null) {
            byAddress.put(node.address(), node);
        }
    }
}
