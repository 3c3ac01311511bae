package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Messages captured from real nodes decode, and encode back to the same bytes.
class PacketVectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<JsonNode> lines(String resource) throws IOException {
        try (var in = PacketVectorTest.class.getResourceAsStream("/vectors/" + resource)) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            var nodes = new ArrayList<JsonNode>();
            for (var line : text.lines().toList()) {
                nodes.add(JSON.readTree(line));
            }
            return nodes;
        }
    }

    @Test
    void everyGoldenMessageRoundTrips() throws IOException {
        int checked = 0;
        for (var row : lines("packets.jsonl")) {
            var hex = row.get("hex").asText();
            var decoder = new MessageDecoder();
            decoder.feed(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
            var message = Objects.requireNonNull(decoder.next());
            assertThat(message.id()).isEqualTo(row.get("id").asInt());
            assertThat(PacketCatalogue.of(message.packet().getClass()).packetName())
                    .isEqualTo(row.get("name").asText());
            assertThat(encode(message)).as(row.get("name").asText()).isEqualTo(hex);
            checked++;
        }
        assertThat(checked).isGreaterThan(300);
    }

    private static String encode(Message message) {
        var out = Unpooled.buffer();
        MessageEncoder.encode(out, message.id(), message.packet());
        var bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
