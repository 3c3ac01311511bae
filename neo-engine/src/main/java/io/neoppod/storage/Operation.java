package io.neoppod.storage;

import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeChange;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.node.StateLog;
import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyTransactionFinished;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.ReplicationPacket.Replicate;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.storage.StorageSnapshot.CellStatus;
import io.neoppod.storage.database.CellPosition;
import io.neoppod.storage.database.TableChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Everything that exists only while the cluster operates: transactions under way, connected clients, replication.
/// A new object for each period of operation; what came back late for an earlier one changes nothing.
///
/// Reference: neo/storage/handlers/master.py.
final class Operation implements TransactionStage.Peers, Identification.Guests {
    /// Rows of a discarded cell deleted between two pauses.
    static final int DROP_SLICE_ROWS = 1000;

    private final Host host;
    private final Life life;
    private final Connection master;
    private final Packing packing;
    private final TransactionStage stage;
    private final Feeder feeder;
    private final StorageLinks links;
    private final Replicator replicator;
    private final ReplicaChecker checker;
    private final SlicedWork work;
    private final Map<Integer, Connection> clients = new TreeMap<>();
    private boolean stopped;

    Operation(Host host, Life life, Connection master, Packing packing) {
        this.host = host;
        this.life = life;
        this.master = master;
        this.packing = packing;
        this.stage = new TransactionStage(new LockTable(host.table.partitions(), host::isReadable), host.store, this);
        this.links = new StorageLinks(host, this::storageTable);
        this.feeder = new Feeder(host, stage, links::serve);
        this.replicator = new Replicator(host, stage, master, links, packing);
        this.checker = new ReplicaChecker(host, stage.locks(), master, links);
        this.work = new SlicedWork(host);
    }

    HandlerTable masterTable() {
        return new HandlerTable("MasterOperation")
                .include(new MasterNews(host, life).table())
                .include(packing.table())
                .include(new FinalTids(host).table())
                .on(AskLockInformation.class, stage::lock)
                .onNotification(NotifyUnlockInformation.class, (connection, packet) -> stage.unlock(packet.ttid()))
                .onNotification(AbortTransaction.class, (connection, packet) -> finished(packet.ttid(), Ids.NONE))
                .onNotification(
                        NotifyTransactionFinished.class,
                        (connection, packet) -> finished(packet.ttid(), packet.maxTid()))
                .onNotification(NotifyPartitionChanges.class, this::changeTable)
                .onNotification(NotifyClusterInformation.class, (connection, packet) -> onClusterState(packet.state()))
                .onNotification(Replicate.class, (connection, packet) -> replicator.onOrder(packet))
                .onNotification(CheckPartition.class, (connection, packet) -> checker.onOrder(packet))
                .onNotification(NotifyRepair.class, (connection, packet) -> packing.repair(packet.dryRun()))
                .onNotification(
                        StartOperation.class, (connection, packet) -> life.startOperation(connection, packet.backup()))
                .onNotification(StopOperation.class, (connection, packet) -> life.stopOperation(connection));
    }

    /// Starts to serve: nothing that this does waits for the database.
    void start(List<CellPosition> positions) {
        master.send(new NotifyReady());
        replicator.start(positions);
        packing.start(master, work, replicator, feeder);
        dropUnassigned();
    }

    /// What was discarded is not remembered: every partition that is not ours may have left data here.
    private void dropUnassigned() {
        var unassigned = IntStream.range(0, host.table.partitions())
                .filter(partition -> host.ownCell(partition) == null)
                .boxed()
                .toList();
        if (host.options.disableDropPartitions() && !unassigned.isEmpty()) {
            host.log.info("don't drop data for partitions {}", unassigned);
        } else {
            unassigned.forEach(this::drop);
        }
    }

    private void drop(int partition) {
        work.add(
                session -> session.dropSlice(partition, DROP_SLICE_ROWS) > 0,
                () -> host.ownCell(partition) == null,
                completed -> host.log.debug("partition {} dropped: {}", partition, completed));
    }

    StorageSnapshot snapshot() {
        var cells = new ArrayList<CellStatus>();
        for (int partition : host.table.partitionsOf(host.nid(), cell -> true)) {
            var state = host.ownCell(partition);
            if (state != null) {
                cells.add(replicator.status(partition, state));
            }
        }
        return new StorageSnapshot(
                StorageSnapshot.State.OPERATING,
                host.nid(),
                host.table.ptid(),
                host.backupTid,
                clients.size(),
                links.size(),
                stage.snapshot(),
                host.store.pending(),
                cells);
    }

    /// Transactions, the oldest first, and cells that are replicated.
    void logState(StateLog state) {
        var commits = stage.snapshot();
        state.line(
                "{} write locks, for which {} requests wait; {} read locks, for which {} wait",
                commits.writeLocks(),
                commits.heldWrites(),
                commits.readLocks(),
                commits.heldReads());
        state.list("transaction", stage.locks().all());
        state.list(
                "replicates",
                snapshot().cells().stream()
                        .filter(cell -> cell.target() != Ids.NONE)
                        .toList());
    }

