package io.neoppod.master;

import io.neoppod.cluster.CellTransitions;
import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.node.HeldRequests;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Lets nodes in. What an unidentified peer may ask from the primary master.
///
/// Order that peers rely on: everybody is told of the new node before it is accepted, since it quotes the time of
/// its identification to storages at once; its own list comes before any partition table. A client reads as soon as
/// it is accepted, and gives up when no storage serves it: it is held until storages are ready for all partitions.
///
/// Reference: neo/master/handlers/identification.py.
final class Identification {
    private final Master master;
    private final HeldRequests arrivals = new HeldRequests();

    Identification(Master master) {
        this.master = master;
    }

    /// Whether a node may come in, and in which state.
    private sealed interface Admission {
        record Granted(NodeState state) implements Admission {}

        record Refused(ErrorCode code, String message) implements Admission {}
    }

    private static final Admission NOT_READY = new Admission.Refused(ErrorCode.NOT_READY, "Retry Later");
    private static final Admission MEANINGLESS = new Admission.Refused(ErrorCode.PROTOCOL_ERROR, "");

    HandlerTable table() {
        return new HandlerTable("IdentificationHandler")
                .on(RequestIdentification.class, this::identify)
                .onNotification(FlushLog.class, (connection, packet) -> {})
                .onNotification(CloseClient.class, (connection, packet) -> connection.close())
                .whenClosed((connection, reason) -> master.connectionEnded());
    }

    private void identify(Exchange<AcceptIdentification> exchange, RequestIdentification request) {
        arrivals.tryOrHold(exchange, () -> {
            if (request.nodeType() == NodeType.CLIENT && master.isGettingReady()) {
                return false;
            }
            decide(exchange, request);
            return true;
        });
    }

    /// Clients that came early may be let in, or must be sent away.
    void retry() {
        arrivals.retry();
    }

    private void decide(Exchange<AcceptIdentification> exchange, RequestIdentification request) {
        var refusal = master.station().refusal(request);
        if (!refusal.isEmpty()) {
            exchange.refuse(ErrorCode.PROTOCOL_ERROR, refusal);
            return;
        }
        switch (match(request)) {
            case IdentityMatch.Rejected() -> exchange.refuse(ErrorCode.PROTOCOL_ERROR, "already connected");
            case IdentityMatch.Conflict() -> exchange.refuse(ErrorCode.PROTOCOL_ERROR, "address conflict");
            case IdentityMatch.Known(var node, var wanted) -> admit(exchange, request, node, wanted);
            case IdentityMatch.New(var wanted) -> admit(exchange, request, null, wanted);
        }
    }

    private IdentityMatch match(RequestIdentification request) {
        var nodes = master.members().registry();
        // A connection that we are aborting may end after its node came back: its loss must be over before.
        master.forgetAborted(nodes.byAddress(request.address()));
        master.forgetAborted(nodes.byNid(request.nid()));
        return IdentityMatch.find(
                request.nodeType(),
                request.nid(),
                nodes.byAddress(request.address()),
                nodes.byNid(request.nid()),
                master.members().self());
    }

    private void admit(
            Exchange<AcceptIdentification> exchange, RequestIdentification request, @Nullable Node known, int wanted) {
        if (isElected(request)) {
            // Not answered: this connection ends with all others, and we come to it.
            master.station().host().follow(request.address(), "it claimed before us");
            return;
        }
        switch (admission(request, known)) {
            case Admission.Refused(var code, var message) -> exchange.refuse(code, message);
            case Admission.Granted(var state) -> {
                var node = record(request, known, wanted, state);
                accept(exchange, request, node);
            }
        }
    }

    private Admission admission(RequestIdentification request, @Nullable Node known) {
        return switch (request.nodeType()) {
            case CLIENT -> master.servesClients() ? new Admission.Granted(NodeState.RUNNING) : NOT_READY;
            case STORAGE -> admitStorage(request, known);
            case MASTER -> request.address() == null ? MEANINGLESS : new Admission.Granted(NodeState.RUNNING);
            case ADMIN -> new Admission.Granted(NodeState.RUNNING);
        };
    }

    /// Whether the peer is a master that is the primary rather than us. Once we do more than recover, nobody is.
    private boolean isElected(RequestIdentification request) {
        return request.nodeType() == NodeType.MASTER
                && master.phase() instanceof Recovering
                && master.election().yieldsTo(request.idTimestamp(), request.address());
    }

