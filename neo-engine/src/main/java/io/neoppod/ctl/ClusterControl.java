package io.neoppod.ctl;

import io.neoppod.ctl.ControlException.Reason;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.AdminPacket.AnswerMonitorInformation;
import io.neoppod.protocol.AdminPacket.AnswerNodeList;
import io.neoppod.protocol.AdminPacket.AnswerPartitionList;
import io.neoppod.protocol.AdminPacket.AnswerPrimary;
import io.neoppod.protocol.AdminPacket.AnswerTweakPartitionTable;
import io.neoppod.protocol.AdminPacket.AskClusterState;
import io.neoppod.protocol.AdminPacket.AskMonitorInformation;
import io.neoppod.protocol.AdminPacket.AskNodeList;
import io.neoppod.protocol.AdminPacket.AskPartitionList;
import io.neoppod.protocol.AdminPacket.AskPrimary;
import io.neoppod.protocol.AdminPacket.Repair;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.AdminPacket.TweakPartitionTable;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.ReplicationPacket.CheckReplicas;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import io.neoppod.runtime.NodeRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A connection to an admin node and the commands that it takes.
///
/// Methods may be called from any thread; futures complete on the loop, and fail with [ControlException]. The
/// connection
/// is made at the first command and is not made again after a loss: make another control.
///
/// Reference: neo/neoctl/neoctl.py.
public final class ClusterControl implements AutoCloseable {
    /// How links say that nobody listens.
    private static final String REFUSED = "Connection refused";

    private final NodeRuntime runtime;
    private final Network network;
    private final Address admin;
    private @Nullable Connection connection;

    public ClusterControl(NodeRuntime runtime, Address admin) {
        this.runtime = runtime;
        this.admin = admin;
        this.network = new Network(runtime, runtime.log());
    }

    /// The state of the cluster; null when the admin does not know it yet.
    public CompletableFuture<@Nullable ClusterState> clusterState() {
        return ask(new AskClusterState()).thenApply(AnswerClusterState::state);
    }

    /// The node id of the primary master.
    public CompletableFuture<Integer> primary() {
        return ask(new AskPrimary()).thenApply(AnswerPrimary::nid);
    }

    /// The nodes of a type, or all.
    public CompletableFuture<List<NodeInfo>> nodes(@Nullable NodeType type) {
        return ask(new AskNodeList(type)).thenApply(AnswerNodeList::nodeList);
    }

    /// Rows `min` to `max` (excluded; 0 for the end) of the partition table.
    public CompletableFuture<TableRows> partitions(int min, int max) {
        return ask(new AskPartitionList(min, max, NodeIds.NONE)).thenApply(this::rows);
    }

    private TableRows rows(AnswerPartitionList answer) {
        return new TableRows(answer.ptid(), answer.numReplicas(), answer.rowList());
    }

    /// The last identifiers.
    public CompletableFuture<LastIds> lastIds() {
        return ask(new AskRecovery())
                .thenCompose(recovery -> recovery.backupTid() == Ids.NONE
                        ? ask(new AskLastIDs()).thenApply(ids -> lastIds(recovery, ids))
                        : ask(new AskLastTransaction()).thenApply(last -> lastIds(recovery, last)));
    }

    private LastIds lastIds(AnswerRecovery recovery, AnswerLastIDs ids) {
        return new LastIds(recovery.ptid(), Ids.NONE, ids.lastTid(), ids.lastOid());
    }

    private LastIds lastIds(AnswerRecovery recovery, AnswerLastTransaction last) {
        return new LastIds(recovery.ptid(), recovery.backupTid(), last.tid(), Ids.NONE);
    }

    /// Health of the cluster and of its backups.
    public CompletableFuture<MonitorReport> summary() {
        return ask(new AskMonitorInformation()).thenApply(this::report);
    }

    private MonitorReport report(AnswerMonitorInformation answer) {
        return new MonitorReport(answer.warning(), answer.problem(), answer.report());
    }

    /// Asks for a state; VERIFYING starts the cluster. Returns the cluster's message, as do the commands below.
    public CompletableFuture<String> setClusterState(ClusterState state) {
        return command(new SetClusterState(state));
    }

