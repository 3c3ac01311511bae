package io.neoppod.gui.model;

import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Copies.Inspection;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.gui.facade.RefusedException;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.migrate.CopyMonitor;
import io.neoppod.protocol.NodeType;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// A file into the cluster, or the cluster into a file: choose, see what there is, copy.
public final class CopyModel {
    /// Progress is told in such parts of the whole.
    private static final long PARTS = 10_000;

    private final Cluster cluster;
    private final ReadOnlyLock lock;
    private final Tasks tasks;
    private final Executor userInterface;
    private final StringProperty source = new SimpleStringProperty("");
    private final StringProperty target = new SimpleStringProperty("");
    private final StringProperty until = new SimpleStringProperty("");
    private final BooleanProperty tolerant = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper sourceError = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper targetError = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper inHindrance = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper outHindrance = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Inspection> inspection = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable TaskModel> task = new ReadOnlyObjectWrapper<>();
    private final ObservableList<Fact> facts = FXCollections.observableArrayList();
    private final ObservableList<Fact> factsShown = FXCollections.unmodifiableObservableList(facts);
    private final ObservableList<String> anomalies = FXCollections.observableArrayList();
    private final ObservableList<String> anomaliesShown = FXCollections.unmodifiableObservableList(anomalies);

    CopyModel(Cluster cluster, ReadOnlyLock lock, Services services) {
        this.cluster = cluster;
        this.lock = lock;
        this.tasks = services.tasks();
        this.userInterface = services.userInterface();
        source.subscribe(this::forget);
    }

    void apply(ClusterSnapshot snapshot) {
        inHindrance.set(text(lock.over(GuardRails.copyIn(snapshot))));
        outHindrance.set(text(GuardRails.copyOut(snapshot)));
        var view = snapshot.view();
        long others = view == null ? 0 : view.nodes(NodeType.CLIENT).size() - own(snapshot);
        warning.set(others > 0 ? Texts.of("copy.clients", others) : "");
    }

    /// Clients of this app: the one that looks at data, and the one that copies.
    private int own(ClusterSnapshot snapshot) {
        boolean copies = task.get() != null && !task.get().stateProperty().get().isEnded();
        return snapshot.ownClients() + (copies ? 1 : 0);
    }

    private static String text(@Nullable Refusal refusal) {
        return refusal == null ? "" : Texts.of(refusal.reason(), refusal.detail());
    }

    private void forget() {
        inspection.set(null);
        facts.clear();
        anomalies.clear();
        sourceError.set("");
    }

    /// Looks through the file that was chosen.
    public void inspect() {
        forget();
        var file = path(source, sourceError);
        if (file == null) {
            return;
        }
        follow(tasks.start(Texts.of("copy.inspecting", file.getFileName()), Tasks.Control.CANCEL, progress -> {
            progress.expect(PARTS, Texts.of("copy.parts"));
            var found =
                    said(() -> cluster.copies().inspect(file, fraction -> progress.done(Math.round(fraction * PARTS))));
            userInterface.execute(() -> show(found));
            return Texts.of("copy.inspected", Formats.count(found.transactions()));
        }));
    }

    private @Nullable Path path(StringProperty field, ReadOnlyStringWrapper error) {
        error.set("");
        try {
            if (!field.get().isBlank()) {
                return UserPaths.parse(field.get().strip());
            }
            error.set(Texts.of("copy.no-file"));
        } catch (ConfigException wrong) {
            error.set(wrong.getMessage());
        }
        return null;
    }

    private void follow(TaskModel started) {
        task.set(started);
        started.stateProperty().subscribe(state -> {
            if (state == TaskState.FAILED) {
                sourceError.set(started.resultProperty().get());
            }
        });
    }

    private void show(Inspection found) {
        inspection.set(found);
        boolean isEmpty = found.transactions() == 0;
        facts.setAll(
                Fact.of(Texts.of("copy.size"), Formats.size(found.bytes())),
                Fact.of(Texts.of("copy.transactions"), Formats.count(found.transactions())),
                Fact.of(Texts.of("copy.distinct"), Formats.count(found.objects())),
                Fact.of(Texts.of("copy.records"), Formats.count(found.records())),
                Fact.of(Texts.of("copy.last"), isEmpty ? Formats.UNKNOWN : Formats.exactTime(found.lastTid())),
                new Fact(
                        Texts.of("copy.damage"),
                        found.anomalyCount() == 0
                                ? Texts.of("copy.no-damage")
                                : Texts.of("copy.anomalies", found.anomalyCount(), found.isDamaged() ? 1 : 0),
                        found.isDamaged() ? Severity.PROBLEM : Severity.OK));
        anomalies.setAll(found.anomalies().stream().map(Object::toString).toList());
    }

