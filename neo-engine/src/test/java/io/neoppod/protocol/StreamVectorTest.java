package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole connections recorded between real nodes decode to the last byte, however they are cut, and encode back to the
/// same bytes.
class StreamVectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin-master",
                "backup-admin-master",
                "backup-admin-upstream-admin",
                "backup-master-upstream-master",
                "backup-storage-master",
                "backup-storage-upstream-storage",
                "client-master",
                "client-storage1",
                "client-storage2",
                "conflict-clientA-master",
                "conflict-clientA-storage",
                "conflict-clientB-master",
                "conflict-clientB-storage",
                "election-secondary-primary",
                "neoctl-print-cluster",
                "neoctl-print-node",
                "neoctl-print-pt",
                "storage-master-fresh",
                "storage-master-rejoin",
                "storage-secondary-master",
                "storage-storage-replication",
                "truncate-admin-master",
                "truncate-client-master",
                "truncate-storage-master",
                "undo-pack-client-master",
                "undo-pack-client-storage"
            })
    void aRecordedConnectionRoundTrips(String name) {
        for (var direction : List.of("c2s", "s2c")) {
            byte[] bytes = bytes(name, direction);
            for (int step : List.of(1, 2, 3, 7, 61, bytes.length)) {
                assertThat(roundTrip(bytes, step))
                        .as("%s %s in pieces of %d bytes", name, direction, step)
                        .isEqualTo(HexFormat.of().formatHex(bytes));
            }
        }
    }

    private static byte[] bytes(String name, String direction) {
        var bytes = new ByteArrayOutputStream();
        for (var line : Vectors.lines("streams/" + name + ".jsonl")) {
            if (line.get("dir").asText().equals(direction)) {
                bytes.writeBytes(Vectors.bytes(line.get("hex").asText()));
            }
        }
        assertThat(bytes.size()).as("%s %s", name, direction).isGreaterThan(6);
        return bytes.toByteArray();
    }

    private static String roundTrip(byte[] bytes, int step) {
        var handshake = new Handshake();
        var decoder = new MessageDecoder(Unpooled::buffer);
        var out = Unpooled.buffer().writeBytes(Handshake.bytes());
        for (int start = 0; start < bytes.length; start += step) {
            var piece = Unpooled.copiedBuffer(bytes, start, Math.min(step, bytes.length - start));
            if (handshake.read(piece) == Handshake.Result.OK) {
                decoder.feed(piece);
                for (var message = decoder.next(); message != null; message = decoder.next()) {
                    MessageEncoder.encode(out, message.id(), message.packet());
                }
            }
            piece.release();
        }
        decoder.close();
        return Vectors.hex(out);
    }
}
