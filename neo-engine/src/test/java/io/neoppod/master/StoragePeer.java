package io.neoppod.master;

import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.CommitPacket.AnswerInformationLocked;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyTransactionFinished;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import io.neoppod.protocol.RecoveryPacket.AnswerLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AnswerPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AskPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.runtime.NodeRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A storage without data: answers what a storage answers, from a [Disk] that survives it.
final class StoragePeer extends Peer {

    /// What the storage keeps.
    static final class Disk {
        int nid = NodeIds.NONE;
        int ptid = Ids.NO_INTEGER;
        int replicas;
        List<List<CellEntry>> rows = List.of();
        long lastTid = Ids.NONE;
        long truncateTid = Ids.NONE;
        final Map<Long, Long> locked = new LinkedHashMap<>();
        final Map<Long, Long> finalTids = new LinkedHashMap<>();
        boolean answersTable = true;
        boolean becomesReady = true;
        boolean locks = true;
    }

    private final Disk disk;
    private final List<Exchange<AnswerInformationLocked>> locking = new ArrayList<>();

    StoragePeer(NodeRuntime runtime, Address master, Address address, Disk disk) {
        super(runtime, master, identity(NodeType.STORAGE, disk.nid, address));
        this.disk = disk;
    }

    @Override
    void accepted(int nid) {
        disk.nid = nid;
    }

    @Override
    HandlerTable notifications(HandlerTable table) {
        return super.notifications(table)
                .onNotification(Truncate.class, (from, packet) -> {
                    record(from, packet);
                    disk.truncateTid = packet.tid();
                })
                .onNotification(ValidateTransaction.class, this::record)
                .onNotification(NotifyUnlockInformation.class, this::record)
                .onNotification(NotifyTransactionFinished.class, this::record)
                .onNotification(AbortTransaction.class, this::record)
                .onNotification(CheckPartition.class, this::record)
                .onNotification(NotifyRepair.class, this::record)
                .onNotification(StartOperation.class, (from, packet) -> {
                    record(from, packet);
                    if (disk.becomesReady) {
                        send(new NotifyReady());
                    }
                })
                .on(AskRecovery.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    exchange.answer(new AnswerRecovery(disk.ptid, Ids.NONE, disk.truncateTid));
                })
                .on(AskPartitionTable.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    if (disk.answersTable) {
                        exchange.answer(new AnswerPartitionTable(disk.ptid, disk.replicas, disk.rows));
                    }
                })
                .on(AskLockedTransactions.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    exchange.answer(new AnswerLockedTransactions(disk.locked));
                })
                .on(AskFinalTID.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    exchange.answer(new AnswerFinalTID(disk.finalTids.getOrDefault(request.ttid(), Ids.NONE)));
                })
                .on(AskLastIDs.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    disk.truncateTid = Ids.NONE;
                    exchange.answer(new AnswerLastIDs(disk.lastTid, Ids.NONE, Ids.MAX_TID));
                })
                .on(AskPackOrders.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    exchange.answer(new AnswerPackOrders(List.of()));
                })
                .on(AskLockInformation.class, (exchange, request) -> {
                    record(exchange.connection(), request);
                    if (disk.locks) {
                        exchange.answer(new AnswerInformationLocked(request.ttid()));
                    } else {
                        locking.add(exchange);
                    }
                });
    }

    /// Locks what was asked while the disk did not lock, the n-th first request.
    void lock(int index) {
        var request = received(AskLockInformation.class).get(index);
        locking.get(index).answer(new AnswerInformationLocked(request.ttid()));
    }
}
