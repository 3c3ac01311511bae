package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/// Messages captured from real nodes decode to the values that were recorded with them, and encode back to the same
/// bytes.
class PacketVectorTest {

    @Test
    void everyGoldenMessageDecodesToItsValuesAndEncodesToItsBytes() {
        var seen = EnumSet.noneOf(PacketCatalogue.class);
        for (var row : Vectors.lines("packets.jsonl")) {
            var hex = row.get("hex").asText();
            var message = Vectors.decodeOne(hex);
            var entry = PacketCatalogue.of(message.packet().getClass());
            assertThat(message.id()).isEqualTo(row.get("id").asInt());
            assertThat(entry.packetName()).isEqualTo(row.get("name").asText());
            assertThat(PacketJson.of((Record) message.packet()).toString())
                    .as(hex)
                    .isEqualTo(row.get("args").toString());
            assertThat(Vectors.encode(message)).as(row.get("name").asText()).isEqualTo(hex);
            seen.add(entry);
        }
        assertThat(seen).as("packets with a vector").hasSize(111).containsAll(EnumSet.allOf(PacketCatalogue.class));
    }
}
