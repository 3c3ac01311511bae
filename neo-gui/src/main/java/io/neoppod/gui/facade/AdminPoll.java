package io.neoppod.gui.facade;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.ControlException;
import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.netty.NettyRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks an admin node for all that is shown of its cluster, over a connection that is made anew after each failure.
///
/// The table, which may be long, is asked for when its version changed, and once a minute to be sure. The summary may
/// take a minute to come: it is asked for at most every 5 s, one at a time, and nobody waits for it.
final class AdminPoll implements AutoCloseable {
    private static final long DEADLINE_MS = 5_000;
    private static final int POLLS_PER_REPORT = 5;
    private static final int POLLS_PER_TABLE = 60;

    private final Address admin;
    private final NodeLog log = NodeLog.of("desktop");
    private final Object lock = new Object();
    private @Nullable ClusterControl control;
    private boolean closed;

    // Of the thread that polls.
    private int polls;
    private @Nullable CompletableFuture<MonitorReport> asked;
    private @Nullable MonitorReport report;

    sealed interface Outcome permits Answered, Failed {}

    record Answered(ClusterView view) implements Outcome {}

    record Failed(Link link) implements Outcome {}

    AdminPoll(Address admin) {
        this.admin = admin;
    }

    /// The connection in use; commands share it with polls.
    ClusterControl control() {
        synchronized (lock) {
            if (control == null) {
                var runtime =
                        new NettyRuntime("desktop", null, (what, fault) -> log.error("fault while {}", what, fault));
                control = new ClusterControl(runtime, admin);
                if (closed) {
                    control.close();
                }
            }
            return control;
        }
    }

    /// @param before what was answered last, or null
    Outcome ask(@Nullable ClusterView before) throws InterruptedException {
        var current = control();
        try {
            var state = answer(current.clusterState());
            var nodes = answer(current.nodes(null));
            int primary = orElse(current.primary(), NodeIds.NONE);
            LastIds ids = orElse(current.lastIds(), null);
            var table = table(current, ids, before);
            polls++;
            return new Answered(new ClusterView(state, primary, nodes, table, ids, report(current)));
        } catch (ControlException failure) {
            forget(current);
            return new Failed(
                    failure.reason() == ControlException.Reason.NOT_READY ? Link.NO_PRIMARY : Link.UNREACHABLE);
        } catch (TimeoutException late) {
            forget(current);
            return new Failed(Link.SILENT);
        }
    }

    private TableRows table(ClusterControl current, @Nullable LastIds ids, @Nullable ClusterView before)
            throws InterruptedException, TimeoutException {
        boolean isKnown =
                before != null && ids != null && before.table().ptid() == ids.ptid() && polls % POLLS_PER_TABLE != 0;
        return isKnown ? before.table() : orElse(current.partitions(0, 0), new TableRows(Ids.NO_INTEGER, 0, List.of()));
    }

    private @Nullable MonitorReport report(ClusterControl current) {
        if (asked != null && asked.isDone()) {
            report = asked.isCompletedExceptionally() ? report : asked.join();
            asked = null;
        }
        if (asked == null && polls % POLLS_PER_REPORT == 1) {
            asked = current.summary();
        }
        return report;
    }

    /// @throws ControlException when it fails
    private static <T> T answer(CompletableFuture<T> answer) throws InterruptedException, TimeoutException {
        try {
            return answer.get(DEADLINE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ControlException refused) {
                throw refused;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /// What the cluster cannot tell in its present state is left out; the loss of the admin is not.
    private static <T> T orElse(CompletableFuture<T> answer, T unknown) throws InterruptedException, TimeoutException {
        try {
            return answer(answer);
        } catch (ControlException refused) {
            return switch (refused.reason()) {
                case DENIED, INVALID -> unknown;
                case NOT_READY, NOT_CONNECTED -> throw refused;
            };
        }
    }

    private void forget(ClusterControl failed) {
        asked = null;
        polls = 0;
        synchronized (lock) {
            if (control == failed) {
                control = null;
            }
        }
        failed.close();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (control != null) {
                control.close();
            }
        }
    }
}
