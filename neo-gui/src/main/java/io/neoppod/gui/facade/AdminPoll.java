package io.neoppod.gui.facade;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.ControlException;
import io.neoppod.ctl.LastIds;
import io.neoppod.ctl.MonitorReport;
import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.netty.TlsException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks an admin node for all that is shown of its cluster, over a connection that is made anew after each failure.
///
/// State and nodes, which the admin knows itself, at each poll; identifiers, which the master knows, at every second
/// one; the primary when one of those changed; the table, which may be long, when its version changed and now and then
/// to be sure; the summary, which may take a minute to come, at every fifth. A busy master delays nothing but what it
/// is asked. Confined to the thread that polls.
final class AdminPoll implements AutoCloseable {
    private static final long DEADLINE_MS = 5_000;
    private static final long MASTER_MS = 1_000;
    private static final int POLLS_PER_REPORT = 5;
    private static final int POLLS_PER_IDS = 2;
    private static final int POLLS_PER_TABLE = 60;

    private final AdminDoor door;
    private @Nullable ClusterControl control;
    private @Nullable Duration roundTrip;
    private int polls;
    private Late<LastIds> ids = new Late<>();
    private Late<MonitorReport> report = new Late<>();

    sealed interface Outcome permits Answered, Failed {}

    record Answered(ClusterView view) implements Outcome {}

    /// @param detail what the cluster, the system or our files say; may be empty
    record Failed(Link link, String detail) implements Outcome {}

    AdminPoll(AdminDoor door) {
        this.door = door;
    }

    /// The next poll asks for everything.
    void askAll() {
        polls = 0;
    }

    /// How the connection was at the last poll.
    Contact contact() {
        return new Contact(roundTrip, door.certificatesEnd());
    }

    /// @param before what was answered last, or null
    Outcome ask(@Nullable ClusterView before) throws InterruptedException {
        try {
            if (control == null) {
                control = door.open();
            }
            return new Answered(ask(control, before));
        } catch (TlsException unusable) {
            return new Failed(Link.TLS_FILES, unusable.getMessage());
        } catch (ControlException failure) {
            close();
            return failure.reason() == ControlException.Reason.NOT_READY
                    ? new Failed(Link.NO_PRIMARY, failure.getMessage())
                    : Diagnosis.of(door.source(), failure.getMessage());
        } catch (TimeoutException late) {
            close();
            return Diagnosis.ofSilence(door.source());
        }
    }

    private ClusterView ask(ClusterControl current, @Nullable ClusterView before)
            throws InterruptedException, TimeoutException {
        long asked = System.nanoTime();
        var state = answer(current.clusterState(), DEADLINE_MS);
        roundTrip = Duration.ofNanos(System.nanoTime() - asked);
        var nodes = answer(current.nodes(null), DEADLINE_MS);
        boolean isSame = before != null && before.state() == state && before.isOf(nodes);
        int primary = isSame && polls > 0 ? before.primary() : orElse(current.primary(), NodeIds.NONE);
        var last = polls % POLLS_PER_IDS == 0 || !isSame ? ids.ask(current::lastIds, MASTER_MS) : ids.latest();
        var table = table(current, state, last, before);
        // The first summary is awaited by nobody: it comes with a later poll.
        var summary = polls % POLLS_PER_REPORT == 1 ? report.ask(current::summary, 0) : report.ask(null, 0);
        polls++;
        return new ClusterView(state, primary, nodes, table, last, summary);
    }

    private TableRows table(
            ClusterControl current, @Nullable ClusterState state, @Nullable LastIds last, @Nullable ClusterView before)
            throws InterruptedException, TimeoutException {
        boolean isKnown = before != null
                && before.state() == state
                && last != null
                && before.table().ptid() == last.ptid()
                && polls % POLLS_PER_TABLE != 0;
        return isKnown ? before.table() : orElse(current.partitions(0, 0), new TableRows(Ids.NO_INTEGER, 0, List.of()));
    }

    /// An answer that may come late: meanwhile the last one is kept, and the question is not repeated.
    private static final class Late<T> {
        private @Nullable CompletableFuture<T> asked;
        private @Nullable T latest;

        @Nullable
        T latest() {
            return latest;
        }

        /// @param question null to only look whether the last one was answered
        @Nullable
        T ask(@Nullable Supplier<CompletableFuture<T>> question, long milliseconds) throws InterruptedException {
            if (asked == null && question != null) {
                asked = question.get();
            }
            if (asked != null) {
                try {
                    latest = orElse(asked, null, milliseconds);
                    asked = null;
                } catch (TimeoutException busy) {
                    // Perhaps the next time.
                }
            }
            return latest;
        }
    }

    private static <T> T orElse(CompletableFuture<T> answer, T unknown) throws InterruptedException, TimeoutException {
        return orElse(answer, unknown, DEADLINE_MS);
    }

    /// What the cluster cannot tell in its present state is left out; the loss of the admin is not.
    private static <T> T orElse(CompletableFuture<T> answer, T unknown, long milliseconds)
            throws InterruptedException, TimeoutException {
        try {
            return answer(answer, milliseconds);
        } catch (ControlException refused) {
            return switch (refused.reason()) {
                case DENIED, INVALID -> unknown;
                case NOT_READY, NOT_CONNECTED -> throw refused;
            };
        }
    }

    /// @throws ControlException when it fails
    private static <T> T answer(CompletableFuture<T> answer, long milliseconds)
            throws InterruptedException, TimeoutException {
        try {
            return answer.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ControlException refused) {
                throw refused;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /// Hangs up; the next poll connects again.
    @Override
    public void close() {
        polls = 0;
        ids = new Late<>();
        report = new Late<>();
        if (control != null) {
            control.close();
            control = null;
        }
    }
}
