package io.neoppod.master;

import io.neoppod.cluster.CellTransitions;
import io.neoppod.cluster.Node;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.CommitPacket.AnswerUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What a storage may ask and tell while the cluster operates.
///
/// Reference: neo/master/handlers/storage.py.
final class StorageService {
    private final Master master;
    private final Service service;

    StorageService(Master master, Service service) {
        this.master = master;
        this.service = service;
    }

    HandlerTable table(Node storage) {
        var packs = service.packService();
        return master.peerTable("StorageServiceHandler", storage)
                .onNotification(NotifyReady.class, (connection, packet) -> ready(storage))
                .on(AskUnfinishedTransactions.class, (exchange, request) -> unfinished(storage, exchange, request))
                .onNotification(NotifyReplicationDone.class, (connection, packet) -> replicated(storage, packet))
                .onNotification(NotifyPartitionCorrupted.class, (connection, packet) -> corrupted(packet))
                .onNotification(NotifyPackCompleted.class, (connection, packet) -> packs.onCompleted(storage, packet))
                .on(AskPackOrders.class, packs::answerNext);
    }

    private void ready(Node storage) {
        if (service.readiness().isStarting(storage.nid())) {
            master.log().info("{} is ready", storage);
            service.readiness().onReady(storage.nid());
            service.packService().tellSigned(storage);
            master.onStorageReady();
        }
    }

    /// The storage is about to replicate: what is committed now, and what may still be.
    private void unfinished(
            Node storage, Exchange<AnswerUnfinishedTransactions> exchange, AskUnfinishedTransactions request) {
        for (int partition : request.partitions()) {
            if (!master.table().hasPartition(partition)) {
                throw new ProtocolException("no such partition: " + partition);
            }
        }
        var transactions = service.transactions();
        exchange.answer(
                new AnswerUnfinishedTransactions(transactions.lastCommitted(), transactions.observe(storage.nid())));
        for (int partition : request.partitions()) {
            var cell = master.table().cell(partition, storage.nid());
            if (cell != null && !cell.isReadable()) {
                cell.setUpdatable();
            }
        }
    }

    private void replicated(Node storage, NotifyReplicationDone packet) {
        if (!master.table().hasPartition(packet.partition())
                || !master.table().isAssigned(packet.partition(), storage.nid())) {
            throw new ProtocolException("Non-assigned partition");
        }
        var changes = CellTransitions.setUpToDate(master.table(), storage, packet.partition());
        if (changes == null) {
            master.log().info("late end of replication ignored: partition {} on {}", packet.partition(), storage);
            return;
        }
        master.log().debug("{} has partition {} up to {}", storage, packet.partition(), Ids.hex(packet.tid()));
        master.onReplicated(packet.partition(), changes);
    }

    private void corrupted(NotifyPartitionCorrupted packet) {
        var nodes =
                Arrays.stream(packet.nids()).sorted().mapToObj(NodeIds::text).collect(Collectors.joining(", "));
        master.log().error("Partition {} corrupted in: {}", packet.partition(), nodes);
    }
}
