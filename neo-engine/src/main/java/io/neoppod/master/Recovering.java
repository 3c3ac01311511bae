package io.neoppod.master;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.CellTransitions;
import io.neoppod.cluster.Node;
import io.neoppod.cluster.Tweak;
import io.neoppod.cluster.TweakResult;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.RecoveryPacket.AnswerPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Waits for storages, and learns the newest partition table from them.
///
/// Storages are PENDING here; those that take part run when the phase ends. Reference: neo/master/recovery.py.
final class Recovering implements MasterPhase {
    private final Master master;
    private final Recovery recovery = new Recovery();
    private final Candidacy candidacy;

    Recovering(Master master) {
        this.master = master;
        candidacy = new Candidacy(master);
    }

    @Override
    public ClusterState wire() {
        return ClusterState.RECOVERING;
    }

    @Override
    public void begin() {
        master.table().clear(master.options().partitions(), master.options().replicas());
        candidacy.begin();
        master.members().storages().forEach(this::ask);
    }

    @Override
    public void end() {
        candidacy.end();
    }

    /// Whether an older primary may exist that could not tell so yet.
    boolean isContested() {
        return candidacy.hasUntried();
    }

    @Nullable
    Connection challengeOf(Address other) {
        return candidacy.challengeOf(other);
    }

    void onMasterIdentified(Node other) {
        candidacy.onIdentified(other);
    }

    /// A secondary is gone: it may claim to be the primary now.
    void onMasterLost(Node other) {
        candidacy.challenge(other);
    }

    /// Storages may not know yet that the cluster stopped operating: what they still say of it is ignored, since it
    /// would be wrong to lose a storage for that.
    @Override
    public HandlerTable storageTable(Node storage) {
        return master.peerTable("RecoveryHandler", storage)
                .onNotification(NotifyReady.class, (connection, packet) -> {})
                .onNotification(NotifyReplicationDone.class, (connection, packet) -> {})
                .onNotification(NotifyPartitionCorrupted.class, (connection, packet) -> {})
                .onNotification(NotifyPackCompleted.class, (connection, packet) -> {})
                .on(AskUnfinishedTransactions.class, (exchange, request) -> {})
                .on(AskPackOrders.class, (exchange, request) -> {})
                // It may be a late answer to what was asked in another phase that it was waited for.
                .whenIdle(this::reconsider);
    }

    @Override
    public void onStorageIdentified(Node storage) {
        ask(storage);
    }

    @Override
    public void onStorageLost(Node storage) {
        boolean wasMissing = recovery.isNewestMissing();
        recovery.onLost(storage.nid());
        if (recovery.isNewestMissing() && !wasMissing) {
            master.log()
                    .warning(
                            "Waiting for {} to come back. No other node has version {} of the partition table.",
                            storage,
                            recovery.newestPtid());
        }
        if (!storage.isUnknown()) {
            master.members().change(storage, NodeState.DOWN);
        }
        reconsider();
    }

    /// Whether a storage is in the middle of an exchange with us.
    static boolean isBusy(Node storage) {
        var connection = storage.connection();
        return connection == null || !storage.isIdentified() || connection.pendingRequests() > 0;
    }

    private void ask(Node storage) {
        storage.connection().ask(new AskRecovery(), reply -> {
            if (reply instanceof Reply.Answered<AnswerRecovery>(var answer) && master.phase() == this) {
                master.onTableStated(storage, answer.ptid());
                if (recovery.onAnswer(storage.nid(), answer)) {
                    askTable(storage);
                }
            } else {
                giveUpIfRefused(storage, reply);
            }
        });
    }

    private void askTable(Node storage) {
        storage.connection().ask(new AskPartitionTable(), reply -> {
            if (reply instanceof Reply.Answered<AnswerPartitionTable>(var answer) && master.phase() == this) {
                switch (recovery.onTable(storage.nid(), answer)) {
                    case LOAD -> load(storage, answer);
                    case CONTRADICTS -> tellContradiction(storage);
                    case NONE -> {}
                }
            } else {
                giveUpIfRefused(storage, reply);
            }
        });
    }

    private void giveUpIfRefused(Node storage, Reply<?> reply) {
        if (reply instanceof Reply.Refused<?>(var code, var message)) {
            master.log().warning("{} cannot tell what it has: {}", storage, message);
            storage.connection().abort();
        }
    }

