package io.neoppod.gui.facade;

import io.neoppod.ctl.TableRows;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was seen of a cluster, and what was done to it from this app: versions of its table, changes of its state and
/// of its nodes, samples for charts, and every action with its answer. Kept in a file.
///
/// Any thread may call; a thread of its own writes and reads. When the file cannot be used, what is seen is kept for
/// this session only: watching a cluster never fails because of its journal.
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final ExecutorService worker;
    private @Nullable JournalFile file;
    private @Nullable ClusterSnapshot before;
    private volatile Consumer<Entry> listener = _ -> {};

    /// Something that happened.
    public sealed interface Entry permits Version, Event {
        Instant at();
    }

    /// A version of the partition table.
    ///
    /// @param isGap versions before it were not seen
    /// @param text  what changed; empty when that is not known
    public record Version(Instant at, int ptid, boolean isGap, TableDiff.Kind kind, String text) implements Entry {}

    /// A change of state or nodes, or an action.
    ///
    /// @param subject the cluster, a node, or who acted
    public record Event(Instant at, Kind kind, String subject, String text) implements Entry {}

    /// What an event is about.
    public enum Kind {
        STATE,
        NODE,
        PRIMARY,
        /// The subject is the rule; no text means that it is over.
        ALERT,
        ACTION
    }

    /// Numbers at a moment.
    ///
    /// @param behind  cells that are not up to date
    /// @param copies  fewest readable copies of a partition
    /// @param clients clients connected
    public record Sample(Instant at, int behind, int copies, int clients) {}

    /// @param path file; created with its folder when it does not exist
    public Journal(Path path) {
        worker = Executors.newSingleThreadExecutor(
                work -> Thread.ofPlatform().daemon().name("journal").unstarted(work));
        worker.execute(() -> open(path));
    }

    private void open(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = JournalFile.open(path);
        } catch (SQLException | IOException unusable) {
            LOG.warn("journal {} cannot be used: {}", path, unusable.getMessage());
            file = null;
        }
    }

    /// Who is told of each entry from now on, on the thread of the journal.
    public void onEntry(Consumer<Entry> newListener) {
        listener = newListener;
    }

    /// Takes note of what differs from the snapshot before.
    public void observe(ClusterSnapshot snapshot) {
        if (snapshot.isStale() || snapshot.view() == null || worker.isShutdown()) {
            return;
        }
        worker.execute(() -> guarded(() -> compare(snapshot)));
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (SQLException failure) {
            LOG.warn("journal: {}", failure.getMessage());
        }
    }

    private void compare(ClusterSnapshot snapshot) throws SQLException {
        var earlier = before;
        before = snapshot;
        var view = snapshot.view();
        var at = snapshot.at();
        noteTable(at, earlier == null ? null : earlier.view().table(), view.table());
        noteNumbers(at, view);
        if (earlier == null) {
            note(new Event(at, Kind.STATE, "", String.valueOf(view.state())));
            return;
        }
        var old = earlier.view();
        if (old.state() != view.state()) {
            note(new Event(at, Kind.STATE, "", String.valueOf(view.state())));
        }
        if (old.primary() != view.primary() && view.primary() != NodeIds.NONE) {
            note(new Event(at, Kind.PRIMARY, NodeIds.text(view.primary()), ""));
        }
        for (var node : view.nodes()) {
            var was = old.node(node.nid());
            if (node.type() != NodeType.CLIENT && (was == null || was.state() != node.state())) {
                note(new Event(
                        at, Kind.NODE, NodeIds.text(node.nid()), node.state().name()));
            }
        }
        for (var node : old.nodes()) {
            if (node.type() != NodeType.CLIENT && view.node(node.nid()) == null) {
                note(new Event(at, Kind.NODE, NodeIds.text(node.nid()), ""));
            }
        }
    }

    private void noteNumbers(Instant at, ClusterView view) throws SQLException {
        if (file == null) {
            return;
        }
        file.add(new Sample(
                at,
                view.count(CellState.OUT_OF_DATE) + view.count(CellState.CORRUPTED),
                view.fewestCopies(),
                view.nodes(NodeType.CLIENT).size()));
        if (view.ids() != null && view.ids().lastTid() != Ids.NONE) {
            file.noteTid(view.ids().lastTid());
        }
    }

    private void noteTable(Instant at, @Nullable TableRows known, TableRows table) throws SQLException {
        if (table.ptid() == Ids.NO_INTEGER || known != null && known.ptid() == table.ptid()) {
            return;
        }
        var last = known;
        if (last == null && file != null) {
            var newest = file.newestVersion();
            if (newest == table.ptid()) {
                return;
            }
            last = newest == Ids.NO_INTEGER ? null : file.table(newest);
        }
        var diff = last == null ? null : TableDiff.of(last.rows(), table.rows());
        var version = new Version(
                at,
                table.ptid(),
                last != null && table.ptid() != last.ptid() + 1,
                diff == null ? TableDiff.Kind.NONE : diff.kind(),
                diff == null ? "" : diff.text());
        if (file != null) {
            file.add(version, table);
        }
        listener.accept(version);
    }

    private void note(Event event) throws SQLException {
        if (file != null) {
            file.add(event);
        }
        listener.accept(event);
    }

    /// Takes note of an action of this app and of its answer.
    public void acted(String command, String answer) {
        if (!worker.isShutdown()) {
            var who = System.getProperty("user.name", "");
            worker.execute(() -> guarded(() -> note(
                    new Event(Instant.now(), Kind.ACTION, who, command + (answer.isEmpty() ? "" : ": " + answer)))));
        }
    }

    /// Takes note of what began to be wrong, or is no longer.
    ///
    /// @param subject what it is about; empty when it is over
    public void alerted(Instant at, AlertRule rule, String subject) {
        if (!worker.isShutdown()) {
            worker.execute(() -> guarded(() -> note(new Event(at, Kind.ALERT, rule.name(), subject))));
        }
    }

    private interface Question<T> {
        T ask(JournalFile file) throws SQLException;
    }

    private <T> CompletableFuture<T> ask(T without, Question<T> question) {
        if (worker.isShutdown()) {
            return CompletableFuture.completedFuture(without);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return file == null ? without : question.ask(file);
                    } catch (SQLException failure) {
                        LOG.warn("journal: {}", failure.getMessage());
                        return without;
                    }
                },
                worker);
    }

    /// The latest entries, oldest first.
    public CompletableFuture<List<Entry>> latest(int limit) {
        return ask(List.of(), known -> known.latest(limit));
    }

    /// A version of the table; null when it is not known.
    public CompletableFuture<@Nullable TableRows> table(int ptid) {
        return ask(null, known -> known.table(ptid));
    }

    /// The highest last transaction that was seen in any session so far, or [Ids#NONE].
    public CompletableFuture<Long> highestTid() {
        return ask(Ids.NONE, JournalFile::highestTid);
    }

    /// Numbers since a moment, oldest first.
    ///
    /// @param stepS seconds between two of them: 1, 10 or 60; they are kept for an hour, a day and 30 days
    public CompletableFuture<List<Sample>> samples(int stepS, Instant since) {
        return ask(List.of(), known -> known.samples(stepS, since));
    }

    /// Waits until what was noted is written.
    @Override
    public void close() {
        worker.execute(() -> {
            if (file != null) {
                guarded(file::close);
                file = null;
            }
        });
        worker.close();
    }
}
