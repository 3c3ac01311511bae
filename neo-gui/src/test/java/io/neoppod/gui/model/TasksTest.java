package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The task centre, without toolkit. Its user interface is a queue that the test empties.
class TasksTest {
    private final ArrayDeque<Runnable> frame = new ArrayDeque<>();
    private long now;
    private final Tasks tasks = new Tasks(frame::add, Runnable::run, () -> now);

    private void show() {
        while (!frame.isEmpty()) {
            frame.remove().run();
        }
    }

    private void sleep(double seconds) {
        now += (long) (seconds * 1e9);
    }

    @Test
    void progressRateAndTimeLeftAreTold() {
        var details = new ArrayDeque<String>();
        var task = tasks.start("Copy", Tasks.Control.CANCEL, progress -> {
            progress.expect(1_000, "objects");
            for (int i = 1; i <= 5; i++) {
                sleep(1);
                progress.done(i * 100);
                show();
                details.add(tasks.all().getFirst().detailProperty().get());
            }
            return "Copied.";
        });

        assertThat(details)
                .containsExactly(
                        "100 of 1,000 objects",
                        "200 of 1,000 objects · 100/s",
                        "300 of 1,000 objects · 100/s · 7 s left",
                        "400 of 1,000 objects · 100/s · 6 s left",
                        "500 of 1,000 objects · 100/s · 5 s left");
        assertThat(task.fractionProperty().get()).isEqualTo(0.5);
        show();
        assertThat(task.stateProperty().get()).isEqualTo(TaskState.DONE);
        assertThat(task.resultProperty().get()).isEqualTo("Copied.");
        assertThat(tasks.runningProperty().get()).isZero();
    }

    @Test
    void aFailureIsKeptInItsOwnWords() {
        var task = tasks.start("Copy", Tasks.Control.CANCEL, _ -> {
            throw new IOException("the disk is full");
        });
        show();

        assertThat(task.stateProperty().get()).isEqualTo(TaskState.FAILED);
        assertThat(task.resultProperty().get()).isEqualTo("the disk is full");
        assertThat(tasks.all()).containsExactly(task);
    }

    @Test
    void manyReportsBetweenTwoFramesAreOne() {
        tasks.start("Count", Tasks.Control.CANCEL, progress -> {
            for (int i = 0; i < 1_000; i++) {
                sleep(0.2);
                progress.done(i);
            }
            return "Counted.";
        });

        assertThat(frame).as("a report and the end").hasSize(2);
    }

    @Test
    void aTaskWaitsWhilePausedAndEndsWhenCancelled() throws Exception {
        var real = new Tasks(Runnable::run);
        var steps = new ArrayDeque<String>();
        var passed = new CompletableFuture<Void>();
        var ended = new CompletableFuture<TaskState>();
        var mayBegin = new CompletableFuture<Void>();
        var task = real.start("Work", Tasks.Control.PAUSE_AND_CANCEL, progress -> {
            mayBegin.get();
            progress.checkpoint();
            steps.add("after the pause");
            passed.complete(null);
            while (true) {
                progress.checkpoint();
            }
        });
        task.stateProperty().subscribe(state -> {
            if (state.isEnded()) {
                ended.complete(state);
            }
        });
        task.pause();
        assertThat(task.stateProperty().get()).isEqualTo(TaskState.PAUSED);
        mayBegin.complete(null);
        assertThat(steps).isEmpty();
        task.resume();
        passed.get(10, TimeUnit.SECONDS);
        task.cancel();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(TaskState.CANCELLED);
        assertThat(task.resultProperty().get()).isEqualTo("Its user ended it.");
    }

    @Test
    void whatCannotWaitIsNotPaused() {
        var states = new ArrayDeque<TaskState>();
        var task = new Tasks(frame::add, _ -> {}, () -> now).start("Work", Tasks.Control.CANCEL, _ -> "");
        task.pause();
        states.add(task.stateProperty().get());

        assertThat(states).containsExactly(TaskState.RUNNING);
        assertThat(task.canPause()).isFalse();
    }

    @Test
    void onlyTheLastEndedTasksAreKept() {
        for (int i = 0; i < 60; i++) {
            tasks.start("Task " + i, Tasks.Control.CANCEL, _ -> "");
            show();
        }

        assertThat(tasks.all()).hasSize(50).extracting(TaskModel::title).startsWith("Task 59", "Task 58");
        tasks.forgetEnded();
        assertThat(tasks.all()).isEmpty();
    }
}
