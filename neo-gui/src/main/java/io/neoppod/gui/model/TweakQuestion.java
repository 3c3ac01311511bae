package io.neoppod.gui.model;

import io.neoppod.ctl.TweakResult;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Preview;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// Which storages a tweak leaves out, and what it would do: the master is asked for a dry run at each choice, and once
/// more at the click. When that one answers otherwise, its result is shown instead of being done.
public final class TweakQuestion implements Question {
    private final Cluster cluster;
    private final Executor userInterface;
    private final Done onDone;
    private final @Nullable String typed;
    private final List<Choice> choices;
    private final ReadOnlyObjectWrapper<@Nullable TableChange> change = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private @Nullable TweakResult tried;
    private @Nullable Preview preview;
    private int asked;

    /// A storage that gets cells or not.
    ///
    /// @param isForced it must be left out, because it does not run
    public record Choice(int nid, String name, NodeState state, boolean isForced, BooleanProperty excluded) {}

    /// Told once the tweak is done.
    interface Done {
        /// @param cells how many are to be copied
        /// @param ptid  version of the table before
        void tweaked(int cells, int ptid);
    }

    /// @param typed what must be typed first, or null
    TweakQuestion(Cluster cluster, Executor userInterface, @Nullable String typed, Done onDone) {
        this.typed = typed;
        this.cluster = cluster;
        this.userInterface = userInterface;
        this.onDone = onDone;
        this.choices = cluster.snapshot().view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() != NodeState.PENDING)
                .map(node -> {
                    boolean isForced = node.state() != NodeState.RUNNING;
                    return new Choice(
                            node.nid(),
                            NodeIds.text(node.nid()),
                            node.state(),
                            isForced,
                            new SimpleBooleanProperty(isForced));
                })
                .toList();
        choices.forEach(choice -> choice.excluded().addListener((_, _, _) -> rehearse("")));
        rehearse("");
    }

    private int[] excluded() {
        return choices.stream()
                .filter(choice -> choice.excluded().get())
                .mapToInt(Choice::nid)
                .toArray();
    }

    private void rehearse(String why) {
        var names = choices.stream()
                .filter(choice -> choice.excluded().get())
                .map(choice -> " " + choice.name())
                .collect(Collectors.joining());
        command.set(cluster.source().commandLine("tweak" + names));
        ready.set(false);
        tried = null;
        var refusal = GuardRails.tweak(cluster.snapshot(), excluded());
        if (refusal != null) {
            asked++;
            busy.set(false);
            change.set(null);
            note.set(Texts.of(refusal.reason(), refusal.detail()));
            return;
        }
        if (busy.get()) {
            // One at a time: what is chosen meanwhile is tried when that answer is here.
            return;
        }
        busy.set(true);
        note.set(Texts.of("tweak.computing"));
        int turn = ++asked;
        var chosen = excluded();
        cluster.tryTweak(chosen)
                .whenComplete((result, failure) -> userInterface.execute(() -> {
                    if (turn != asked) {
                        return;
                    }
                    busy.set(false);
                    if (!Arrays.equals(chosen, excluded())) {
                        rehearse(why);
                    } else if (failure != null) {
                        note.set(Failures.text(failure));
                    } else {
                        show(result, why);
                    }
                }));
    }

    private void show(TweakResult result, String why) {
        tried = result;
        preview = Preview.tweak(cluster.snapshot().view(), result.rows());
        change.set(TableChange.of(preview));
        note.set(result.changed() ? why : Texts.of("tweak.nothing"));
        ready.set(result.changed());
    }

    /// Does it, if a last dry run still answers the same.
    public void confirm() {
        var expected = tried;
        if (expected == null || busy.get()) {
            return;
        }
        busy.set(true);
        ready.set(false);
        note.set(Texts.of("tweak.computing"));
        var chosen = excluded();
        int turn = ++asked;
        cluster.tryTweak(chosen)
                .thenCompose(again -> again.rows().equals(expected.rows())
                        ? cluster.tweak(chosen).thenApply(_ -> true)
                        : CompletableFuture.completedFuture(false))
                .whenComplete((done, failure) -> userInterface.execute(() -> {
                    if (turn == asked) {
                        finish(done != null && done, failure);
                    }
                }));
    }

    private void finish(boolean done, @Nullable Throwable failure) {
        busy.set(false);
        if (failure != null) {
            note.set(Failures.text(failure));
        } else if (done) {
            onDone.tweaked(preview.toCopy(), preview.before().table().ptid());
        } else {
            rehearse(Texts.of("confirm.changed"));
        }
    }

    @Override
    public String title() {
        return Texts.of(AppAction.TWEAK);
    }

    /// What must be typed first, or null.
    public @Nullable String typed() {
        return typed;
    }

    public List<Choice> choices() {
        return choices;
    }

    /// Before and after; null while it is not known.
    public ReadOnlyObjectProperty<@Nullable TableChange> changeProperty() {
        return change.getReadOnlyProperty();
    }

    /// What there is to say besides, or why there is no answer; empty for nothing.
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty commandProperty() {
        return command.getReadOnlyProperty();
    }

    /// Whether the master is computing.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Whether the preview is there, and there is something to do.
    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }
}
