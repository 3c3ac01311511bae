package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ReadPacket.AnswerTIDs;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Values take their smallest form, as in the reference, also for sizes that no golden message has.
class PacketWriterTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00", "127, 7f", "128, cc80", "255, ccff", "256, cd0100", "65535, cdffff", "65536, ce00010000",
        "2147483647, ce7fffffff", "-1, ff", "-32, e0", "-33, d0df", "-128, d080", "-129, d1ff7f", "-32768, d18000",
        "-32769, d2ffff7fff", "-2147483647, d280000001"
    })
    void integers(int value, String hex) {
        assertThat(write(out -> out.integer(value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "-1, ceffffffff", "-2147483648, ce80000000", "128, cc80"})
    void unsignedIntegers(int value, String hex) {
        assertThat(write(out -> out.unsigned32(value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"0, c400", "255, c4ff", "256, c50100", "65535, c5ffff", "65536, c600010000"})
    void bytes(int length, String header) {
        assertThat(write(out -> out.bytes(new byte[length]))).isEqualTo(header + "00".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({"0, 90", "15, 9f", "16, dc0010", "65535, dcffff", "65536, dd00010000"})
    void arrays(int length, String header) {
        assertThat(write(out -> out.integers(new int[length]))).isEqualTo(header + "00".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({"0, 80", "15, 8f", "16, de0010", "65536, df00010000"})
    void maps(int size, String header) {
        var map = new LinkedHashMap<Integer, Boolean>();
        for (int i = 0; i < size; i++) {
            map.put(i, true);
        }
        assertThat(write(out -> out.map(map, PacketWriter::integer, PacketWriter::bool)))
                .startsWith(header + (size == 0 ? "" : "00c3"));
    }

    @Test
    void largeMessagesRoundTrip() {
        var ids = new long[70_000];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
        }
        var message = new Message(0x80000000, new AnswerTIDs(ids));
        var decoded = Vectors.decodeOne(Vectors.encode(message));
        assertThat(decoded.id()).isEqualTo(0x80000000);
        assertThat(((AnswerTIDs) decoded.packet()).tids()).containsExactly(ids);
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void whatMayNotBeSentLeavesNothingBehind(Packet packet) {
        var out = Unpooled.buffer().writeByte(1);
        assertThatIllegalArgumentException().isThrownBy(() -> MessageEncoder.encode(out, 7, packet));
        assertThat(Vectors.hex(out)).isEqualTo("01");
    }

    static List<Packet> incomplete() {
        return List.of(
                new AskObject(Ids.NONE, Ids.NONE, Ids.NONE),
                new ClusterPacket.NotifyPartitionChanges(Ids.NO_INTEGER, 0, List.of()),
                new NotifyNodeInformation(Double.NaN, List.of()),
                new AdminPacket.NotifyMonitorInformation(Map.of("key", new Object())),
                new AskStoreObject(1, 0, 0, new byte[20], new byte[PacketWriter.MAX_BYTES + 1], Ids.NONE, 2));
    }

    private static String write(Consumer<PacketWriter> writer) {
        var out = Unpooled.buffer();
        writer.accept(new PacketWriter(out));
        return Vectors.hex(out);
    }
}
