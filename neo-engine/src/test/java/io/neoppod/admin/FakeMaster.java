package io.neoppod.admin;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.AdminPacket.AskClusterState;
import io.neoppod.protocol.AdminPacket.Repair;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.AdminPacket.TweakPartitionTable;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.ReplicationPacket.CheckReplicas;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import io.neoppod.runtime.NodeLog;
import io.neoppod.sim.SimRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A primary master that knows one admin and two storages, and answers requests only when a test says what.
final class FakeMaster implements AutoCloseable {
    static final int M1 = NodeIds.of(NodeType.MASTER, 1);
    static final int A1 = NodeIds.of(NodeType.ADMIN, 1);
    static final Address BIND = new Address("10.0.0.1", 10_000);

    private final List<Packet> received = new ArrayList<>();
    private final Deque<Exchange<?>> unanswered = new ArrayDeque<>();
    private final ClusterState state;
    private double timestamp = 1_000;
    private @Nullable Connection admin;

    FakeMaster(SimRuntime runtime, ClusterState state) {
        this.state = state;
        try {
            new Network(runtime, NodeLog.of("M1")).listen(BIND, this::table);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /// Requests and notifications, in order; without those of identification.
    List<Packet> received() {
        return List.copyOf(received);
    }

    boolean has(Class<? extends Packet> type) {
        return received.stream().anyMatch(type::isInstance);
    }

    int unanswered() {
        return unanswered.size();
    }

    void answerOldest(Packet answer) {
        answer(unanswered.removeFirst(), answer);
    }

    void answerNewest(Packet answer) {
        answer(unanswered.removeLast(), answer);
    }

    void send(Packet packet) {
        admin.send(packet);
    }

    void tell(NodeInfo... nodes) {
        send(new NotifyNodeInformation(++timestamp, List.of(nodes)));
    }

    void disconnect() {
        admin.close();
    }

    static NodeInfo storage(int nid, NodeState nodeState) {
        return new NodeInfo(NodeType.STORAGE, new Address("10.0.1." + nid, 10_002), nid, nodeState, 900.5 + nid);
    }

    @Override
    public void close() {
        // Its runtime ends it.
    }

    private HandlerTable table() {
        return new HandlerTable("FakeMaster")
                .on(RequestIdentification.class, this::accept)
                .on(AskClusterState.class, (exchange, packet) -> exchange.answer(new AnswerClusterState(state)))
                .on(AddPendingNodes.class, this::keep)
                .on(AskLastIDs.class, this::keep)
                .on(AskLastTransaction.class, this::keep)
                .on(AskRecovery.class, this::keep)
                .on(CheckReplicas.class, this::keep)
                .on(Repair.class, this::keep)
                .on(SetClusterState.class, this::keep)
                .on(SetNodeState.class, this::keep)
                .on(SetNumReplicas.class, this::keep)
                .on(Truncate.class, this::keep)
                .on(TweakPartitionTable.class, this::keep)
                .onNotification(FlushLog.class, (connection, packet) -> received.add(packet));
    }

    private void accept(Exchange<AcceptIdentification> exchange, RequestIdentification request) {
        received.add(request);
        unanswered.clear();
        admin = exchange.connection();
        exchange.answer(new AcceptIdentification(NodeType.MASTER, M1, A1));
        tell(
                new NodeInfo(NodeType.ADMIN, request.address(), A1, NodeState.RUNNING, timestamp),
                new NodeInfo(NodeType.MASTER, BIND, M1, NodeState.RUNNING, Double.NaN),
                storage(1, NodeState.RUNNING),
                storage(2, NodeState.RUNNING));
        var both = List.of(new CellEntry(1, CellState.UP_TO_DATE), new CellEntry(2, CellState.OUT_OF_DATE));
        send(new SendPartitionTable(7, 1, List.of(both, List.of(new CellEntry(1, CellState.UP_TO_DATE)))));
    }

    private void keep(Exchange<?> exchange, Packet request) {
        received.add(request);
        unanswered.add(exchange);
    }

    @SuppressWarnings("unchecked")
    private static <A extends Packet> void answer(Exchange<A> exchange, Packet answer) {
        if (answer instanceof ErrorPacket error && error.code() != ErrorCode.ACK) {
            exchange.refuseAndStay(error.code(), error.message());
        } else {
            exchange.answer((A) answer);
        }
    }
}
