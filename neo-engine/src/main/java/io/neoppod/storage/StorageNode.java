package io.neoppod.storage;

import io.neoppod.cluster.NodeChange;
import io.neoppod.config.ConfigException;
import io.neoppod.config.StorageOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.ProtocolException;
import io.neoppod.node.MasterList;
import io.neoppod.node.PrimaryBootstrap;
import io.neoppod.node.Startup;
import io.neoppod.node.StateLog;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.storage.database.CellPosition;
import io.neoppod.storage.database.Configuration;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.OwnCell;
import io.neoppod.storage.database.WriteSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A storage node: keeps revisions of objects in a database and serves them to clients of its cluster.
///
/// | From | Event | To |
/// |---|---|---|
/// | `Searching` | the primary master accepts us | `Initializing` |
/// | `Initializing` | `StartOperation` | `Operating` |
/// | `Operating` | `StopOperation` | `Initializing`, on the same connection, before the next packet |
/// | `Initializing`, `Operating` | the master is lost | `Searching` |
/// | any | told to be down or dropped, database failure, [#close] | `Ended` |
///
/// Peers are served only while operating; else they are told to retry later.
///
/// The node closes its database when it ends; its runtime belongs to whoever made it.
///
/// Reference: neo/storage/app.py.
public final class StorageNode implements AutoCloseable {
    private final StorageOptions options;
    private final NodeRuntime runtime;
    private final Database database;
    private final NodeLog log;
    private final Host host;
    private final Identification identification;
    private final Packing packing;
    private final MasterList masters;
    private final PrimaryBootstrap bootstrap;
    private final MasterOrders orders = new MasterOrders();
    private final CompletableFuture<Outcome> terminated = new CompletableFuture<>();

    private Phase phase = new Phase.Searching();
    private @Nullable Listener listener;
    private int nid = NodeIds.NONE;
    private int[] clonedPartitions = {};

    /// Where the node is in its life, with what exists only there.
    private sealed interface Phase {
        record Searching() implements Phase {}

        record Initializing(Connection master) implements Phase {}

        record Operating(Connection master, Operation operation) implements Phase {}

        record Ended(Outcome outcome) implements Phase {}

        default String label() {
            return getClass().getSimpleName();
        }
    }

    /// @param database open, for the cluster of the options, and not used by anybody else
    public StorageNode(NodeRuntime runtime, StorageOptions options, Database database) {
        this.runtime = runtime;
        this.options = options;
        this.database = database;
        this.log = runtime.log();
        var network = new Network(runtime, log);
        this.host = new Host(runtime, options, log, network, new Store(runtime, database, this::onStoreFailure));
        this.identification = new Identification(host);
        this.packing = new Packing(host);
        this.masters = new MasterList(options.masters(), options.dynamicMasterList());
        this.bootstrap = new PrimaryBootstrap(network, masters, this::identity, new Search());
    }

    /// Listens, and starts to look for the primary master. May be called from any thread; returns once the node
    /// listens.
    ///
    /// @throws ConfigException when there is nothing to clone in the database
    /// @throws IOException     when the address cannot be bound, or the file of masters cannot be used
    public void start() throws IOException, ConfigException {
        prepareDatabase();
        Startup.run(runtime.loop(), this::listen);
    }

    /// Runs before the first job: nobody else uses the write session yet.
    private void prepareDatabase() throws ConfigException {
        var session = database.writer();
        var stored = session.configuration();
        nid = options.nid() == NodeIds.NONE ? stored.nid() : options.nid();
        if (options.newNid()) {
            clonedPartitions =
                    session.ownCells().stream().mapToInt(OwnCell::partition).toArray();
            if (clonedPartitions.length == 0) {
                throw new ConfigException("database is empty");
            }
            nid = NodeIds.NONE;
        }
        log.node(options.cluster(), nid);
    }

    private void listen() throws IOException {
        masters.load(runtime, log);
        var opened = host.network.listen(options.bind(), identification::table);
        listener = opened;
        host.address = opened.address();
        log.info("listening on {}", opened.address());
        bootstrap.start();
    }

