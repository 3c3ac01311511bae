package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The catalogue says what the protocol's own table says.
class PacketCatalogueTest {
    private static final JsonNode SCHEMA = Vectors.json(Vectors.text("schema.json"));

    @Test
    void isTheTableOfTheProtocol() {
        var expected = new ArrayList<String>();
        for (var packet : SCHEMA.get("packets")) {
            var kind = packet.get("kind").asText();
            expected.add(row(
                    packet.get("code").asInt(),
                    packet.get("name").asText(),
                    kind.startsWith("E") ? "E" : kind,
                    packet.path("answer").asText("-"),
                    packet.path("ignoreWhenClosed").asBoolean(false),
                    packet.path("nodelay").asBoolean(true)));
        }
        var actual = new ArrayList<String>();
        for (var entry : PacketCatalogue.values()) {
            actual.add(row(
                    entry.code(),
                    entry.packetName(),
                    kind(entry),
                    answer(entry),
                    entry.ignoredWhenClosed(),
                    entry.noDelay()));
        }
        assertThat(actual).hasSize(111).containsExactlyElementsOf(expected);
    }

    @Test
    void packetsHaveTheArgumentsOfTheProtocol() {
        int index = 0;
        for (var packet : SCHEMA.get("packets")) {
            var components = PacketCatalogue.values()[index++].type().getRecordComponents();
            assertThat(components)
                    .as(packet.get("name").asText())
                    .hasSize(packet.get("args").size());
        }
    }

    @Test
    void entriesAreFoundByCodeAndByClass() {
        for (var entry : PacketCatalogue.values()) {
            assertThat(PacketCatalogue.of(entry.code())).isSameAs(entry);
            assertThat(PacketCatalogue.of(entry.type())).isSameAs(entry);
            assertThat(entry.isResponse()).isEqualTo(entry.kind() == PacketCatalogue.Kind.ANSWER);
        }
        for (int code : List.of(0, 0x4a, 0x7f, 0x80, 0x8003, 0x807f, 0x10001, -1, 0x80000001)) {
            assertThat(PacketCatalogue.of(code)).as(Integer.toHexString(code)).isNull();
        }
    }

    @Test
    void enumsHaveTheOrderOfTheWire() {
        var types = List.of(CellState.class, ClusterState.class, ErrorCode.class, NodeState.class, NodeType.class);
        for (int code = 0; code < types.size(); code++) {
            var values = new ArrayList<String>();
            SCHEMA.at("/extTypes/" + code + "/values").forEach(value -> values.add(value.asText()));
            assertThat(types.get(code).getEnumConstants())
                    .extracting(Object::toString)
                    .containsExactlyElementsOf(values);
        }
    }

    private static String kind(PacketCatalogue entry) {
        return switch (entry.kind()) {
            case REQUEST -> "R";
            case ACKNOWLEDGED -> "E";
            case NOTIFICATION -> "N";
            case ANSWER -> "A";
        };
    }

    private static String answer(PacketCatalogue entry) {
        var answer = entry.answer();
        return answer == null ? "-" : PacketCatalogue.of(answer).packetName();
    }

    private static String row(
            int code, String name, String kind, String answer, boolean ignoredWhenClosed, boolean noDelay) {
        return "%04x %s %s %s ignoredWhenClosed=%s noDelay=%s"
                .formatted(code, name, kind, answer, ignoredWhenClosed, noDelay);
    }
}
