package io.neoppod.master;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.CellTransitions;
import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.config.MasterOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.node.StateLog;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.Pong;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.runtime.NodeLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The state of a primary master, shared by its phases and handlers, and the only place where its phase changes
/// (see the table of [MasterPhase]).
///
/// Reference: neo/master/app.py.
final class Master implements MasterRole {
    static final String NO_UPSTREAM = "No upstream cluster to backup defined in configuration";

    private final Station station;
    private final Members members;
    private final Election election;
    private final PartitionTable table;
    private final TableLineage lineage = new TableLineage();
    private final FeedingCells feeding;
    private final Service service;
    private final Administration administration;
    private final Identification identification;
    private final Peers peers;
    private final RandomGenerator random;

    private MasterPhase phase;
    private Startup startup = Startup.WHEN_COMPLETE;
    private long truncateTid = Ids.NONE;
    private boolean ending;

    /// What an existing cluster waits for before it starts.
    private enum Startup {
        /// All storages that hold everything.
        WHEN_COMPLETE,
        /// One readable copy of each partition, as far as the others cannot do the same without these (see
        /// [TableLineage]). Only without other masters: one of them may have been the primary since, and have
        /// committed what is missing here.
        WHEN_READABLE,
        /// One readable copy of each partition, on order of an administrator.
        ORDERED
    }

    /// @param known masters known so far, with our own id if we have one
    Master(Station station, NodeRegistry known) {
        this.station = station;
        members = new Members(known, station.runtime().clock(), station.address());
        station.log().node(station.options().cluster(), members.self().nid());
        election = new Election(members.timestamp(), station.address());
        var options = station.options();
        table = new PartitionTable(options.partitions(), options.replicas());
        feeding = new FeedingCells(table, this::mayLose);
        service = new Service(this);
        administration = new Administration(this);
        identification = new Identification(this);
        peers = new Peers(this);
        random = station.runtime().random("ids");
        phase = new Recovering(this);
    }

    Station station() {
        return station;
    }

    MasterOptions options() {
        return station.options();
    }

    NodeLog log() {
        return station.log();
    }

    long nowMicros() {
        return station.runtime().clock().wallMicros();
    }

    Members members() {
        return members;
    }

    PartitionTable table() {
        return table;
    }

    Service service() {
        return service;
    }

    Administration administration() {
        return administration;
    }

    /// Our claim to be the primary.
    Election election() {
        return election;
    }

    @Override
    public HandlerTable incoming() {
        return identification.table();
    }

    @Override
    public NodeRegistry nodes() {
        return members.registry();
    }

    @Override
    public MasterNode.Snapshot snapshot() {
        return new MasterNode.Snapshot(
                true,
                state(),
                nodes().all().stream().map(Node::info).toList(),
                table.ptid(),
                table.replicas(),
                table.entries(),
                service.transactions().lastCommitted(),
                service.transactions().pending().size(),
                service.held().size());
    }

    @Override
    public void logState(StateLog state, Network network) {
        var transactions = service.transactions();
        state.line(
                "primary master, cluster {}, {} requests held",
                state(),
                service.held().size());
        state.line("last transaction {}", Ids.hex(transactions.lastCommitted()));
        state.list("transaction", transactions.pending());
        state.cluster(network, nodes(), table);
    }

    MasterPhase phase() {
        return phase;
    }

    ClusterState state() {
        return phase.wire();
    }

    /// Where storages will cut their databases, [Ids#NONE] when nothing is pending.
    long truncateTid() {
        return truncateTid;
    }

    void setTruncateTid(long tid) {
        truncateTid = tid;
    }

    void warn(@Nullable String warning) {
        if (warning != null) {
            log().warning("{}", warning);
        }
    }

    // --- peers

    /// What any identified peer may ask; callers add what is specific.
    HandlerTable peerTable(String name, Node node) {
        return peers.table(name, node, connection -> {});
    }

    HandlerTable peerTable(String name, Node node, Consumer<Connection> flushLogs) {
        return peers.table(name, node, flushLogs);
    }

    void forgetAborted(@Nullable Node node) {
        peers.forgetAborted(node);
    }

    /// Disconnects a storage; its loss is handled before this returns.
    void giveUp(Node storage, String reason) {
        var connection = storage.connection();
        if (connection != null) {
            log().warning("{} is given up: {}", storage, reason);
            connection.close();
            peers.forgetAborted(storage);
        }
    }

    // --- the partition table

    SendPartitionTable fullTable() {
        return new SendPartitionTable(table.ptid(), table.replicas(), table.entries());
    }

    /// Makes changes of the table, if any, its next version.
    void publish(List<CellChange> changes) {
        if (!changes.isEmpty()) {
            publishVersion(changes);
        }
    }