    /// Where the node listens. To be asked after [#start].
    public Address address() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return listener.address();
    }

    /// What the node does now. Called on the loop.
    public StorageSnapshot snapshot() {
        runtime.loop().assertOwner();
        return switch (phase) {
            case Phase.Searching() -> idle(StorageSnapshot.State.SEARCHING);
            case Phase.Initializing(var _) -> idle(StorageSnapshot.State.INITIALIZING);
            case Phase.Operating(var _, var operation) -> operation.snapshot();
            case Phase.Ended(var _) -> idle(StorageSnapshot.State.ENDED);
        };
    }

    private StorageSnapshot idle(StorageSnapshot.State state) {
        return new StorageSnapshot(
                state,
                nid,
                host.table.ptid(),
                host.backupTid,
                0,
                0,
                StorageSnapshot.Commits.NONE,
                host.store.pending(),
                List.of());
    }

    /// Writes what the node knows and does into its log, and makes the log readable. May be called from any thread,
    /// after [#start].
    public void logState() {
        runtime.loop().execute(() -> {
            var state = new StateLog(log);
            var jobs = host.store.pending();
            state.line(
                    "storage, {}; the database has to do {} writes, {} reads, {} scans",
                    phase.label(),
                    jobs.writes(),
                    jobs.reads(),
                    jobs.scans());
            if (phase instanceof Phase.Operating(var _, var operation)) {
                operation.logState(state);
            }
            state.cluster(host.network, host.nodes, host.table);
            log.flush();
        });
    }

    /// Completes on the loop when the node has ended, with the reason. Its database is closed then.
    public CompletionStage<Outcome> terminated() {
        return terminated.minimalCompletionStage();
    }

    /// Stops cleanly; [#terminated] tells when it is done. May be called from any thread, several times.
    @Override
    public void close() {
        runtime.loop().execute(() -> orders.end(new Outcome(Outcome.Reason.CLOSED, "closed")));
    }

    // --- searching

    private RequestIdentification identity() {
        boolean cloning = options.newNid() && nid == NodeIds.NONE;
        return new RequestIdentification(
                NodeType.STORAGE,
                nid,
                cloning ? null : address(),
                options.cluster(),
                Double.NaN,
                Map.of("devpath", database.topologyPath(), "new_nid", clonedPartitions));
    }

    /// Reacts to the search for the primary.
    private final class Search implements PrimaryBootstrap.Listener {

        @Override
        public void onPrimary(Connection master, AcceptIdentification accepted) {
            nid = accepted.yourNid();
            log.node(options.cluster(), nid);
            host.nodes.beginSession(nid);
            enter(new Phase.Initializing(master), "primary master " + master.remote() + " accepted us");
            master.setHandlers(initialization());
            master.suspend();
            host.store.durable(session -> Loaded.from(session, accepted.yourNid()), loaded -> {
                load(loaded);
                master.resume();
            });
        }
    }

    /// What the database holds when a session with the master begins.
    private record Loaded(Configuration configuration, List<CellChange> cells) {

        static Loaded from(WriteSession session, int nid) {
            session.setNid(nid);
            return new Loaded(session.configuration(), session.partitionTable());
        }

        List<List<CellEntry>> rows() {
            var rows = new ArrayList<List<CellEntry>>();
            for (var cell : cells) {
                while (rows.size() <= cell.partition()) {
                    rows.add(new ArrayList<>());
                }
                rows.get(cell.partition()).add(new CellEntry(cell.nid(), cell.state()));
            }
            return rows;
        }
    }

    private void load(Loaded loaded) {
        var configuration = loaded.configuration;
        host.backupTid = configuration.backupTid();
        host.truncateTid = configuration.truncateTid();
        var rows = loaded.rows();
        host.nodes.createStorages(rows);
        host.table.load(configuration.ptid(), configuration.replicas(), rows, host.nodes);
    }

    // --- with a master

    private HandlerTable initialization() {
        host.lastPackId = Ids.ZERO;
        return new Initialization(host, orders, packing).table().whenClosed(this::onMasterLost);
    }

    private void onMasterLost(Connection master, String reason) {
        switch (phase) {
            case Phase.Initializing(var current) when current == master -> search(reason);
            case Phase.Operating(var current, var operation)
            when current == master -> {
                leaveOperation(operation);
                search(reason);
            }
            default -> {}
        }
    }

    private void search(String reason) {
        host.network.closeAllBut(Set.of());
        enter(new Phase.Searching(), "master lost: " + reason);
        bootstrap.start();
    }

    private void leaveOperation(Operation operation) {
        identification.setGuests(null);
        operation.stop();
    }

    /// What the database says when operation starts.
    private record Start(long backupTid, List<CellPosition> positions) {

        /// Everything that had to survive was validated before.
        static Start from(WriteSession session, boolean backup) {
            session.dropUnfinished();
            if (backup) {
                return backup(session);
            }
            session.setBackupTid(Ids.NONE);
            return new Start(Ids.NONE, session.cellPositions());
        }

        /// A node that was already a backup goes on where it was.
        static Start backup(WriteSession session) {
            if (session.configuration().backupTid() == Ids.NONE) {
                long last = session.lastIds().tid();
                session.setBackupTid(last == Ids.NONE ? Ids.ZERO : last);
            }
            return new Start(session.configuration().backupTid(), session.cellPositions());
        }
    }

    /// What the master makes of this node's life.
    private final class MasterOrders implements Life {

        @Override
        public void startOperation(Connection master, boolean backup) {
            switch (phase) {
                case Phase.Initializing(var current)
                when current == master -> {
                    master.suspend();
                    host.store.durable(session -> Start.from(session, backup), start -> {
                        if (phase instanceof Phase.Initializing(var still) && still == master) {
                            operate(master, start);
                        }
                        master.resume();
                    });
                }
                case Phase.Operating(var current, var operation)
                when current == master && backup ->
                    host.store.durable(Start::backup, start -> {
                        host.backupTid = start.backupTid;
                        operation.enterBackup(start.positions);
                    });
                default -> throw new ProtocolException("operation is already started");
            }
        }

        @Override
        public void stopOperation(Connection master) {
            if (phase instanceof Phase.Operating(var current, var operation) && current == master) {
                leaveOperation(operation);
                host.network.closeAllBut(Set.of(master));
                enter(new Phase.Initializing(master), "the master stopped operation");
                master.setHandlers(initialization());
            }
        }

        @Override
        public void onNodes(List<NodeChange> changes) {
            masters.follow(host.nodes.masterAddresses());
            for (var change : changes) {
                var connection = change.node().connection();
                if (change.isRemoval() && connection != null) {
                    connection.close();
                }
            }
            if (phase instanceof Phase.Operating(var master, var operation)) {
                operation.onNodes(changes);
            }
            identification.retry();
        }

        @Override
        public void end(Outcome outcome) {
            if (phase instanceof Phase.Ended) {
                return;
            }
            if (phase instanceof Phase.Operating(var master, var operation)) {
                leaveOperation(operation);
            }
            enter(new Phase.Ended(outcome), outcome.message());
            bootstrap.stop();
            if (listener != null) {
                listener.close();
            }
            host.network.closeAllBut(Set.of());
            switch (outcome.reason()) {
                case DATABASE_FAILURE, FAULT -> closeStore(outcome, host.store::close);
                case DROPPED -> closeStore(outcome, host.store::erase);
                // What was unlocked lately may not be durable yet.
                case CLOSED, DOWN ->
                    host.store.durable(session -> outcome, done -> closeStore(outcome, host.store::close));
            }
        }
    }

    private void operate(Connection master, Start start) {
        host.backupTid = start.backupTid;
        var operation = new Operation(host, orders, master, packing);
        enter(new Phase.Operating(master, operation), "the master started operation");
        master.setHandlers(operation.masterTable().whenClosed(this::onMasterLost));
        operation.start(start.positions);
        identification.setGuests(operation);
    }

    private void closeStore(Outcome outcome, Runnable close) {
        try {
            close.run();
        } catch (DatabaseException failure) {
            log.warning("cannot close the database: {}", failure.getMessage());
        }
        terminated.complete(outcome);
    }

    private void onStoreFailure(Throwable failure) {
        if (failure instanceof DatabaseException) {
            // A disk that is full or broken is no fault of ours: whoever runs the node tells its end.
            log.info("the database failed, the node stops: {}", failure.getMessage());
        } else {
            log.error("the database failed, the node stops", failure);
        }
        var reason = failure instanceof DatabaseException ? Outcome.Reason.DATABASE_FAILURE : Outcome.Reason.FAULT;
        if (phase instanceof Phase.Ended(var outcome)) {
            // It failed while the last jobs were made durable.
            closeStore(outcome, host.store::close);
        } else {
            orders.end(new Outcome(reason, String.valueOf(failure.getMessage())));
        }
    }

    /// The only way to change the phase.
    private void enter(Phase next, String reason) {
        log.info("{} → {} ({})", phase.label(), next.label(), reason);
        phase = next;
    }
}