    private Admission admitStorage(RequestIdentification request, @Nullable Node known) {
        var state = master.state();
        if (state == ClusterState.STOPPING || state == ClusterState.STOPPING_BACKUP) {
            return NOT_READY;
        }
        boolean recovering = state == ClusterState.RECOVERING;
        if (request.nid() == NodeIds.NONE && master.phase() instanceof Recovering phase && phase.isContested()) {
            // Two masters that claim would give the same id to two storages.
            return NOT_READY;
        }
        if (request.address() == null) {
            boolean isClone =
                    request.nid() == NodeIds.NONE && !clonedPartitions(request).isEmpty();
            return recovering ? NOT_READY : isClone ? new Admission.Granted(NodeState.DOWN) : MEANINGLESS;
        }
        // A storage that the table does not know is not to run before it is added: it could not be used. One that comes
        // under another id than the one of its address is not the one that the table knows.
        boolean member =
                known != null && known.nid() == request.nid() && master.table().knows(known);
        return new Admission.Granted(!recovering && member ? NodeState.RUNNING : NodeState.PENDING);
    }

    /// Creates or updates the record of the node.
    private Node record(RequestIdentification request, @Nullable Node known, int wanted, NodeState state) {
        var node = known == null ? null : reuse(request, known, wanted);
        if (node == null) {
            node = create(request, wanted, state);
        }
        master.members().registry().setState(node, state);
        node.setExtra(keptExtra(request));
        node.setIdTimestamp(master.members().timestamp());
        return node;
    }

    private @Nullable Node reuse(RequestIdentification request, Node known, int wanted) {
        var nodes = master.members().registry();
        nodes.setAddress(known, request.address());
        int nid = nodes.allocate(request.nodeType(), wanted, request.address());
        if (nid != known.nid() && master.table().hasCells(known)) {
            // Its cells belong to the id: they wait for the storage that has them.
            return null;
        }
        nodes.setNid(known, nid);
        return known;
    }

    private Node create(RequestIdentification request, int wanted, NodeState state) {
        var nodes = master.members().registry();
        freeAddress(request.address());
        int nid = nodes.allocate(request.nodeType(), wanted, request.address());
        return nodes.create(request.nodeType(), nid, request.address(), state);
    }

    /// Takes an address from the record of a node that is gone.
    private void freeAddress(@Nullable Address address) {
        var nodes = master.members().registry();
        var former = nodes.byAddress(address);
        if (former == null) {
            return;
        }
        if (former.nid() == NodeIds.NONE) {
            nodes.remove(former);
        } else {
            nodes.setAddress(former, null);
        }
    }

    private static Map<String, @Nullable Object> keptExtra(RequestIdentification request) {
        var extra = new LinkedHashMap<>(request.extra());
        extra.remove("new_nid");
        extra.remove("read_only");
        return extra;
    }

    private void accept(Exchange<AcceptIdentification> exchange, RequestIdentification request, Node node) {
        var connection = exchange.connection();
        var members = master.members();
        members.broadcast(List.of(node));
        var cloned = node.isDown() ? clonedPartitions(request) : List.<Integer>of();
        if (!cloned.isEmpty()) {
            master.publish(CellTransitions.addClone(master.table(), node, cloned));
        }
        node.identify(connection);
        connection.identified(node.nid());
        connection.setHandlers(tableOf(node, request));
        exchange.answer(new AcceptIdentification(NodeType.MASTER, members.self().nid(), node.nid()));
        connection.send(members.listFor(node));
        master.log().info("{} identified: {} at {}", node, node.state(), remote(node, connection));
        switch (node.type()) {
            case STORAGE -> master.phase().onStorageIdentified(node);
            case CLIENT, ADMIN -> connection.send(master.fullTable());
            case MASTER -> {
                master.station().host().mastersChanged();
                if (master.phase() instanceof Recovering recovering) {
                    recovering.onMasterIdentified(node);
                }
            }
        }
    }

    private HandlerTable tableOf(Node node, RequestIdentification request) {
        return switch (node.type()) {
            case CLIENT -> master.service().clientTable(node, isReadOnly(request));
            case STORAGE -> master.phase().storageTable(node);
            case ADMIN -> master.administration().table(node);
            case MASTER -> master.peerTable("SecondaryHandler", node);
        };
    }

    private static boolean isReadOnly(RequestIdentification request) {
        return request.extra().get("read_only") instanceof Boolean wanted
                ? wanted
                : request.extra().containsKey("backup");
    }

    /// Partitions that a copy of a storage has; those that do not exist are left out.
    private List<Integer> clonedPartitions(RequestIdentification request) {
        var partitions = new TreeSet<Integer>();
        if (request.extra().get("new_nid") instanceof List<?> offsets) {
            for (var offset : offsets) {
                if (offset instanceof Integer partition && master.table().hasPartition(partition)) {
                    partitions.add(partition);
                }
            }
        }
        return List.copyOf(partitions);
    }

    private static Object remote(Node node, Connection connection) {
        return node.address() == null ? connection.remote() : node.address();
    }
}