    /// Publishes that storages that do not run miss transactions from now on.
    ///
    /// @param lost the storage lost just now, whose cells are spared where nobody else can serve; null for none
    void outdate(@Nullable Node lost) {
        boolean wasComplete = table.isFullyReadable();
        var changes = CellTransitions.outdate(table, lost);
        if (wasComplete && !changes.isEmpty()) {
            log().warning("{} cells are not readable any more, whereas all were", changes.size());
        }
        publish(changes);
    }

    void publishReplicas(int replicas) {
        table.setReplicas(replicas);
        publishVersion(List.of());
    }

    private void publishVersion(List<CellChange> changes) {
        int ptid = table.advance();
        lineage.onPublished(ptid, readableNids());
        var packet = new NotifyPartitionChanges(ptid, table.replicas(), changes);
        members.registry().identified().stream()
                .filter(node -> !node.isMaster())
                .forEach(node -> Members.send(node, packet));
        members.storages().forEach(this::confirmTable);
        log().debug("partition table {}:\n{}", ptid, table);
    }

    /// Gives a storage the whole table.
    void giveTable(Node storage) {
        Members.send(storage, fullTable());
        confirmTable(storage);
    }

    /// A storage was sent the current version. It answers a ping when its disk has what it was sent before;
    /// storages of the reference answer at once, and write at once.
    private void confirmTable(Node storage) {
        int nid = storage.nid();
        int ptid = table.ptid();
        lineage.onGiven(nid, ptid);
        storage.connection().ask(new Ping(), reply -> {
            if (reply instanceof Reply.Answered<Pong>) {
                lineage.onConfirmed(nid, ptid);
                publish(feeding.release());
            }
        });
    }

    /// A cell was replicated: those that fed it may go.
    void onReplicated(int partition, List<CellChange> changes) {
        publish(changes);
        feeding.onReplicated(partition);
        publish(feeding.release());
    }

    /// Publishes what was decided about all cells at once.
    void publishTweak(List<CellChange> changes) {
        publish(changes);
        releaseFeeding();
    }

    /// Looks for feeding cells that are not needed: at the start of operation, too.
    void releaseFeeding() {
        feeding.reset();
        publish(feeding.release());
    }

    /// Whether a storage may cease to serve a partition that others keep: whichever version of the table its disk
    /// has, it cannot start the cluster without one of them.
    boolean mayLose(Node loser, Set<Integer> keepers) {
        return lineage.dependsOn(loser.nid(), keepers::contains);
    }

    /// A storage said which version it has.
    void onTableStated(Node storage, int ptid) {
        lineage.onStated(storage.nid(), ptid);
    }

