package io.neoppod.master;

import io.neoppod.cluster.NodeRegistry;
import io.neoppod.config.MasterOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.node.MasterList;
import io.neoppod.node.Startup;
import io.neoppod.node.StateLog;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A master node: listens, and plays the primary master or a secondary one. Its runtime belongs to whoever made it.
///
/// It claims to be the primary when it starts, unless another master of `masters` is (see [Election]).
///
/// A master keeps nothing on disk: it may be closed or killed at any time, and storages are not outdated by that.
///
/// Reference: neo/master/app.py.
public final class MasterNode implements AutoCloseable {
    private final NodeRuntime runtime;
    private final MasterOptions options;
    private final NodeLog log;
    private final Network network;
    private final CompletableFuture<Outcome> terminated = new CompletableFuture<>();

    private final MasterList masters;

    private @Nullable Listener listener;
    private @Nullable Station station;
    private @Nullable MasterRole role;
    private @Nullable Outcome outcome;

    /// What a master knows, for status displays. A secondary knows masters only, and the last state that the primary
    /// told after it was followed.
    ///
    /// @param isPrimary whether it plays the primary, or claims to be it while it recovers
    /// @param nodes    all known nodes, the master itself included
    /// @param ptid     version of the partition table, [io.neoppod.protocol.Ids#NO_INTEGER] when there is none
    /// @param lastTid  last committed transaction, 0 for none
    /// @param pending  transactions that began and are not finished
    /// @param held     requests that wait for something before they can be answered
    public record Snapshot(
            boolean isPrimary,
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
        this.log = runtime.log();
        this.network = new Network(runtime, log);
        this.masters = new MasterList(options.masters(), options.dynamicMasterList());
    }

    /// Listens, and starts to wait for storages. May be called from any thread; returns once the node listens.
    ///
    /// @throws IOException when the address cannot be bound, or the file of masters cannot be used
    public void start() throws IOException {
        Startup.run(runtime.loop(), this::listen);
    }

    private void listen() throws IOException {
        log.node(options.cluster(), options.nid());
        masters.load(runtime, log);
        var opened = network.listen(options.bind(), () -> role().incoming());
        listener = opened;
        log.info("listening on {}", opened.address());
        station = new Station(runtime, options, opened.address(), network, log, new Host());
        var known = new NodeRegistry();
        known.setOwnNid(options.nid());
        masters.addresses().forEach(known::master);
        role = new Master(station, known);
        followMasters();
        role.begin();
    }

    private void followMasters() {
        masters.follow(role().nodes().masterAddresses());
    }

    private MasterRole role() {
        if (role == null) {
            throw new IllegalStateException("not started");
        }
        return role;
    }

    private Station station() {
        if (station == null) {
            throw new IllegalStateException("not started");
        }
        return station;
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
        return role().snapshot();
    }

    /// Writes what the node knows and does into its log, and makes the log readable. May be called from any thread,
    /// after [#start].
    public void logState() {
        runtime.loop().execute(() -> {
            role().logState(new StateLog(log), network);
            log.flush();
        });
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
                closeAllBut(null);
                terminated.complete(new Outcome(Outcome.Reason.CLOSED, "closed"));
            }
        });
    }

    private void stopListening() {
        if (listener != null) {
            listener.close();
        }
    }

    /// Changes the role. Peers see their connections end, and look for the primary again.
    ///
    /// @param kept connection that the next role goes on with
    private void play(MasterRole next, @Nullable Connection kept, String reason) {
        log.info("{} → {} ({})", name(role()), name(next), reason);
        role = next;
        closeAllBut(kept);
        next.begin();
    }

    /// Ends the work of the present role, which hears nothing of it.
    private void closeAllBut(@Nullable Connection kept) {
        for (var connection : network.connections()) {
            if (connection != kept) {
                connection.setHandlers(new HandlerTable("former role").whenClosed((ended, reason) -> maybeTerminate()));
                connection.close();
            }
        }
    }

    private void maybeTerminate() {
        if (outcome != null && network.connections().isEmpty()) {
            terminated.complete(outcome);
        }
    }

    private static String name(MasterRole role) {
        return switch (role) {
            case Master primary -> "primary";
            case Secondary secondary -> "secondary";
        };
    }

    /// What roles want of their node.
    private final class Host implements Station.Host {

        /// Ends the node once all that was sent has left.
        @Override
        public void afterFlush(Outcome reason) {
            outcome = reason;
            stopListening();
            network.connections().forEach(Connection::abort);
            // Connections that are closed already tell nobody.
            runtime.loop().execute(MasterNode.this::maybeTerminate);
        }

        @Override
        public void connectionEnded() {
            maybeTerminate();
        }

        @Override
        public void follow(Address primary, String reason) {
            var next = secondary(primary);
            var challenge = challengeOf(primary);
            if (challenge != null) {
                next.adopt(challenge);
            }
            play(next, challenge, primary + " is the primary master: " + reason);
        }

        @Override
        public void follow(Connection primary, Address address, AcceptIdentification accepted) {
            if (role() instanceof Secondary waiting && waiting.isAwaiting(primary)) {
                waiting.accepted(primary, accepted);
                return;
            }
            var next = secondary(address);
            next.accepted(primary, accepted);
            play(next, primary, address + " is the primary master: it accepted us");
        }

        @Override
        public void claim(String reason) {
            if (outcome == null && !terminated.isDone()) {
                play(new Master(station(), role().nodes().mastersOnly()), null, reason);
            }
        }

        @Override
        public void mastersChanged() {
            followMasters();
        }

        private @Nullable Connection challengeOf(Address other) {
            return role() instanceof Master claiming && claiming.phase() instanceof Recovering recovering
                    ? recovering.challengeOf(other)
                    : null;
        }

        private Secondary secondary(Address primary) {
            return new Secondary(station(), role().nodes().mastersOnly(), primary);
        }
    }
}
