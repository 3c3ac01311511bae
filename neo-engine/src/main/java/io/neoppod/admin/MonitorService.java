package io.neoppod.admin;

import io.neoppod.admin.ClusterHealth.Severity;
import io.neoppod.net.Connection;
import io.neoppod.net.Reply;
import io.neoppod.protocol.AdminPacket.AnswerMonitorInformation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import io.neoppod.runtime.Loop;
import io.neoppod.runtime.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells how the cluster is to those who ask. Askers that come while the primary is being asked for the last
/// transaction share its answer; while the state of the cluster is not known they wait for it.
///
/// Backup clusters are not watched yet.
///
/// Reference: neo/admin/app.py.
final class MonitorService {
    static final String NOT_CONNECTED = "Not connected to a primary master.";

    /// A primary that does not answer for this long is left.
    static final long TIMEOUT_NS = Duration.ofSeconds(60).toNanos();

    private final ClusterView cluster;
    private final Loop loop;
    // Bound: each connection has a limited number of requests that wait, see ControlService.
    private List<Consumer<AnswerMonitorInformation>> waiting = new ArrayList<>();
    private @Nullable Timer timeout;
    private long lastTid = Ids.NONE;
    private long backupTid = Ids.NONE;

    MonitorService(ClusterView cluster, Loop loop) {
        this.cluster = cluster;
        this.loop = loop;
    }

    /// To be asked while there is a primary.
    void ask(Consumer<AnswerMonitorInformation> asker) {
        waiting.add(asker);
        refresh();
    }

    void onClusterState() {
        refresh();
    }

    void onMasterLost() {
        endCollection();
        answer(Severity.PROBLEM, NOT_CONNECTED);
    }

    private void refresh() {
        var master = cluster.master();
        var state = cluster.state();
        if (waiting.isEmpty() || timeout != null || master == null || state == null) {
            return;
        }
        if (ClusterHealth.isOperational(state)) {
            collect(master, state);
        } else {
            report(state);
        }
    }

    private void collect(Connection master, ClusterState state) {
        timeout = loop.schedule(TIMEOUT_NS, master::close);
        backupTid = Ids.NONE;
        if (state == ClusterState.BACKINGUP) {
            master.ask(new AskRecovery(), this::onRecovery);
        }
        master.ask(new AskLastTransaction(), this::onLastTransaction);
    }

    private void onRecovery(Reply<AnswerRecovery> reply) {
        if (reply instanceof Reply.Answered<AnswerRecovery>(var recovery)) {
            backupTid = recovery.backupTid();
        }
    }

    private void onLastTransaction(Reply<AnswerLastTransaction> reply) {
        switch (reply) {
            case Reply.Answered<AnswerLastTransaction>(var last) -> onLastTid(last.tid());
            case Reply.Refused<AnswerLastTransaction> refused -> onLastTid(Ids.NONE);
            case Reply.Lost<AnswerLastTransaction> lost -> {
                // onMasterLost follows.
            }
        }
    }

    private void onLastTid(long tid) {
        endCollection();
        lastTid = tid;
        var state = cluster.state();
        if (state != null) {
            report(state);
        }
    }

    private void endCollection() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    private void report(ClusterState state) {
        var health = ClusterHealth.of(state, cluster.table());
        long tid = state == ClusterState.BACKINGUP ? backupTid : lastTid;
        answer(health.severity(), health.summary(tid));
    }

    private void answer(Severity severity, String text) {
        var answer = new AnswerMonitorInformation(
                onlyWhen(severity == Severity.WARNING), onlyWhen(severity == Severity.PROBLEM), text);
        var askers = waiting;
        waiting = new ArrayList<>();
        askers.forEach(asker -> asker.accept(answer));
    }

    /// Null is this cluster's name in lists of clusters.
    private static List<@Nullable String> onlyWhen(boolean listed) {
        return listed ? Collections.singletonList(null) : List.of();
    }
}
