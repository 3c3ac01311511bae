package io.neoppod.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.cluster.NodeRegistry.Recognition;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {
    private static final int M1 = NodeIds.of(NodeType.MASTER, 1);
    private static final int M2 = NodeIds.of(NodeType.MASTER, 2);
    private static final int C1 = NodeIds.of(NodeType.CLIENT, 1);
    private static final int C2 = NodeIds.of(NodeType.CLIENT, 2);
    private static final int A1 = NodeIds.of(NodeType.ADMIN, 1);

    private final NodeRegistry nodes = new NodeRegistry();

    @Test
    void findsNodesByIdAndAddressAsTheyChange() {
        var storage = nodes.create(NodeType.STORAGE, 1, at(1), NodeState.DOWN);
        nodes.setNid(storage, 2);
        nodes.setAddress(storage, at(2));

        assertThat(nodes.byNid(2)).isSameAs(storage).isSameAs(nodes.byAddress(at(2)));
        assertThat(nodes.byNid(1)).isNull();
        assertThat(nodes.byAddress(at(1))).isNull();
        assertThat(nodes.byAddress(null)).isNull();
    }

    @Test
    void anIdOrAnAddressBelongsToOneNode() {
        nodes.create(NodeType.STORAGE, 1, at(1), NodeState.DOWN);
        var other = nodes.create(NodeType.STORAGE, 2, at(2), NodeState.DOWN);

        assertThatThrownBy(() -> nodes.setNid(other, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nodes.setAddress(other, at(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nodes.create(NodeType.STORAGE, 1, null, NodeState.DOWN))
                .isInstanceOf(IllegalStateException.class);
        assertThat(nodes.byNid(2)).isSameAs(other).isSameAs(nodes.byAddress(at(2)));
    }

    @Test
    void aMasterIsCreatedOnce() {
        var master = nodes.master(at(1));

        assertThat(nodes.master(at(1))).isSameAs(master);
        assertThat(master.isDown()).isTrue();
        assertThat(nodes.masterAddresses()).containsExactly(at(1));
    }

    @Test
    void stateUnknownForgetsTheNode() {
        var client = nodes.create(NodeType.CLIENT, C1, null, NodeState.RUNNING);

        assertThat(nodes.setState(client, NodeState.RUNNING)).isFalse();
        assertThat(nodes.setState(client, NodeState.UNKNOWN)).isTrue();
        assertThat(client.isUnknown()).isTrue();
        assertThat(nodes.all()).isEmpty();
        assertThat(nodes.byNid(C1)).isNull();
    }

    @Test
    void listsAreInTheOrderOfCreation() {
        nodes.create(NodeType.CLIENT, C1, null, NodeState.RUNNING);
        nodes.create(NodeType.STORAGE, 5, null, NodeState.DOWN);
        nodes.create(NodeType.STORAGE, 2, null, NodeState.DOWN);
        nodes.create(NodeType.MASTER, M1, at(1), NodeState.RUNNING);

        assertThat(nodes.all()).extracting(Node::toString).containsExactly("M1", "S5", "S2", "C1");
    }

    @Test
    void givesTheSmallestFreeId() {
        nodes.create(NodeType.STORAGE, 1, at(1), NodeState.DOWN);
        nodes.create(NodeType.STORAGE, 3, at(3), NodeState.DOWN);

        assertThat(nodes.allocate(NodeType.STORAGE, NodeIds.NONE, at(9))).isEqualTo(2);
        assertThat(nodes.allocate(NodeType.STORAGE, NodeIds.NONE, at(1))).isEqualTo(1);
        assertThat(nodes.allocate(NodeType.CLIENT, NodeIds.NONE, null)).isEqualTo(C1);
    }

    @Test
    void givesTheWantedIdWhenItIsFreeOrOfThisAddress() {
        nodes.create(NodeType.STORAGE, 3, at(3), NodeState.DOWN);

        assertThat(nodes.allocate(NodeType.STORAGE, 7, at(9))).isEqualTo(7);
        assertThat(nodes.allocate(NodeType.STORAGE, 3, at(3))).isEqualTo(3);
        assertThat(nodes.allocate(NodeType.STORAGE, 3, at(9))).isEqualTo(1);
    }

    @Test
    void neverGivesItsOwnIdNorOneOfAnotherNamespace() {
        nodes.setOwnNid(M1);

        assertThat(nodes.allocate(NodeType.MASTER, M1, at(9))).isEqualTo(M2);
        assertThat(nodes.allocate(NodeType.CLIENT, 77, null)).isEqualTo(C1);
    }

    @Test
    void createsTheStoragesOfATableDown() {
        nodes.create(NodeType.STORAGE, 1, at(1), NodeState.RUNNING);

        var created = nodes.createStorages(List.of(
                List.of(new CellEntry(1, CellState.UP_TO_DATE), new CellEntry(2, CellState.UP_TO_DATE)),
                List.of(new CellEntry(2, CellState.OUT_OF_DATE))));

        assertThat(created).containsExactly(nodes.byNid(2));
        assertThat(created.getFirst().isDown()).isTrue();
        assertThatThrownBy(() -> nodes.createStorages(List.of(List.of(new CellEntry(C1, CellState.UP_TO_DATE)))))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void theFullListReplacesWhatWasKnown() {
        var gone = nodes.create(NodeType.CLIENT, C2, null, NodeState.RUNNING);
        var master = nodes.master(at(1));
        nodes.beginSession(C1);

        var changes = nodes.update(10, List.of(client(C1, 9.5), running(NodeType.MASTER, at(1), M1)), null);

        assertThat(changes)
                .containsExactly(
                        new NodeChange(nodes.byNid(C1), null),
                        new NodeChange(master, NodeState.DOWN),
                        new NodeChange(gone, NodeState.RUNNING));
        assertThat(changes.getLast().isRemoval()).isTrue();
        assertThat(master.nid()).isEqualTo(M1);
        assertThat(nodes.ownIdTimestamp()).isEqualTo(9.5);
    }

    @Test
    void theFullListKeepsStoragesThatHaveCells() {
        var storages = Storages.of("RR");
        var table = storages.table(0, "U.");
        storages.registry.beginSession(C1);

        storages.registry.update(1, List.of(client(C1, 1)), table);

        assertThat(storages.registry.storages()).extracting(Node::nid).containsExactly(1);
        assertThat(table.nodes()).extracting(Node::nid).containsExactly(1);
    }

    @Test
    void storagesWithCellsAreKeptUntilTheNextTableEvenIfTheirIdIsGivenToOthers() {
        var storages = Storages.of("RR");
        var table = storages.table(0, "U.");
        var keeper = storages.get(1);
        storages.registry.setAddress(storages.get(2), at(2));
        storages.registry.beginSession(C1);

        storages.registry.update(1, List.of(client(C1, 1), running(NodeType.STORAGE, at(2), 1)), table);

        assertThat(storages.registry.byNid(1).address()).isEqualTo(at(2));
        assertThat(storages.registry.storages()).contains(keeper);
        assertThat(keeper.isUnknown()).isFalse();
        assertThat(table.hasCells(keeper)).isTrue();
    }

    @Test
    void theFullListMovesIdsGivenByAFormerPrimary() {
        var first = nodes.create(NodeType.MASTER, M1, at(1), NodeState.RUNNING);
        var second = nodes.create(NodeType.MASTER, M2, at(2), NodeState.RUNNING);
        nodes.beginSession(C1);

        nodes.update(
                1,
                List.of(client(C1, 1), running(NodeType.MASTER, at(2), M1), running(NodeType.MASTER, at(1), M2)),
                null);

        assertThat(nodes.byNid(M1)).isSameAs(second);
        assertThat(nodes.byNid(M2)).isSameAs(first);
    }

    @Test
    void laterListsOnlyChangeWhatTheyName() {
        follow(client(C1, 1), client(C2, 1), running(NodeType.MASTER, at(1), M1));

        var changes = nodes.update(2, List.of(client(C2, NodeState.UNKNOWN)), null);

        assertThat(changes).singleElement().matches(NodeChange::isRemoval);
        assertThat(nodes.all()).extracting(Node::toString).containsExactly("M1", "C1");
    }

    @Test
    void refusesAFullListWithoutOurIdentification() {
        nodes.beginSession(C1);

        assertRefused(1, client(C2, 1));
        nodes.beginSession(C1);
        assertRefused(1, client(C1, Double.NaN));
    }

    @Test
    void refusesTimestampsThatDoNotIncrease() {
        follow(client(C1, 1));

        assertRefused(1);
        assertRefused(0.5);
        assertRefused(Double.NaN);
        assertThat(nodes.update(1.001, List.of(), null)).isEmpty();
    }

    @Test
    void aNewSessionStartsTimestampsAnew() {
        follow(client(C1, 1));
        nodes.beginSession(C1);

        assertThat(nodes.update(0.5, List.of(client(C1, 0.4)), null)).hasSize(1);
    }

    @Test
    void refusesContradictions() {
        follow(client(C1, 1), running(NodeType.STORAGE, at(1), 1), running(NodeType.STORAGE, at(2), 2));

        assertRefused(2, client(C2, NodeState.UNKNOWN));
        assertRefused(3, running(NodeType.STORAGE, at(1), 2));
        assertRefused(4, running(NodeType.MASTER, at(1), 1));
        assertRefused(5, new NodeInfo(NodeType.MASTER, null, NodeIds.NONE, NodeState.DOWN, Double.NaN));
    }

    @Test
    void refusesToForgetAStorageWithCellsUnlessItIsItself() {
        var storages = Storages.of("RR");
        var table = storages.table(0, "U.|.U");
        storages.registry.beginSession(1);
        storages.registry.update(1, List.of(storage(1, NodeState.RUNNING), storage(2, NodeState.RUNNING)), table);

        assertThatThrownBy(() -> storages.registry.update(2, List.of(storage(2, NodeState.UNKNOWN)), table))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("S2");
        assertThat(storages.registry.update(3, List.of(storage(1, NodeState.UNKNOWN)), table))
                .singleElement()
                .matches(NodeChange::isRemoval);
    }

    @Test
    void recognizesPeersByTheTimeThatThePrimaryTold() {
        follow(client(C1, 1), client(C2, 0.5));

        assertThat(nodes.recognize(C2, 0.5)).isEqualTo(Recognition.KNOWN);
        assertThat(nodes.recognize(C2, 0.4)).isEqualTo(Recognition.UNKNOWN);
        assertThat(nodes.recognize(C2, 7)).isEqualTo(Recognition.EARLY);
        assertThat(nodes.recognize(9, 0.5)).isEqualTo(Recognition.UNKNOWN);
    }

    @Test
    void tellsEachTypeWhatItMayKnow() {
        var master = nodes.create(NodeType.MASTER, M1, at(1), NodeState.RUNNING);
        var storage = nodes.create(NodeType.STORAGE, 1, at(2), NodeState.RUNNING);
        var client = nodes.create(NodeType.CLIENT, C1, null, NodeState.RUNNING);
        var admin = nodes.create(NodeType.ADMIN, A1, at(3), NodeState.RUNNING);

        assertThat(names(nodes.fullListFor(master))).containsExactly("M1");
        assertThat(names(nodes.fullListFor(storage))).containsExactly("S1", "M1", "C1");
        assertThat(names(nodes.fullListFor(client))).containsExactly("C1", "M1", "S1");
        assertThat(names(nodes.fullListFor(admin))).containsExactly("A1", "M1", "S1", "C1");
    }

    @Test
    void tellsTheMasterOfABackupWhichAdminsMonitorIt() {
        var client = nodes.create(NodeType.CLIENT, C1, null, NodeState.RUNNING);
        var admin = nodes.create(NodeType.ADMIN, A1, at(3), NodeState.RUNNING);
        admin.setExtra(Map.of("backup", List.of("mirror")));

        assertThat(client.isToldOf(admin)).isFalse();
        client.setExtra(Map.of("backup", "mirror"));
        assertThat(client.isToldOf(admin)).isTrue();
        client.setExtra(Map.of("backup", "other"));
        assertThat(client.isToldOf(admin)).isFalse();
    }

    /// A session of C1 that begins with these nodes, at time 1.
    private void follow(NodeInfo... infos) {
        nodes.beginSession(C1);
        nodes.update(1, List.of(infos), null);
    }

    private void assertRefused(double timestamp, NodeInfo... infos) {
        assertThatThrownBy(() -> nodes.update(timestamp, List.of(infos), null)).isInstanceOf(ProtocolException.class);
    }

    private static List<String> names(List<NodeInfo> infos) {
        return infos.stream().map(info -> NodeIds.text(info.nid())).toList();
    }

    private static Address at(int port) {
        return new Address("127.0.0.1", port);
    }

    private static NodeInfo client(int nid, double idTimestamp) {
        return new NodeInfo(NodeType.CLIENT, null, nid, NodeState.RUNNING, idTimestamp);
    }

    private static NodeInfo client(int nid, NodeState state) {
        return new NodeInfo(NodeType.CLIENT, null, nid, state, Double.NaN);
    }

    private static NodeInfo storage(int nid, NodeState state) {
        return new NodeInfo(NodeType.STORAGE, null, nid, state, 1);
    }

    private static NodeInfo running(NodeType type, @Nullable Address address, int nid) {
        return new NodeInfo(type, address, nid, NodeState.RUNNING, 1);
    }
}
