package io.neoppod.master;

import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.TransactionPacket.InvalidateObjects;
import io.neoppod.protocol.TransactionPacket.InvalidatePartitions;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A peer of the master under test: identifies, and remembers all that it receives, in order.
class Peer implements AutoCloseable {
    private final List<Packet> received = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Connection connection;
    private int nid;
    private @Nullable String ended;

    Peer(NodeRuntime runtime, Address master, RequestIdentification identity) {
        var table = notifications(new HandlerTable("peer"))
                .whenOpen(opened -> ask(identity))
                .whenClosed((closed, reason) -> ended = reason);
        connection = new Network(runtime, NodeLog.of("peer")).connect(master, table);
    }

    static RequestIdentification identity(NodeType type, int nid, @Nullable Address address) {
        return new RequestIdentification(type, nid, address, "testcluster", Double.NaN, Map.of());
    }

    /// What any node accepts from the primary.
    HandlerTable notifications(HandlerTable table) {
        return table.onNotification(NotifyNodeInformation.class, this::record)
                .onNotification(SendPartitionTable.class, this::record)
                .onNotification(NotifyPartitionChanges.class, this::record)
                .onNotification(NotifyClusterInformation.class, this::record)
                .onNotification(StopOperation.class, this::record)
                .onNotification(InvalidateObjects.class, this::record)
                .onNotification(InvalidatePartitions.class, this::record)
                .onNotification(NotifyPackSigned.class, this::record)
                .onNotification(NotPrimaryMaster.class, this::record);
    }

    /// The master let this peer in, under this id.
    void accepted(int given) {}

    void record(Connection from, Packet packet) {
        received.add(packet);
    }

    <A extends Packet> void ask(Request<A> request) {
        connection.ask(request, reply -> {
            switch (reply) {
                case Reply.Answered<A>(var answer) -> {
                    if (answer instanceof AcceptIdentification accepted) {
                        nid = accepted.yourNid();
                        connection.identified(NodeIds.NONE);
                        accepted(nid);
                    }
                    received.add(answer);
                }
                case Reply.Refused<A>(var code, var message) -> refusals.add(code + " " + message);
                case Reply.Lost<A>(var reason) -> refusals.add("lost");
            }
        });
    }

    void send(Packet packet) {
        connection.send(packet);
    }

    void disconnect() {
        connection.abort();
    }

    int nid() {
        return nid;
    }

    /// Why the connection ended; null while it is open.
    @Nullable
    String ended() {
        return ended;
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    List<Packet> received() {
        return List.copyOf(received);
    }

    <P extends Packet> List<P> received(Class<P> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Names of what was received, in order.
    List<String> names() {
        return received.stream()
                .map(packet -> packet.getClass().getSimpleName())
                .toList();
    }

    void forget() {
        received.clear();
        refusals.clear();
    }

    @Override
    public void close() {
        connection.close();
    }
}
