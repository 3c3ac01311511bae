package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.storage.database.MemoryDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// When a pack takes a second core.
class PackAheadTest {
    private final List<String> events = new ArrayList<>();

    private final class Node implements AutoCloseable {
        final Host host;
        final PackAhead ahead;

        Node(NodeRuntime runtime) {
            var store = new Store(runtime, MemoryDatabase.create(), failure -> events.add("failure " + failure));
            host = new Host(runtime, null, runtime.log(), null, store);
            ahead = new PackAhead(host, 0, Ids.MAX_TID);
        }

        void readAhead() {
            ahead.read();
            events.add("scans " + host.store.pending().scans());
        }

        void clientReads() {
            host.store.read(session -> true, done -> {}, () -> {});
        }

        @Override
        public void close() {
            host.store.close();
        }
    }

    private List<String> run(Consumer<Node> step) {
        var sim = new Simulation(1);
        sim.node("S1", runtime -> {
                    var node = new Node(runtime);
                    runtime.loop().execute(() -> step.accept(node));
                    return node;
                })
                .start();
        sim.run(Duration.ofSeconds(10));
        return events;
    }

    @Test
    void whileNobodyReads() {
        assertThat(run(Node::readAhead)).containsExactly("scans 1");
    }

    @Test
    void notWhileClientsRead() {
        assertThat(run(node -> {
                    node.clientReads();
                    node.readAhead();
                    node.readAhead();
                }))
                .containsExactly("scans 0", "scans 1");
    }
}