    private void load(Node storage, AnswerPartitionTable answer) {
        var members = master.members();
        var created = members.registry().createStorages(answer.rowList());
        master.table().load(answer.ptid(), answer.numReplicas(), answer.rowList(), members.registry());
        master.setTruncateTid(recovery.truncateTid());
        master.log().info("partition table {} loaded from {}", answer.ptid(), storage);
        if (answer.ptid() < master.newestPtid()) {
            master.log()
                    .warning("version {} was given to storages: waiting for all that may have it", master.newestPtid());
        }
        // Storages get the table later, and must know its nodes by then.
        members.broadcast(created);
        Members.sendAll(members.admins(), master.fullTable());
    }

    /// Two primary masters that did not know of each other made this version. Storages keep the loaded one from now
    /// on; somebody should know, since what was committed by the other primary may be missing.
    private void tellContradiction(Node storage) {
        master.log()
                .warning(
                        "{} and {} have different partition tables of version {}: that of {} is used",
                        NodeIds.text(recovery.source()),
                        storage,
                        recovery.newestPtid(),
                        NodeIds.text(recovery.source()));
    }

    /// Leaves the phase as soon as the storages that are needed are present and idle.
    void reconsider() {
        if (master.phase() != this) {
            return;
        }
        var needed = neededStorages();
        if (needed.isEmpty() || needed.stream().anyMatch(Recovering::isBusy) || spreadTruncation()) {
            return;
        }
        if (master.table().exists()) {
            restart();
        } else {
            create(needed);
        }
    }

    /// The storages to start with; none when it is too early.
    private Collection<Node> neededStorages() {
        var table = master.table();
        if (!table.exists()) {
            var present = master.members().storages();
            return mayCreate(present) ? present : List.of();
        }
        // Those who have a newer table are not asked in vain.
        if (!recovery.isLoaded()) {
            return List.of();
        }
        var readable = table.recoveryNodes();
        if (master.isStartupOrdered() || readable.isEmpty()) {
            return readable.stream().filter(Node::isPending).toList();
        }
        boolean truncates = recovery.truncateTid() != Ids.NONE;
        var all = truncates ? table.nodesWithCells() : readable;
        if (all.stream().allMatch(Node::isPending)) {
            return all;
        }
        return !truncates && master.mayStartIncomplete()
                ? readable.stream().filter(Node::isPending).toList()
                : List.of();
    }

    /// Whether there are enough storages for a new table, and no other one: its data would be orphans.
    private boolean mayCreate(Collection<Node> present) {
        int autostart = master.options().autostart();
        boolean enough = autostart > 0 && present.size() >= autostart && master.newestPtid() == 0;
        return (master.isStartupOrdered() || enough) && !recovery.isTableKnown();
    }

    /// Makes present storages record a pending truncation.
    ///
    /// @return whether some did not have it: they are asked again what they have
    private boolean spreadTruncation() {
        if (!master.table().exists() || recovery.truncateTid() == Ids.NONE) {
            return false;
        }
        var late = master.members().storages().stream()
                .filter(storage -> recovery.mustTruncate(storage.nid()))
                .toList();
        for (var storage : late) {
            // Storages that identified just now are busy: they were not asked to cut anything before they answer.
            if (!isBusy(storage)) {
                Members.send(storage, new Truncate(recovery.truncateTid()));
                ask(storage);
            }
        }
        return !late.isEmpty();
    }

    private void restart() {
        var table = master.table();
        run(table.nodesWithCells().stream().filter(Node::isIdentified).toList());
        var changes = CellTransitions.outdate(table, null);
        // Storages get the whole table when they verify.
        if (table.ptid() < master.newestPtid()) {
            table.advanceBeyond(master.newestPtid());
            Members.sendAll(master.members().admins(), master.fullTable());
        } else if (!changes.isEmpty()) {
            int ptid = table.advance();
            Members.sendAll(master.members().admins(), new NotifyPartitionChanges(ptid, table.replicas(), changes));
        }
        boolean isBackup = recovery.isBackup(
                table.nodesWith(Cell::isReadable).stream().map(Node::nid).toList());
        master.verify(isBackup, "all needed storages are present");
    }

    private void create(Collection<Node> storages) {
        var table = master.table();
        switch (Tweak.create(table, storages)) {
            case TweakResult.Refused(var message) -> {
                master.log().error("cannot create the partition table: {}", message);
                return;
            }
            case TweakResult.Done(var _, var warning) -> master.warn(warning);
        }
        // Storages that got no cell could not be used before they are added: they stay pending.
        run(storages.stream().filter(table::knows).toList());
        Members.sendAll(master.members().admins(), master.fullTable());
        master.verify(false, "new cluster of " + storages.size() + " storages");
    }

    private void run(List<Node> storages) {
        var members = master.members();
        storages.forEach(storage -> members.registry().setState(storage, NodeState.RUNNING));
        members.broadcast(storages);
    }
}
