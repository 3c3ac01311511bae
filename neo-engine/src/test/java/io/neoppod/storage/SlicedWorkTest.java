package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.runtime.NodeRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.storage.database.MemoryDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/// Who waits for how many slices of long work.
class SlicedWorkTest {
    private static final int SLICES = 25;

    private final MemoryDatabase database = MemoryDatabase.create();
    private final List<String> events = new ArrayList<>();

    private final class Node implements AutoCloseable {
        final Host host;
        final SlicedWork work;

        Node(NodeRuntime runtime) {
            var store = new Store(runtime, database, failure -> events.add("failure " + failure));
            host = new Host(runtime, null, runtime.log(), null, store);
            work = new SlicedWork(host);
        }

        /// A task of some slices, which tells what it did and how many commits there were before.
        void work(IntConsumer during) {
            var done = new int[1];
            work.add(
                    session -> {
                        done[0]++;
                        session.setName("slice " + done[0]);
                        note("slice " + done[0]);
                        during.accept(done[0]);
                        return done[0] < SLICES;
                    },
                    () -> true,
                    completed -> events.add("end"));
        }

        void write(String name) {
            host.store.visible(
                    session -> {
                        session.setName(name);
                        note(name);
                        return name;
                    },
                    result -> {});
        }

        private void note(String what) {
            events.add(what + " after " + database.counters().commits());
        }

        @Override
        public void close() {
            host.store.close();
        }
    }

    private void run(Consumer<Node> step) {
        var sim = new Simulation(1);
        sim.node("S1", runtime -> {
                    var node = new Node(runtime);
                    runtime.loop().execute(() -> step.accept(node));
                    return node;
                })
                .start();
        sim.run(Duration.ofSeconds(10));
    }

    @Test
    void slicesAreCommittedTogetherWhileNobodyWaits() {
        run(node -> node.work(slice -> {}));
        assertThat(events)
                .hasSize(SLICES + 1)
                .contains("slice 10 after 0", "slice 11 after 1", "slice 20 after 1", "slice 21 after 2")
                .endsWith("slice 25 after 2", "end");
    }

    @Test
    void whoComesDuringASliceWaitsForItAlone() {
        run(node -> node.work(slice -> {
            if (slice == 3) {
                node.write("commit");
            }
        }));
        assertThat(events)
                .containsSubsequence("slice 3 after 0", "commit after 1", "slice 4 after 2", "slice 25 after 5", "end");
    }

    @Test
    void whoCameBeforeWaitsForOneSliceAtMost() {
        run(node -> {
            node.write("commit");
            node.work(slice -> {});
        });
        assertThat(events).startsWith("commit after 0", "slice 1 after 0", "slice 2 after 1");
    }
}