    /// Drops everything that is in memory.
    void stop() {
        stopped = true;
        work.stop();
        packing.stop();
        replicator.stop();
        checker.stop();
        stage.stop();
    }

    /// The cluster becomes a backup while it operates.
    void enterBackup(List<CellPosition> positions) {
        replicator.enterBackup(positions);
    }

    /// A client that the master lost is gone: its id may be given to another one, which must find it free.
    void onNodes(List<NodeChange> changes) {
        for (var change : changes) {
            int nid = change.node().nid();
            if (change.node().isClient() && !change.node().isRunning()) {
                stage.abortClient(nid, true);
                var connection = clients.get(nid);
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    private void onClusterState(ClusterState state) {
        if (state == ClusterState.STOPPING_BACKUP) {
            replicator.forgetUpstream();
        }
    }

    // --- transactions

    private void finished(long ttid, long maxTid) {
        stage.abort(ttid);
        replicator.onTransactionFinished(ttid, maxTid);
    }

    @Override
    public void tellClient(int nid, Packet packet) {
        var client = clients.get(nid);
        if (client != null && !stopped) {
            client.send(packet);
        }
    }

    @Override
    public boolean holds(int partition) {
        return host.ownCell(partition) != null;
    }

    @Override
    public void onReplicated(int partition, long tid) {
        if (!stopped) {
            master.send(new NotifyReplicationDone(partition, tid));
        }
    }

    @Override
    public void onUnlocked() {
        replicator.onUnlocked();
        checker.onUnlocked();
    }

    // --- peers

    @Override
    public @Nullable HandlerTable welcomeClient(Connection connection, Node client) {
        int nid = client.nid();
        var previous = clients.get(nid);
        if (previous != null && !previous.isClosed()) {
            return null;
        }
        clients.put(nid, connection);
        // So that it ends when the master removes the client: its id is given to another one then.
        client.identify(connection);
        var reads = new ClientReads(stage, host.store.database(), () -> host.backupTid);
        return new HandlerTable(host.backupTid == Ids.NONE ? "ClientService" : "ReadOnlyClientService")
                .include(reads.table())
                .include(
                        host.backupTid == Ids.NONE
                                ? new ClientWrites(stage, nid, ttid -> finished(ttid, Ids.NONE)).table()
                                : ClientWrites.readOnlyTable())
                .onNotification(FlushLog.class, (peer, packet) -> {})
                .whenClosed((peer, reason) -> onClientGone(client, peer));
    }

    private void onClientGone(Node client, Connection connection) {
        client.detach(connection);
        int nid = client.nid();
        if (clients.remove(nid, connection) && !stopped) {
            // What it voted may be finished by the master.
            stage.abortClient(nid, false);
        }
    }

    @Override
    public @Nullable HandlerTable welcomeStorage(Connection connection, Node storage) {
        return links.welcome(connection, storage);
    }

    @Override
    public HandlerTable welcomeStranger(Connection connection) {
        return links.welcomeStranger(connection);
    }

    private HandlerTable storageTable(@Nullable Node storage) {
        return new HandlerTable("StorageService")
                .include(feeder.table())
                .include(replicator.table())
                .onNotification(FlushLog.class, (peer, packet) -> {})
                .onNotification(CloseClient.class, (peer, packet) -> links.onPeerDone(peer))
                .whenClosed((peer, reason) -> onStorageGone(peer, storage, reason));
    }

    private void onStorageGone(Connection peer, @Nullable Node storage, String reason) {
        links.onClosed(peer, storage);
        if (!stopped) {
            replicator.onConnectionLost(peer, reason);
        }
    }

    // --- cells

    private void changeTable(Connection connection, NotifyPartitionChanges packet) {
        host.table.updateNext(packet.ptid(), packet.numReplicas(), packet.cellList(), host.nodes);
        var lost = ownPartitions(packet.cellList(), Set.of(CellState.DISCARDED, CellState.CORRUPTED));
        var holds = stage.discard(lost);
        var change = TableChange.incremental(packet.ptid(), packet.numReplicas(), packet.cellList(), host.lastPackId);
        int[] dropped = lost.stream().mapToInt(Integer::intValue).toArray();
        host.store.table(session -> {
            session.changePartitionTable(change);
            if (dropped.length > 0) {
                session.dropTemporary(dropped, holds);
            }
            return change;
        });
        ownPartitions(packet.cellList(), Set.of(CellState.UP_TO_DATE, CellState.FEEDING))
                .forEach(stage.locks()::becameReadable);
        replicator.removeCells(lost);
        if (!host.options.disableDropPartitions()) {
            lost.stream().filter(partition -> host.ownCell(partition) == null).forEach(this::drop);
        }
        replicator.addCells(ownPartitions(packet.cellList(), Set.of(CellState.OUT_OF_DATE)));
        stage.onLocksReleased();
        packing.maybePack();
    }

    private Set<Integer> ownPartitions(List<CellChange> changes, Set<CellState> states) {
        var partitions = new TreeSet<Integer>();
        for (var change : changes) {
            if (change.nid() == host.nid() && states.contains(change.state())) {
                partitions.add(change.partition());
            }
        }
        return partitions;
    }
}
