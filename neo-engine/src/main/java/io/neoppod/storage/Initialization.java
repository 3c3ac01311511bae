package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.CommitPacket.NotifyTransactionFinished;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import io.neoppod.protocol.RecoveryPacket.AnswerLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AnswerPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AskPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.WriteSession;
import java.util.ArrayList;

/// Recovery and verification: the master learns what this node holds, settles what a crash left unfinished, and may
/// have everything after a tid deleted.
///
/// Every job goes through the writer in the order of the packets; what changes is on stable storage before a later
/// request is answered.
///
/// Reference: neo/storage/handlers/initialization.py.
final class Initialization {
    /// Rows deleted between two commits of a truncation.
    static final int TRUNCATE_SLICE_ROWS = 10_000;

    private final Host host;
    private final Life life;
    private final Packing packing;

    /// Summary of the database, for the master.
    private record Summary(long lastTid, long lastOid, long firstTid, long packed) {}

    Initialization(Host host, Life life, Packing packing) {
        this.host = host;
        this.life = life;
        this.packing = packing;
    }

    HandlerTable table() {
        return new HandlerTable("Initialization")
                .include(new MasterNews(host, life).table())
                .include(packing.table())
                .include(new FinalTids(host).table())
                .on(AskRecovery.class, this::recovery)
                .on(AskPartitionTable.class, this::partitionTable)
                .on(AskLockedTransactions.class, this::lockedTransactions)
                .on(AskLastIDs.class, this::lastIds)
                .onNotification(SendPartitionTable.class, this::setTable)
                .onNotification(NotifyPartitionChanges.class, this::changeTable)
                .onNotification(ValidateTransaction.class, this::validate)
                .onNotification(Truncate.class, this::truncate)
                .onNotification(StartOperation.class, (master, packet) -> life.startOperation(master, packet.backup()))
                .onNotification(StopOperation.class, (master, packet) -> life.stopOperation(master))
                .onNotification(NotifyClusterInformation.class, (master, packet) -> {})
                .onNotification(NotifyRepair.class, (master, packet) -> packing.repair(packet.dryRun()))
                .onNotification(NotifyTransactionFinished.class, (master, packet) -> {})
                .onNotification(AbortTransaction.class, (master, packet) -> {});
    }

    private void recovery(Exchange<AnswerRecovery> exchange, AskRecovery request) {
        host.store.afterTables(
                () -> exchange.answer(new AnswerRecovery(host.table.ptid(), host.backupTid, host.truncateTid)));
    }

    private void partitionTable(Exchange<AnswerPartitionTable> exchange, AskPartitionTable request) {
        exchange.answer(new AnswerPartitionTable(host.table.ptid(), host.table.replicas(), host.table.entries()));
    }

    private void setTable(Connection master, SendPartitionTable packet) {
        if (packet.rowList().stream().anyMatch(row -> row.isEmpty())) {
            throw new ProtocolException("Partial partition table received");
        }
        host.table.load(packet.ptid(), packet.numReplicas(), packet.rowList(), host.nodes);
        var cells = new ArrayList<CellChange>();
        for (int partition = 0; partition < packet.rowList().size(); partition++) {
            for (var cell : packet.rowList().get(partition)) {
                cells.add(new CellChange(partition, cell.nid(), cell.state()));
            }
        }
        var change = TableChange.full(packet.ptid(), packet.numReplicas(), cells, host.lastPackId);
        host.store.table(session -> change(session, change));
    }

    private void changeTable(Connection master, NotifyPartitionChanges packet) {
        host.table.updateNext(packet.ptid(), packet.numReplicas(), packet.cellList(), host.nodes);
        var change = TableChange.incremental(packet.ptid(), packet.numReplicas(), packet.cellList(), host.lastPackId);
        host.store.table(session -> change(session, change));
    }

    private static TableChange change(WriteSession session, TableChange change) {
        session.changePartitionTable(change);
        return change;
    }

    private void lockedTransactions(Exchange<AnswerLockedTransactions> exchange, AskLockedTransactions request) {
        host.store.visible(
                WriteSession::unfinishedTransactions,
                unfinished -> exchange.answer(new AnswerLockedTransactions(unfinished)));
    }

    /// Finishes a transaction that was locked on some node. Pack orders keep the signature they have: the master merges
    /// what all nodes report, and signs again.
    private void validate(Connection master, ValidateTransaction packet) {
        host.store.durable(
                session -> {
                    session.unlock(packet.ttid(), packet.tid());
                    return packet;
                },
                done -> {});
    }

    /// Leaves backup mode, too. Data go when the master asks for the last ids.
    private void truncate(Connection master, Truncate packet) {
        host.backupTid = Ids.NONE;
        host.truncateTid = packet.tid();
        host.store.durable(
                session -> {
                    session.setBackupTid(Ids.NONE);
                    session.setTruncateTid(packet.tid());
                    return packet;
                },
                done -> {});
    }

    private void lastIds(Exchange<AnswerLastIDs> exchange, AskLastIDs request) {
        if (host.truncateTid == Ids.NONE) {
            host.store.visible(Initialization::summarize, summary -> answer(exchange, summary));
            return;
        }
        host.store.durable(session -> session.truncateSlice(TRUNCATE_SLICE_ROWS), rows -> {
            if (rows == 0) {
                host.log.info("truncated after {}", Ids.hex(host.truncateTid));
                host.truncateTid = Ids.NONE;
            }
            lastIds(exchange, request);
        });
    }

    private static Summary summarize(WriteSession session) {
        var last = session.lastIds();
        long packed =
                session.ownCells().stream().mapToLong(cell -> cell.pack()).min().orElse(Ids.NONE);
        return new Summary(last.tid(), last.oid(), session.firstTid(), packed);
    }

    private void answer(Exchange<AnswerLastIDs> exchange, Summary summary) {
        if (summary.packed != Ids.NONE && !host.options.disablePack()) {
            packing.setCompleted(summary.packed);
            exchange.connection().send(new NotifyPackCompleted(summary.packed));
        }
        exchange.answer(new AnswerLastIDs(summary.lastTid, summary.lastOid, summary.firstTid));
    }
}
