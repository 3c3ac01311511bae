package io.neoppod.gui;

import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.view.Shell;
import io.neoppod.protocol.ClusterState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import org.jspecify.annotations.Nullable;

/// Opens all there is on the cluster that is shown, then ends.
final class SelfTest extends AnimationTimer {
    /// Between two steps, so that each is drawn.
    private static final int FRAMES = 10;

    private static final long PATIENCE_NS = 30_000_000_000L;

    private final Shell shell;
    private final Consumer<@Nullable String> onEnd;
    private final Queue<AppAction> steps = new ArrayDeque<>();
    private final long begun = System.nanoTime();
    private int frame;

    /// @param onEnd gets what did not work, or null
    SelfTest(Shell shell, Consumer<@Nullable String> onEnd) {
        this.shell = shell;
        this.onEnd = onEnd;
        steps.addAll(AppAction.screens());
        steps.addAll(List.of(
                AppAction.ALERTS,
                AppAction.TASKS,
                AppAction.COMMANDS,
                AppAction.PALETTE,
                AppAction.HELP,
                AppAction.PREFERENCES,
                AppAction.THEME,
                AppAction.START_PAGE));
    }

    @Override
    public void handle(long now) {
        if (System.nanoTime() - begun > PATIENCE_NS) {
            end("the cluster of the self-test did not run in time");
        } else if (isRunning() && ++frame % FRAMES == 0) {
            if (steps.isEmpty()) {
                end(null);
            } else {
                shell.perform(steps.remove());
            }
        }
    }

    private boolean isRunning() {
        return shell.clusters().stream().anyMatch(cluster -> {
            var view = cluster.snapshot().view();
            return view != null && view.state() == ClusterState.RUNNING;
        });
    }

    private void end(@Nullable String failure) {
        stop();
        onEnd.accept(failure);
    }
}
