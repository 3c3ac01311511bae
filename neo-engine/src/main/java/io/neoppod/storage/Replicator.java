package io.neoppod.storage;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Reply;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.CommitPacket.AnswerUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReplicationPacket.AddObject;
import io.neoppod.protocol.ReplicationPacket.AddTransaction;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.ReplicationPacket.Replicate;
import io.neoppod.runtime.Timer;
import io.neoppod.storage.StorageSnapshot.CellStatus;
import io.neoppod.storage.database.CellPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings the cells of this node up to date: asks the master how far, and fetches one partition after the other from
/// readable cells of other nodes.
///
/// What to do next is decided by [ReplicationPlan]; how a partition is fetched is in [ReplicationRound].
///
/// Reference: neo/storage/replicator.py.
final class Replicator {
    /// Pause after a failure.
    static final long RETRY_NS = Duration.ofSeconds(1).toNanos();

    private final Host host;
    private final TransactionStage stage;
    private final Connection master;
    private final StorageLinks links;
    private final Packing packing;
    private final ReplicationPlan plan = new ReplicationPlan();
    private final RandomGenerator random;

    private @Nullable ReplicationRound round;
    private @Nullable Timer retry;
    private int avoided = -1;
    private boolean stopped;

    Replicator(Host host, TransactionStage stage, Connection master, StorageLinks links, Packing packing) {
        this.host = host;
        this.stage = stage;
        this.master = master;
        this.links = links;
        this.packing = packing;
        this.random = host.runtime.random("replicator");
    }

    /// What the node we fetch from sends; anything else is left over from a fetch that was abandoned.
    HandlerTable table() {
        return new HandlerTable("Replicator")
                .onNotification(AddTransaction.class, (source, packet) -> {
                    if (round != null && round.isAnsweredBy(source)) {
                        round.add(packet);
                    }
                })
                .onNotification(AddObject.class, (source, packet) -> {
                    if (round != null && round.isAnsweredBy(source)) {
                        round.add(packet);
                    }
                });
    }

    // --- cells

    void start(List<CellPosition> positions) {
        var outOfDate = positions.stream().filter(CellPosition::outOfDate).toList();
        outOfDate.forEach(cell -> plan.addOutOfDate(cell.partition(), cell.nextTransaction()));
        enterBackup(positions);
        askUnfinished(outOfDate.stream().map(CellPosition::partition).toList());
    }

    /// Readable cells of a backup cluster are late as well.
    void enterBackup(List<CellPosition> positions) {
        for (var cell : positions) {
            if (!cell.outOfDate()) {
                plan.addReadable(cell.partition(), cell.nextTransaction(), cell.nextObject());
            }
        }
    }

    void stop() {
        stopped = true;
        if (retry != null) {
            retry.cancel();
        }
        round = null;
    }

    /// New cells, which hold nothing that counts.
    void addCells(Collection<Integer> partitions) {
        partitions.forEach(partition -> plan.addOutOfDate(partition, Ids.ZERO));
        askUnfinished(partitions);
    }

    void removeCells(Collection<Integer> partitions) {
        for (int partition : partitions) {
            if (plan.remove(partition)) {
                abandon("the cell was removed");
            }
        }
    }

    CellStatus status(int partition, CellState state) {
        return plan.status(partition, state);
    }

    private void askUnfinished(Collection<Integer> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        stage.locks().startReplicating(partitions);
        var request = new AskUnfinishedTransactions(
                partitions.stream().mapToInt(Integer::intValue).toArray());
        master.ask(request, reply -> {
            if (reply instanceof Reply.Answered<AnswerUnfinishedTransactions>(var answer) && !stopped) {
                plan.onUnfinished(partitions, answer.maxTid(), answer.ttidList());
                advance();
            }
        });
    }

    // --- events

    /// @param maxTid last tid of the cluster when the transaction was committed, [Ids#NONE] when it was aborted
    void onTransactionFinished(long ttid, long maxTid) {
        for (int partition : plan.onTransactionFinished(ttid, maxTid)) {
            stage.replicated(partition, ttid);
        }
        advance();
    }

    /// Transactions that were locked are visible now.
    void onUnlocked() {
        if (round != null) {
            round.onUnlocked();
        }
    }

    void onOrder(Replicate order) {
        plan.onOrder(order.tid(), order.upstreamName(), order.sources());
        if (order.sources().values().stream().anyMatch(Objects::isNull)) {
            updateBackupTid();
        }
        advance();
    }

