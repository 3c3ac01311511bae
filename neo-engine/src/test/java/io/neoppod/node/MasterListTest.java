package io.neoppod.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.NodeLog;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.SimRuntime;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class MasterListTest {
    private static final Address A = new Address("127.0.0.1", 10000);
    private static final Address B = new Address("127.0.0.1", 10001);
    private static final Address C = new Address("::1", 10002);

    @TempDir
    private Path folder;

    @SimulationTest(seeds = 1)
    void anAbsentFileIsCreatedWithTheConfiguredMasters(Simulation sim) throws IOException {
        start(sim, List.of(A));
        assertThat(file()).hasContent("[[\"127.0.0.1\", 10000]]");
    }

    @SimulationTest(seeds = 1)
    void mastersOfTheFileAreKnownBeforeThoseConfigured(Simulation sim) throws IOException {
        Files.writeString(file(), "[[\"127.0.0.1\", 10001]]");
        assertThat(start(sim, List.of(A)).ask(Node::addresses)).containsExactly(B, A);
    }

    @SimulationTest(seeds = 1)
    void theFileFollowsThePrimaryAndConfiguredMastersStayInMemory(Simulation sim) throws IOException {
        Files.writeString(file(), "[[\"127.0.0.1\", 10001]]");
        var node = start(sim, List.of(A));
        node.call(n -> n.masters.follow(List.of(C)));
        sim.until("it is written", () -> read().equals("[[\"::1\", 10002]]"));
        assertThat(node.ask(Node::addresses)).containsExactly(C, A);
        node.call(n -> n.masters.learn(List.of(B)));
        sim.until("it is written", () -> read().equals("[[\"::1\", 10002], [\"127.0.0.1\", 10001]]"));
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith("#neo#"));
    }

    @SimulationTest(seeds = 1)
    void aFileThatIsNotAListIsRefusedAndKept(Simulation sim) throws IOException {
        Files.writeString(file(), "masters: none");
        assertThatThrownBy(() -> start(sim, List.of(A)))
                .rootCause()
                .hasMessage("not a list of [\"host\", port] pairs: masters: none");
        assertThat(file()).hasContent("masters: none");
    }

    @SimulationTest(seeds = 1)
    void aFolderThatIsNotThereIsRefused(Simulation sim) {
        assertThatThrownBy(() -> sim.node("N", runtime -> new Node(runtime, List.of(A), folder.resolve("none/masters")))
                        .start())
                .hasStackTraceContaining("cannot use the master list file");
    }

    private SimNode<Node> start(Simulation sim, List<Address> configured) {
        return sim.node("N", runtime -> new Node(runtime, configured, file())).start();
    }

    private Path file() {
        return folder.resolve("masters");
    }

    private String read() {
        try {
            return Files.readString(file());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// A node that only has a list.
    private static final class Node implements AutoCloseable {
        private final MasterList masters;

        Node(SimRuntime runtime, List<Address> configured, Path file) {
            masters = new MasterList(configured, file);
            try {
                masters.load(runtime, NodeLog.of("test"));
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }

        List<Address> addresses() {
            return masters.addresses();
        }

        @Override
        public void close() {}
    }
}