    private Set<Integer> readableNids() {
        return table.nodesWith(Cell::isReadable).stream().map(Node::nid).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether storages with readable cells can go on without the others: none of these could start the cluster
    /// without them later, whatever its disk has.
    ///
    /// @param goesOn tells which nodes go on
    boolean canDoWithoutOthers(Predicate<Node> goesOn) {
        for (int partition = 0; partition < table.partitions(); partition++) {
            var readable =
                    table.readableCells(partition).stream().map(Cell::node).toList();
            var present = readable.stream().filter(goesOn).map(Node::nid).collect(Collectors.toUnmodifiableSet());
            // Without any, nothing can be committed there.
            if (!present.isEmpty()
                    && !readable.stream().filter(goesOn.negate()).allMatch(other -> mayLose(other, present))) {
                return false;
            }
        }
        return true;
    }

    // --- phases

    @Override
    public void begin() {
        enter(phase, "primary master");
    }

    /// An administrator wants to start with the storages that are present.
    void allowStartup() {
        startup = Startup.ORDERED;
        if (phase instanceof Recovering recovering) {
            recovering.reconsider();
        }
    }

    /// Whether an administrator ordered to start with the storages that are present.
    boolean isStartupOrdered() {
        return startup == Startup.ORDERED;
    }

    /// Whether the cluster may start by itself, although some storages with readable cells are missing. Each
    /// partition has a readable copy on a pending storage.
    boolean mayStartIncomplete() {
        return startup == Startup.WHEN_READABLE
                && table.ptid() >= lineage.newest()
                && canDoWithoutOthers(Node::isPending);
    }

    /// Newest version of the partition table that this primary gave to storages, 0 for none.
    int newestPtid() {
        return lineage.newest();
    }

    /// @param isBackup whether storages say that the database is a backup of another cluster
    void verify(boolean isBackup, String reason) {
        lineage.onPublished(table.ptid(), readableNids());
        enter(new Verifying(this, isBackup), reason);
    }

    void operate(boolean isBackup) {
        if (isBackup) {
            end(new Outcome(Outcome.Reason.NO_UPSTREAM, NO_UPSTREAM));
            return;
        }
        service.transactions().open(nowMicros(), random);
        enter(
                new Running(this),
                "verified up to " + Ids.hex(service.transactions().lastCommitted()));
    }

    void stop() {
        if (!(phase instanceof Stopping)) {
            enter(new Stopping(this, phase), "asked by an administrator");
        }
    }

    private void enter(MasterPhase next, String reason) {
        var from = phase == next ? "started" : phase.wire();
        log().info("{} → {} ({})", from, next.wire(), reason);
        if (phase != next) {
            phase.end();
        }
        phase = next;
        members.sendAll(new NotifyClusterInformation(next.wire()));
        for (var storage : members.storages()) {
            storage.connection().setHandlers(next.storageTable(storage));
        }
        next.begin();
        identification.retry();
    }

    /// Whether clients may come in. Until a cluster that stops has finished what began, a client that lost its
    /// connection while it committed may want to know the outcome; transactions do not begin any more.
    boolean servesClients() {
        return phase instanceof Running || phase instanceof Stopping && !ending;
    }

    /// Whether the cluster runs, but the storages that were told so are not all there yet.
    boolean isGettingReady() {
        return phase instanceof Running
                && !table.isOperational(node -> service.readiness().isReady(node.nid()));
    }

    /// Requests and clients may have waited for it.
    void onStorageReady() {
        service.held().retry();
        identification.retry();
    }

    private boolean hasOtherMasters() {
        return members.registry().masters().size() > 1;
    }

    // --- operation

    void startOperation(Node storage) {
        if (phase instanceof Running running) {
            running.start(storage);
        }
    }

    /// A storage is lost while the cluster verifies or operates.
    ///
    /// @return whether the cluster goes on
    boolean loseStorage(Node storage) {
        if (storage.isPending() && !table.hasCells(storage)) {
            members.change(storage, NodeState.UNKNOWN);
        } else if (storage.isPending() || storage.isRunning()) {
            members.change(storage, NodeState.DOWN);
        } else {
            // Stopped or dropped by an administrator, who saw to the table.
            return true;
        }
        if (truncateTid != Ids.NONE) {
            stopOperation(Ids.NONE, storage + " was lost before the truncation");
            return false;
        }
        if (!canDoWithoutOthers(Node::isRunning)) {
            stopOperation(Ids.NONE, storage + " was lost before it knew which storages have the same data");
            return false;
        }
        outdate(storage);
        if (!table.isOperational()) {
            stopOperation(Ids.NONE, storage + " was lost and some partitions are not readable any more");
            return false;
        }
        return true;
    }

    /// Goes back to recovery.
    ///
    /// @param truncateAt where storages must cut their databases, or [Ids#NONE]
    void stopOperation(long truncateAt, String reason) {
        boolean truncates = truncateAt != Ids.NONE || truncateTid != Ids.NONE;
        startup = truncates || hasOtherMasters() ? Startup.WHEN_COMPLETE : Startup.WHEN_READABLE;
        truncateTid = Ids.NONE;
        service.stop();
        feeding.clear();
        members.broadcast(stopStorages(members.storages(), truncateAt));
        for (var client : members.clients()) {
            Members.send(client, new StopOperation());
            client.connection().abort();
        }
        enter(new Recovering(this), reason);
    }

    private List<Node> stopStorages(Collection<Node> storages, long truncateAt) {
        var changed = new ArrayList<Node>();
        for (var storage : storages) {
            Members.send(storage, new StopOperation());
            if (truncateAt != Ids.NONE) {
                Members.send(storage, new Truncate(truncateAt));
            }
            if (storage.isRunning()) {
                members.registry().setState(storage, NodeState.PENDING);
                changed.add(storage);
            }
        }
        return changed;
    }

    /// Some transactions ended.
    void onTransactionsEnded() {
        service.held().retry();
        if (phase instanceof Stopping stopping) {
            stopping.endIfIdle();
        }
    }

    // --- the end

    boolean isEnding() {
        return ending;
    }

    /// The cluster stopped as asked.
    void end() {
        end(new Outcome(Outcome.Reason.STOPPED, "the cluster was stopped"));
    }

    private void end(Outcome outcome) {
        if (ending) {
            return;
        }
        ending = true;
        log().info("ending: {}", outcome.message());
        for (var storage : members.storages()) {
            members.registry().setState(storage, NodeState.DOWN);
            storage.setIdTimestamp(Double.NaN);
            members.sayGoodbye(storage);
        }
        station.host().afterFlush(outcome);
    }

    void connectionEnded() {
        station.host().connectionEnded();
    }
}