    /// The cluster ceases to be a backup: readable cells only get equal to each other.
    void forgetUpstream() {
        if (plan.forgetUpstream()) {
            abandon("the cluster leaves backup mode");
        }
        links.closeUpstream();
        advance();
    }

    void onConnectionLost(Connection ended, String reason) {
        if (round != null && round.isFrom(ended)) {
            abandon(reason);
        }
    }

    // --- rounds

    private void advance() {
        if (round != null || retry != null || stopped) {
            return;
        }
        var fetch = plan.next(avoided);
        if (fetch == null) {
            return;
        }
        var next = new ReplicationRound(host, stage.locks(), this, fetch.partition(), fetch.upTo());
        round = next;
        connect(next);
    }

    private void connect(ReplicationRound started) {
        var imposed = plan.source(started.partition());
        if (imposed == null) {
            var storage = randomSource(started.partition());
            if (storage == null) {
                abandon("no other node has a readable cell");
            } else {
                links.open(storage, (source, reason) -> onSource(started, source, reason));
            }
        } else if (imposed.cluster().isEmpty()) {
            var storage = host.nodes.byAddress(imposed.address());
            if (storage == null || storage.nid() == host.nid()) {
                abandon(imposed.address() + " is not another storage");
            } else {
                links.open(storage, (source, reason) -> onSource(started, source, reason));
            }
        } else {
            links.openUpstream(
                    imposed.address(), imposed.cluster(), (source, reason) -> onSource(started, source, reason));
        }
    }

    private @Nullable Node randomSource(int partition) {
        var sources = host.table.readableCells(partition).stream()
                .filter(Cell::isAvailable)
                .map(Cell::node)
                .filter(node -> node.nid() != host.nid())
                .toList();
        return sources.isEmpty() ? null : sources.get(random.nextInt(sources.size()));
    }

    private void onSource(ReplicationRound started, @Nullable Connection source, String reason) {
        if (round != started || stopped) {
            if (source != null) {
                links.release(source);
            }
        } else if (source == null) {
            abandon(reason);
        } else {
            started.start(source, plan.nextTid(), plan.nextObjectTid());
        }
    }

    boolean isCurrent(ReplicationRound candidate) {
        return round == candidate && !stopped;
    }

    /// Transactions before `tid` are here.
    void onTransactionsFetched(long tid) {
        plan.onTransactionsFetched(tid);
    }

    /// Objects of transactions before `tid` are here.
    void onObjectsFetched(long tid) {
        plan.onObjectsFetched(tid);
        updateBackupTid();
    }

    /// Everything that the round had to fetch is on stable storage.
    void onFetched(ReplicationRound fetched) {
        int partition = fetched.partition();
        leave(fetched);
        avoided = -1;
        boolean complete = plan.finish();
        updateBackupTid();
        host.log.debug("partition {} replicated up to {}", partition, Ids.hex(fetched.upTo()));
        if (complete && host.isReadable(partition)) {
            master.send(new NotifyReplicationDone(partition, fetched.upTo()));
        } else if (complete) {
            stage.replicated(partition, fetched.upTo());
        }
        packing.onReplicated();
        advance();
    }

    /// Gives up what is being fetched. After a pause another partition is tried first, so that another node may be
    /// chosen.
    void abandon(String reason) {
        var abandoned = round;
        if (abandoned == null) {
            return;
        }
        host.log.warning("replication aborted for partition {} ({})", abandoned.partition(), reason);
        leave(abandoned);
        plan.abandon();
        avoided = abandoned.partition();
        retryLater();
    }

    private void leave(ReplicationRound ended) {
        round = null;
        var source = ended.source();
        if (source != null) {
            links.release(source);
        }
    }

    private void retryLater() {
        if (retry == null) {
            retry = host.runtime.loop().schedule(RETRY_NS, () -> {
                retry = null;
                advance();
            });
        }
    }

    private void updateBackupTid() {
        if (host.backupTid == Ids.NONE) {
            return;
        }
        long tid = plan.completeUpTo(host.readablePartitions());
        if (tid != host.backupTid) {
            host.backupTid = tid;
            host.store.visible(
                    session -> {
                        session.setBackupTid(tid);
                        return tid;
                    },
                    done -> {});
        }
    }

    /// Whether a readable cell holds everything up to a tid: those of a backup may be late.
    boolean isReplicatedBeyond(int partition, long tid) {
        return host.backupTid == Ids.NONE || plan.isReplicatedBeyond(partition, tid);
    }
}
