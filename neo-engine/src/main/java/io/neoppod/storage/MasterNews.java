package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.Pong;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;

/// What the master may tell at any time once it accepted this node.
///
/// Reference: neo/storage/handlers/__init__.py.
final class MasterNews {
    private final Host host;
    private final Life life;

    MasterNews(Host host, Life life) {
        this.host = host;
        this.life = life;
    }

    HandlerTable table() {
        return new HandlerTable("MasterNews")
                .onNotification(NotifyNodeInformation.class, this::nodes)
                // The master wants to know when we have the table that it gave us.
                .on(Ping.class, (exchange, ping) -> host.store.afterTables(() -> exchange.answer(new Pong())))
                .onNotification(FlushLog.class, (master, packet) -> {});
    }

    private void nodes(Connection master, NotifyNodeInformation packet) {
        for (var info : packet.nodeList()) {
            if (info.nid() == host.nid() && endsUs(info)) {
                return;
            }
        }
        life.onNodes(host.nodes.update(packet.timestamp(), packet.nodeList(), host.table));
    }

    private boolean endsUs(NodeInfo self) {
        if (self.state() == NodeState.DOWN) {
            life.end(new Outcome(Outcome.Reason.DOWN, "the master put this node down"));
            return true;
        }
        if (self.state() == NodeState.UNKNOWN) {
            life.end(new Outcome(
                    Outcome.Reason.DROPPED, "this node was dropped from the cluster, its database is erased"));
            return true;
        }
        return false;
    }
}
