package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.cluster.NodeRegistry;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.storage.Admission.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reference: neo/tests/threaded/test.py (testIdTimestamp, testRecycledClientUUID),
/// neo/storage/handlers/identification.py.
class AdmissionTest {
    private static final int C1 = NodeIds.of(NodeType.CLIENT, 1);
    private static final int S1 = NodeIds.of(NodeType.STORAGE, 1);
    private static final int S2 = NodeIds.of(NodeType.STORAGE, 2);
    private static final int A1 = NodeIds.of(NodeType.ADMIN, 1);

    /// The host is S1 and was told about the peer at time 10, if at all. `known`: timestamp under which it knows the
    /// peer, or NaN.
    @ParameterizedTest
    @CsvSource({
        "CLIENT,  C1,   5, 5,   true,  Accept",
        "STORAGE, S2,   5, 5,   true,  Accept",
        "STORAGE, none, 5, NaN, true,  AcceptAnonymous",
        "CLIENT,  C1,   5, NaN, true,  unknown by master",
        "CLIENT,  C1,   9, NaN, true,  unknown by master",
        "CLIENT,  C1,  11, NaN, true,  Wait",
        "CLIENT,  C1,  11, 5,   true,  Wait",
        "CLIENT,  C1,   5, 6,   true,  unknown by master",
        "CLIENT,  C1, NaN, 5,   true,  unknown by master",
        "CLIENT,  none, 5, NaN, true,  reject anonymous non-storage node",
        "STORAGE, S1,   5, 5,   true,  uuid conflict or loopback connection",
        "ADMIN,   A1,   5, 5,   true,  reject non-client-or-storage node",
        "CLIENT,  C1,   5, 5,   false, Retry Later",
    })
    void admitsThePeersThatTheMasterAnnounced(
            NodeType type, String name, double timestamp, double known, boolean operational, String expected) {
        int nid = switch (name) {
            case "C1" -> C1;
            case "S1" -> S1;
            case "S2" -> S2;
            case "A1" -> A1;
            default -> NodeIds.NONE;
        };
        var nodes = nodes();
        if (!Double.isNaN(known) && nid != S1) {
            nodes.update(10, List.of(new NodeInfo(type, null, nid, NodeState.RUNNING, known)), null);
        }
        var knowledge = new Admission.Knowledge("demo", nodes, operational);
        var request = new RequestIdentification(type, nid, null, "demo", timestamp, Map.of());
        assertThat(describe(Admission.decide(knowledge, request))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"other, invalid cluster name", "demo, Retry Later"})
    void aWrongClusterNameIsToldFirst(String cluster, String expected) {
        var knowledge = new Admission.Knowledge("demo", nodes(), false);
        var request = new RequestIdentification(NodeType.CLIENT, NodeIds.NONE, null, cluster, 5, Map.of());
        assertThat(describe(Admission.decide(knowledge, request))).isEqualTo(expected);
    }

    /// What S1 was told up to time 9.
    private static NodeRegistry nodes() {
        var nodes = new NodeRegistry();
        nodes.beginSession(S1);
        nodes.update(9, List.of(new NodeInfo(NodeType.STORAGE, null, S1, NodeState.RUNNING, 3)), null);
        return nodes;
    }

    private static String describe(Decision decision) {
        return decision instanceof Decision.Refuse(var code, var message)
                ? message
                : decision.getClass().getSimpleName();
    }
}