    public CompletableFuture<String> setReplicas(int replicas) {
        return replicas < 0
                ? CompletableFuture.failedFuture(new ControlException(Reason.INVALID, "invalid number of replicas"))
                : command(new SetNumReplicas(replicas));
    }

    /// Makes pending storages part of the cluster.
    public CompletableFuture<String> addNodes(int[] nids) {
        return command(new AddPendingNodes(nids));
    }

    /// Makes a storage or a secondary master stop.
    public CompletableFuture<String> kill(int nid) {
        return command(new SetNodeState(nid, NodeState.DOWN));
    }

    /// Removes a storage for ever.
    public CompletableFuture<String> drop(int nid) {
        return command(new SetNodeState(nid, NodeState.UNKNOWN));
    }

    /// Spreads the cells anew, without the excluded nodes.
    public CompletableFuture<TweakResult> tweak(boolean dryRun, int[] excluded) {
        return ask(new TweakPartitionTable(dryRun, excluded)).thenApply(this::tweaked);
    }

    private TweakResult tweaked(AnswerTweakPartitionTable answer) {
        return new TweakResult(answer.changed(), answer.rowList());
    }

    /// Compares replicas; results are in the logs of the storages.
    ///
    /// @param references node to compare with by partition, [NodeIds#NONE] to let the master choose
    /// @param maxTid     or [Ids#NONE] for the last transaction
    public CompletableFuture<String> checkReplicas(Map<Integer, Integer> references, long minTid, long maxTid) {
        return command(new CheckReplicas(references, minTid, maxTid));
    }

    /// Looks for data that nothing refers to, and deletes them unless it is a dry run.
    public CompletableFuture<String> repair(int[] nids, boolean dryRun) {
        return command(new Repair(nids, dryRun));
    }

    /// Deletes every transaction after `tid`.
    public CompletableFuture<String> truncate(long tid) {
        return command(new Truncate(tid));
    }

    /// Makes all nodes flush their logs. Completes once the request has left: an admin without primary master hangs up
    /// on it, which is none of our business.
    public CompletableFuture<Void> flushLog() {
        var left = new CompletableFuture<Void>();
        runtime.loop().execute(() -> {
            connected().send(new FlushLog());
            connected().ask(new Ping(), reply -> {
                if (reply instanceof Reply.Lost<?>(var reason) && !everConnected()) {
                    left.completeExceptionally(lost(reason));
                } else {
                    left.complete(null);
                }
            });
        });
        return left;
    }

    @Override
    public void close() {
        runtime.close();
    }

    private CompletableFuture<String> command(Request<ErrorPacket> request) {
        return ask(request).thenApply(ErrorPacket::message);
    }

    private <A extends Packet> CompletableFuture<A> ask(Request<A> request) {
        var result = new CompletableFuture<A>();
        runtime.loop()
                .execute(() -> connected().ask(request, reply -> {
                    switch (reply) {
                        case Reply.Answered<A>(var answer) -> result.complete(answer);
                        case Reply.Refused<A>(var code, var message) ->
                            result.completeExceptionally(new ControlException(reason(code), message));
                        case Reply.Lost<A>(var reason) -> result.completeExceptionally(lost(reason));
                    }
                }));
        return result;
    }

    private Connection connected() {
        if (connection == null) {
            connection = network.connect(admin, new HandlerTable("Control"));
        }
        return connection;
    }

    /// The reference only says that it is not connected; where more is known than that nobody listens, it is added.
    private ControlException lost(String reason) {
        var text = everConnected()
                ? "Connection closed"
                : reason.equals(REFUSED) ? "not connected" : "not connected to " + admin + ": " + reason;
        return new ControlException(Reason.NOT_CONNECTED, text);
    }

    private boolean everConnected() {
        return connection != null && connection.received() > 0;
    }

    private static Reason reason(ErrorCode code) {
        return switch (code) {
            case DENIED -> Reason.DENIED;
            case NOT_READY -> Reason.NOT_READY;
            default -> Reason.INVALID;
        };
    }
}
