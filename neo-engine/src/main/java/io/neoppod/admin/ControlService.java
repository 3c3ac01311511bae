package io.neoppod.admin;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.net.Reply;
import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.AdminPacket.AnswerMonitorInformation;
import io.neoppod.protocol.AdminPacket.AnswerNodeList;
import io.neoppod.protocol.AdminPacket.AnswerPartitionList;
import io.neoppod.protocol.AdminPacket.AnswerPrimary;
import io.neoppod.protocol.AdminPacket.AskClusterState;
import io.neoppod.protocol.AdminPacket.AskMonitorInformation;
import io.neoppod.protocol.AdminPacket.AskNodeList;
import io.neoppod.protocol.AdminPacket.AskPartitionList;
import io.neoppod.protocol.AdminPacket.AskPrimary;
import io.neoppod.protocol.AdminPacket.Repair;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.AdminPacket.TweakPartitionTable;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.ReplicationPacket.CheckReplicas;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// Serves those who connect to the admin: control commands, without identification.
///
/// Everything that needs the primary master is refused with NOT_READY while there is none.
///
/// Reference: neo/admin/handler.py.
final class ControlService {
    /// Requests of one connection that wait for the primary. Beyond, the connection is not read until one is answered.
    static final int MAX_WAITING = 64;

    private final ClusterView cluster;
    private final MonitorService monitor;

    ControlService(ClusterView cluster, MonitorService monitor) {
        this.cluster = cluster;
        this.monitor = monitor;
    }

    /// Handlers for a new connection.
    HandlerTable table() {
        return new Session().table();
    }

    /// One connection.
    private final class Session {
        private int waiting;

        HandlerTable table() {
            return new HandlerTable("ControlService")
                    .include(reads())
                    .include(commands())
                    .on(RequestIdentification.class, whenConnected((exchange, packet) -> identify(packet)))
                    .onNotification(FlushLog.class, (asker, packet) -> flushLog())
                    .onNotification(CloseClient.class, (asker, packet) -> asker.close());
        }

        private HandlerTable reads() {
            return new HandlerTable("ControlReads")
                    .on(
                            AskClusterState.class,
                            whenConnected(
                                    (exchange, packet) -> exchange.answer(new AnswerClusterState(cluster.state()))))
                    .on(
                            AskPrimary.class,
                            whenConnected((exchange, packet) -> exchange.answer(new AnswerPrimary(cluster.primary()))))
                    .on(
                            AskNodeList.class,
                            whenConnected((exchange, packet) ->
                                    exchange.answer(new AnswerNodeList(cluster.nodes(packet.type())))))
                    .on(AskPartitionList.class, whenConnected(this::partitions))
                    .on(AskMonitorInformation.class, whenConnected((exchange, packet) -> summary(exchange)));
        }

        private HandlerTable commands() {
            return new HandlerTable("ControlCommands")
                    .on(AddPendingNodes.class, this::forward)
                    .on(AskLastIDs.class, this::forward)
                    .on(AskLastTransaction.class, this::forward)
                    .on(AskRecovery.class, this::forward)
                    .on(CheckReplicas.class, this::forward)
                    .on(Repair.class, this::forward)
                    .on(SetClusterState.class, this::forward)
                    .on(SetNodeState.class, this::forward)
                    .on(SetNumReplicas.class, this::forward)
                    .on(Truncate.class, this::forward)
                    .on(TweakPartitionTable.class, this::forward);
        }

        private <P, A extends Packet> BiConsumer<Exchange<A>, P> whenConnected(BiConsumer<Exchange<A>, P> handler) {
            return (exchange, packet) -> {
                if (cluster.master() == null) {
                    refuseNotReady(exchange);
                } else {
                    handler.accept(exchange, packet);
                }
            };
        }

        private void refuseNotReady(Exchange<?> exchange) {
            exchange.refuse(ErrorCode.NOT_READY, MonitorService.NOT_CONNECTED);
        }

        /// The node of the request is ignored, as in the reference.
        private void partitions(Exchange<AnswerPartitionList> exchange, AskPartitionList request) {
            var table = cluster.table();
            int end = request.max() == 0 ? table.partitions() : request.max();
            if (request.min() < end && (request.min() < 0 || end > table.partitions())) {
                exchange.refuseAndStay(ErrorCode.PROTOCOL_ERROR, "invalid partition table offset");
                return;
            }
            var rows =
                    IntStream.range(request.min(), end).mapToObj(table::entries).toList();
            exchange.answer(new AnswerPartitionList(table.ptid(), table.replicas(), rows));
        }

        private void summary(Exchange<AnswerMonitorInformation> exchange) {
            hold(exchange.connection());
            monitor.ask(answer -> {
                release(exchange.connection());
                exchange.answer(answer);
            });
        }

        private <A extends Packet> void forward(Exchange<A> exchange, Request<A> request) {
            var master = cluster.master();
            if (master == null) {
                refuseNotReady(exchange);
                return;
            }
            hold(exchange.connection());
            master.ask(request, reply -> {
                release(exchange.connection());
                switch (reply) {
                    case Reply.Answered<A>(var answer) -> exchange.answer(answer);
                    case Reply.Refused<A>(var code, var message) -> exchange.refuse(code, message);
                    case Reply.Lost<A> lost -> exchange.refuse(ErrorCode.PROTOCOL_ERROR, "connection to master lost");
                }
            });
        }

        private void hold(Connection asker) {
            if (++waiting == MAX_WAITING) {
                asker.suspend();
            }
        }

        private void release(Connection asker) {
            if (waiting-- == MAX_WAITING) {
                asker.resume();
            }
        }
    }

    /// Only admins of watched backup clusters identify, and none is watched yet.
    private static void identify(RequestIdentification request) {
        throw new ProtocolException(
                request.nodeType() == NodeType.ADMIN
                        ? "unknown backup cluster '" + request.cluster() + "'"
                        : "reject non-admin node");
    }

    /// Our own log is written as it comes. Without a primary nobody else can be told: not worth an error.
    private void flushLog() {
        var master = cluster.master();
        if (master != null) {
            master.send(new FlushLog());
        }
    }
}
