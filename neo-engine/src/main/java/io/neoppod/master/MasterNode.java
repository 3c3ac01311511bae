package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.config.MasterOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.Network;
import io.neoppod.node.Startup;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A master node: listens, and plays the primary master. Its runtime belongs to whoever made it.
///
/// A master keeps nothing on disk: it may be closed or killed at any time, and storages are not outdated by that.
///
/// Reference: neo/master/app.py.
public final class MasterNode implements AutoCloseable {
    private final NodeRuntime runtime;
    private final MasterOptions options;
    private final NodeLog log = NodeLog.of("master");
    private final Network network;
    private final CompletableFuture<Outcome> terminated = new CompletableFuture<>();

    private @Nullable Listener listener;
    private @Nullable Master master;
    private @Nullable Outcome outcome;

    /// What a master knows, for status displays.
    ///
    /// @param nodes    all known nodes, the master itself included
    /// @param ptid     version of the partition table, [io.neoppod.protocol.Ids#NO_INTEGER] when there is none
    /// @param lastTid  last committed transaction, 0 for none
    /// @param pending  transactions that began and are not finished
    /// @param held     requests that wait for something before they can be answered
    public record Snapshot(
            ClusterState state,
            List<NodeInfo> nodes,
            int ptid,
            int replicas,
            List<List<CellEntry>> rows,
            long lastTid,
            int pending,
            int held) {}

    public MasterNode(NodeRuntime runtime, MasterOptions options) {
        this.runtime = runtime;
        this.options = options;
        this.network = new Network(runtime, log);
    }

    /// Listens, and starts to wait for storages. May be called from any thread; returns once the node listens.
    ///
    /// @throws IOException when the address cannot be bound
    public void start() throws IOException {
        Startup.run(runtime.loop(), this::listen);
    }

    private void listen() throws IOException {
        var opened =
                network.listen(options.bind(), () -> master().identification().table());
        listener = opened;
        log.info("listening on {}", opened.address());
        master = new Master(options, opened.address(), runtime.clock(), log, new Exit());
        master.begin();
    }

    private Master master() {
        if (master == null) {
            throw new IllegalStateException("not started");
        }
        return master;
    }

    /// Where the node listens, with the real port when port 0 was asked. To be asked after [#start].
    public Address address() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return listener.address();
    }

    /// What the node knows now. Called on the loop, after [#start].
    public Snapshot snapshot() {
        runtime.loop().assertOwner();
        var service = master().service();
        var table = master().table();
        return new Snapshot(
                master().state(),
                master().members().registry().all().stream().map(Node::info).toList(),
                table.ptid(),
                table.replicas(),
                table.entries(),
                service.transactions().lastCommitted(),
                service.transactions().pending().size(),
                service.held().size());
    }

    /// Completes on the loop when the node has ended, with the reason.
    public CompletionStage<Outcome> terminated() {
        return terminated.minimalCompletionStage();
    }

    /// Ends at once; [#terminated] tells when it is done. May be called from any thread, several times.
    @Override
    public void close() {
        runtime.loop().execute(() -> {
            if (!terminated.isDone()) {
                stopListening();
                network.closeAllBut(Set.of());
                terminated.complete(new Outcome(Outcome.Reason.CLOSED, "closed"));
            }
        });
    }

    private void stopListening() {
        if (listener != null) {
            listener.close();
        }
    }

    /// Ends the node once all that was sent has left.
    private final class Exit implements Master.Exit {

        @Override
        public void afterFlush(Outcome reason) {
            outcome = reason;
            stopListening();
            network.connections().forEach(Connection::abort);
            // Connections that are closed already tell nobody.
            runtime.loop().execute(this::connectionEnded);
        }

        @Override
        public void connectionEnded() {
            if (outcome != null && network.connections().isEmpty()) {
                terminated.complete(outcome);
            }
        }
    }
}
