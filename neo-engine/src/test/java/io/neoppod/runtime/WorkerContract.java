package io.neoppod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What [Loop] and [Worker] promise, run on each implementation.
public abstract class WorkerContract {
    private Harness harness;
    private NodeRuntime node;
    private final List<String> done = new ArrayList<>();

    protected abstract Harness newHarness();

    @BeforeEach
    void startNode() {
        harness = newHarness();
        node = harness.node("node");
    }

    @AfterEach
    void stopNode() {
        harness.close();
    }

    @Test
    void runsTasksInOrderAndNeverInsideTheCall() {
        harness.on(node, () -> {
            for (int i = 0; i < 3; i++) {
                int task = i;
                node.loop().execute(() -> note("task " + task));
            }
            note("call");
        });

        harness.await("all tasks", () -> done.size() == 4);
        assertThat(done).containsExactly("call", "task 0", "task 1", "task 2");
    }

    @Test
    void runsTimersInTheOrderOfTheirTimesUnlessCancelled() {
        harness.on(node, () -> {
            node.loop().schedule(30_000_000, () -> note("last"));
            node.loop().schedule(20_000_000, () -> note("never")).cancel();
            node.loop().schedule(1_000_000, () -> note("first"));
        });

        harness.await("the last timer", () -> done.contains("last"));
        assertThat(done).containsExactly("first", "last");
    }

    @Test
    void knowsItsOwner() {
        var inside = new ArrayList<Boolean>();
        harness.on(node, () -> inside.add(node.loop().isOwner()));

        assertThat(inside).containsExactly(true);
        assertThat(node.loop().isOwner()).isFalse();
    }

    @Test
    void completesJobsInOrderOnTheLoop() {
        var worker = node.worker("writer");
        harness.on(node, () -> {
            for (int i = 0; i < 5; i++) {
                int job = i;
                worker.run(() -> "job " + job, (result, failure) -> {
                    assertThat(node.loop().isOwner()).isTrue();
                    note(result + " " + failure);
                });
            }
            assertThat(worker.pending()).isEqualTo(5);
        });

        harness.await("all jobs", () -> done.size() == 5);
        assertThat(done).containsExactly("job 0 null", "job 1 null", "job 2 null", "job 3 null", "job 4 null");
        harness.on(node, () -> assertThat(worker.pending()).isZero());
    }

    @Test
    void handsOverTheFailureOfAJob() {
        var worker = node.worker("writer");
        harness.on(
                node,
                () -> worker.run(
                        () -> {
                            throw new IOException("disk full");
                        },
                        (result, failure) -> note(result + " " + failure.getMessage())));

        harness.await("the failure", () -> !done.isEmpty());
        assertThat(done).containsExactly("null disk full");
    }

    @Test
    void completesNothingOnceClosed() {
        var worker = node.worker("writer");
        harness.on(node, () -> {
            worker.run(() -> "a", (result, failure) -> note("completed"));
            worker.run(() -> "b", (result, failure) -> note("completed"));
            worker.close();
            worker.run(() -> "c", (result, failure) -> note("completed"));
            node.loop().schedule(5_000_000, () -> note("later"));
        });

        harness.await("some time", () -> done.contains("later"));
        assertThat(done).containsExactly("later");
    }

    @Test
    void drawsDifferentNumbersForEachPurpose() {
        var one = node.random("one").nextLong();
        var other = node.random("other").nextLong();

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void mayBeClosedOnItsOwnLoop() {
        harness.on(node, () -> {
            node.loop().execute(() -> note("never"));
            node.close();
            note("closed");
        });

        node.close();
        assertThat(done).containsExactly("closed");
    }

    private void note(String what) {
        synchronized (harness.changes()) {
            done.add(what);
            harness.changes().notifyAll();
        }
    }
}
