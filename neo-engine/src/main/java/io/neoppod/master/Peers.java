package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.AdminPacket.AskClusterState;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is common to all identified peers: what they may ask in any state, and the end of their connections.
///
/// Reference: neo/master/handlers/__init__.py.
final class Peers {
    private final Master master;

    Peers(Master master) {
        this.master = master;
    }

    /// @param flushLogs what a request to flush logs does; our own log is written at once
    HandlerTable table(String name, Node node, Consumer<Connection> flushLogs) {
        return new HandlerTable(name)
                .on(AskClusterState.class, this::clusterState)
                .on(AskRecovery.class, this::recovery)
                .on(AskLastIDs.class, this::lastIds)
                .on(AskLastTransaction.class, this::lastTransaction)
                .onNotification(FlushLog.class, (connection, packet) -> flushLogs.accept(connection))
                .onNotification(CloseClient.class, (connection, packet) -> connection.close())
                .whenClosed((connection, reason) -> onClosed(node, connection, reason));
    }

    private void clusterState(Exchange<AnswerClusterState> exchange, AskClusterState request) {
        exchange.answer(new AnswerClusterState(master.state()));
    }

    private void recovery(Exchange<AnswerRecovery> exchange, AskRecovery request) {
        exchange.answer(new AnswerRecovery(master.table().ptid(), Ids.NONE, master.truncateTid()));
    }

    private void lastIds(Exchange<AnswerLastIDs> exchange, AskLastIDs request) {
        var transactions = master.service().transactions();
        exchange.answer(new AnswerLastIDs(transactions.lastTid(), transactions.lastOid(), transactions.firstTid()));
    }

    private void lastTransaction(Exchange<AnswerLastTransaction> exchange, AskLastTransaction request) {
        exchange.answer(
                new AnswerLastTransaction(master.service().transactions().lastCommitted()));
    }

    /// Handles now the end of a connection that is being aborted, because its node is back or must be gone.
    void forgetAborted(@Nullable Node node) {
        var connection = node == null ? null : node.connection();
        if (connection != null && connection.isClosed()) {
            onClosed(node, connection, "aborted");
        }
    }

    void onClosed(Node node, Connection connection, String reason) {
        if (node.connection() == connection) {
            node.detach(connection);
            master.log().info("{} is gone: {}", node, reason);
            onLost(node);
        }
        master.connectionEnded();
    }

    private void onLost(Node node) {
        switch (node.type()) {
            case STORAGE -> master.phase().onStorageLost(node);
            case CLIENT -> {
                master.service().onClientLost(node);
                master.members().change(node, NodeState.UNKNOWN);
            }
            case ADMIN -> master.members().registry().remove(node);
            case MASTER -> {
                master.members().change(node, NodeState.DOWN);
                if (master.phase() instanceof Recovering recovering) {
                    recovering.onMasterLost(node);
                }
            }
        }
    }
}
