package io.neoppod.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.sim.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What a node's connection says about the node.
class NodeConnectionSimulationTest {
    private final Simulation sim = new Simulation(1);
    private final NodeRuntime near = runtime("near");
    private final Network network = network(near);
    private final Node peer = new NodeRegistry().create(NodeType.STORAGE, 1, null, NodeState.RUNNING);

    @Test
    void anIdentifiedNodeIsOneWhoseConnectionCanBeUsed() {
        var connection = connection();
        peer.attach(connection);
        assertThat(peer.isConnected()).isTrue();
        assertThat(peer.isIdentified()).isFalse();

        peer.identify(connection);
        assertThat(peer.isIdentified()).isTrue();

        on(near, connection::abort);
        assertThat(peer.isIdentified()).isFalse();
        assertThat(peer.connection()).isSameAs(connection);
    }

    @Test
    void theEndOfAReplacedConnectionDoesNotMatter() {
        var old = connection();
        var current = connection();
        peer.identify(old);
        peer.identify(current);

        peer.detach(old);
        assertThat(peer.isIdentified()).isTrue();
        peer.detach(current);
        assertThat(peer.isConnected()).isFalse();
        assertThat(peer.connection()).isNull();
    }

    /// An established connection to another node.
    private Connection connection() {
        var far = runtime("far" + sim.nowNs());
        var result = new AtomicReference<Connection>();
        on(far, () -> {
            var address = listen(network(far));
            near.loop().execute(() -> result.set(network.connect(address, new HandlerTable("near"))));
        });
        sim.until("established", () -> result.get() != null && result.get().isOpen());
        return result.get();
    }

    private static Address listen(Network network) {
        try {
            return network.listen(new Address("127.0.0.1", 0), () -> new HandlerTable("far"))
                    .address();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void on(NodeRuntime runtime, Runnable task) {
        var done = new AtomicBoolean();
        runtime.loop().execute(() -> {
            task.run();
            done.set(true);
        });
        sim.until("task done", done::get);
    }

    private NodeRuntime runtime(String name) {
        return sim.node(name, runtime -> () -> {}).start().runtime();
    }

    private static Network network(NodeRuntime runtime) {
        return new Network(runtime, NodeLog.of("test"));
    }
}