    /// Copies the file that was looked through. Its progress is a task.
    public void copyIn() {
        var file = path(source, sourceError);
        if (file == null || !inHindrance.get().isEmpty()) {
            return;
        }
        boolean isTolerant = tolerant.get();
        var title =
                Texts.of("copy.in-title", file.getFileName(), cluster.source().name());
        follow(tasks.start(title, Tasks.Control.PAUSE_AND_CANCEL, progress -> {
            var monitor = new Monitor(progress);
            said(() -> {
                cluster.copies().copyIn(file, isTolerant, monitor);
                return monitor;
            });
            return monitor.result();
        }));
    }

    /// Copies the cluster into the file that was chosen. Its progress is a task.
    public void copyOut() {
        var file = path(target, targetError);
        if (file == null || !outHindrance.get().isEmpty()) {
            return;
        }
        long last;
        try {
            last = until.get().isBlank() ? DataSession.NONE : IdText.tid(until.get());
        } catch (IllegalArgumentException wrong) {
            targetError.set(wrong.getMessage());
            return;
        }
        var title = Texts.of("copy.out-title", cluster.source().name(), file.getFileName());
        var started = tasks.start(title, Tasks.Control.PAUSE_AND_CANCEL, progress -> {
            var monitor = new Monitor(progress);
            said(() -> {
                cluster.copies().copyOut(file, last, monitor);
                return monitor;
            });
            return monitor.result();
        });
        task.set(started);
        started.stateProperty().subscribe(state -> {
            if (state == TaskState.FAILED) {
                targetError.set(started.resultProperty().get());
            }
        });
    }

    private interface Step<T> {
        T run();
    }

    /// A refusal in the words of the user interface.
    private static <T> T said(Step<T> step) {
        try {
            return step.run();
        } catch (RefusedException refused) {
            throw new IllegalStateException(Failures.text(refused));
        }
    }

    /// Tells the task how the copy goes, in objects; how many there are is guessed from how much is done.
    private static final class Monitor implements CopyMonitor {
        private static final double STEP = 0.002;

        private final Progress progress;
        private double told;
        private long objects;
        private long transactions;
        private long bytes;

        Monitor(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void advance(int count, long size, double fraction) {
            objects += count;
            transactions++;
            bytes += size;
            if (fraction - told >= STEP) {
                told = fraction;
                progress.expect(Math.max(objects, Math.round(objects / fraction)), Texts.of("copy.objects"));
            }
            progress.done(objects);
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        String result() {
            return Texts.of("copy.done", Formats.count(transactions), Formats.count(objects), Formats.size(bytes));
        }
    }

    public StringProperty sourceProperty() {
        return source;
    }

    public StringProperty targetProperty() {
        return target;
    }

    /// The last transaction that is copied out; empty for all.
    public StringProperty untilProperty() {
        return until;
    }

    /// Whether to copy what can be read of a damaged file.
    public BooleanProperty tolerantProperty() {
        return tolerant;
    }

    public ReadOnlyStringProperty sourceErrorProperty() {
        return sourceError.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty targetErrorProperty() {
        return targetError.getReadOnlyProperty();
    }

    /// Why nothing can be copied in now; empty when it can.
    public ReadOnlyStringProperty inHindranceProperty() {
        return inHindrance.getReadOnlyProperty();
    }

    /// Why nothing can be copied out now; empty when it can.
    public ReadOnlyStringProperty outHindranceProperty() {
        return outHindrance.getReadOnlyProperty();
    }

    /// Others who may commit during a copy; empty for nobody.
    public ReadOnlyStringProperty warningProperty() {
        return warning.getReadOnlyProperty();
    }

    /// What is known of the file, or null before it was looked through.
    public ReadOnlyObjectProperty<@Nullable Inspection> inspectionProperty() {
        return inspection.getReadOnlyProperty();
    }

    /// The last thing that was started here, or null.
    public ReadOnlyObjectProperty<@Nullable TaskModel> taskProperty() {
        return task.getReadOnlyProperty();
    }

    public ObservableList<Fact> facts() {
        return factsShown;
    }

    /// What a healthy writer does not leave in a file.
    public ObservableList<String> anomalies() {
        return anomaliesShown;
    }
}
