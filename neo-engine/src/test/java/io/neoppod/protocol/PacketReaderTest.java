package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every form of a value that another encoder may choose is read; everything else is refused.
class PacketReaderTest {

    @ParameterizedTest
    @CsvSource({
        "05, 5",
        "cc05, 5",
        "cd0005, 5",
        "ce00000005, 5",
        "cf0000000000000005, 5",
        "d005, 5",
        "d10005, 5",
        "d200000005, 5",
        "d30000000000000005, 5",
        "ff, -1",
        "e0, -32",
        "d0ff, -1",
        "d1ffff, -1",
        "d2ffffffff, -1",
        "d3ffffffffffffffff, -1",
        "ccff, 255",
        "cdffff, 65535",
        "ce7fffffff, 2147483647",
        "d280000001, -2147483647"
    })
    void anIntegerMayHaveAnyForm(String hex, int value) {
        assertThat(read(hex, PacketReader::integer)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce80000000",
                "d280000000",
                "d37fffffffffffffff",
                "cfffffffffffffffff",
                "c0",
                "c3",
                "a131",
                "c40131",
                "ca3f800000",
                "d40001"
            })
    void anIntegerHas32BitsAndIsNotTheAbsentOne(String hex) {
        refuses(hex, PacketReader::integer);
    }

    @ParameterizedTest
    @CsvSource({"d3ffffffffffffffff", "cf0000000100000000", "ff", "c0", "cfffffffffffffffff"})
    void aMessageIdHas32BitsAndIsNeverNil(String hex) {
        refuses(hex, PacketReader::unsigned32);
    }

    @ParameterizedTest
    @CsvSource({"d37fffffffffffffff, 2147483647", "ce80000000, 2147483647", "d38000000000000000, -2147483647", "07, 7"})
    void aPositionBeyond32BitsIsTheGreatest(String hex, int value) {
        assertThat(read(hex, PacketReader::position)).isEqualTo(value);
    }

    @Test
    void anIdIsEightBytesInAnyBinForm() {
        assertThat(read("c4080000000000000001", PacketReader::id)).isEqualTo(1);
        assertThat(read("c500080000000000000001", PacketReader::id)).isEqualTo(1);
        assertThat(read("c6000000080000000000000001", PacketReader::id)).isEqualTo(1);
        assertThat(read("c408ffffffffffffffff", PacketReader::id)).isEqualTo(Ids.INVALID);
        assertThat(read("c0", PacketReader::optionalId)).isEqualTo(Ids.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0",
                "c40700000000000000",
                "c409000000000000000000",
                "a80000000000000000",
                "d9080000000000000000",
                "cf0000000000000000"
            })
    void anIdIsNothingElse(String hex) {
        refuses(hex, PacketReader::id);
    }

    @Test
    void theAbsentIdIsNotLegalOnTheWire() {
        refuses("c4088000000000000000", PacketReader::id);
        refuses("c4088000000000000000", PacketReader::optionalId);
    }

    @Test
    void theAbsentTimeIsNotLegalOnTheWire() {
        assertThat(read("cb3ff8000000000000", PacketReader::float64)).isEqualTo(1.5);
        assertThat(read("ca3fc00000", PacketReader::float64)).isEqualTo(1.5);
        assertThat(read("c0", PacketReader::optionalFloat64)).isNaN();
        refuses("cb7ff8000000000000", PacketReader::float64);
        refuses("ca7fc00000", PacketReader::optionalFloat64);
        refuses("01", PacketReader::float64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d40402", "d504cc02", "c7010402", "c800010402", "c9000000010402"})
    void anEnumMayHaveAnyExtensionForm(String hex) {
        NodeType type = read(hex, in -> in.ext(NodeType.class));
        assertThat(type).isEqualTo(NodeType.CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d40404",
                "d60402000000",
                "d40302",
                "d40502",
                "d4ff02",
                "d404c0",
                "d404ff",
                "02",
                "c7020402ff",
                "c9ffffffff0402"
            })
    void anEnumIsOfItsTypeAndExists(String hex) {
        refuses(hex, in -> in.ext(NodeType.class));
    }

    @Test
    void onlyANodeTypeOfIdentificationMayBeAPlainInteger() {
        assertThat(read("02", PacketReader::lenientNodeType)).isEqualTo(NodeType.CLIENT);
        assertThat(read("d40402", PacketReader::lenientNodeType)).isEqualTo(NodeType.CLIENT);
        refuses("04", PacketReader::lenientNodeType);
        refuses("ff", PacketReader::lenientNodeType);
    }

    @Test
    void textIsUtf8InBin() {
        assertThat(read("c402c3a9", PacketReader::text)).isEqualTo("é");
        refuses("c401e9", PacketReader::text);
        refuses("a2c3a9", PacketReader::text);
    }

    @Test
    void sizesMustFitInTheMessage() {
        assertThat(read("dd00000001c4080000000000000001", PacketReader::ids)).containsExactly(1);
        refuses("ddffffffff", PacketReader::ids);
        refuses("dc0002c4080000000000000001", PacketReader::ids);
        refuses("ddffffffff", in -> in.list(PacketReader::integer));
        refuses("dfffffffff", PacketReader::dictionary);
        refuses("c6ffffffff00", PacketReader::bytes);
        refuses("c67fffffff00", PacketReader::bytes);
    }

    @Test
    void dictionariesHoldSimpleValues() {
        assertThat(read("85c40161c0c40162c3c4016301c40164d40301c401658101c40178", PacketReader::dictionary)
                        .toString())
                .isEqualTo("{a=null, b=true, c=1, d=DOWN, e={1=x}}");
        refuses("81a16101", PacketReader::dictionary);
        refuses("81c40161a161", PacketReader::dictionary);
        refuses("8101c0", PacketReader::dictionary);
        refuses("81c4016181c001", PacketReader::dictionary);
        refuses("81c40161819001", PacketReader::dictionary);
        refuses("81c40161818001", PacketReader::dictionary);
        refuses("81c40161" + "91".repeat(10) + "01", PacketReader::dictionary);
    }

    @Test
    void errorsTellPacketArgumentAndPlace() {
        assertThatThrownBy(() -> Vectors.decodeOne("93002093" + "c4080000000000000001" + "c0" + "c40100"))
                .isInstanceOf(MalformedPacket.class)
                .hasMessage("malformed AskObject, argument 2: expected an id of 8 bytes before byte 17");
        assertThatThrownBy(() -> Vectors.decodeOne("93002092c0c0"))
                .isInstanceOf(MalformedPacket.class)
                .hasMessage("malformed AskObject: expected an array of 3 instead of 2 before byte 4");
        // In the third item of a list: the argument is the list.
        assertThatThrownBy(() -> Vectors.decodeOne("93001392" + "c4080000000000000001" + "930102c3"))
                .isInstanceOf(MalformedPacket.class)
                .hasMessage("malformed FailedVote, argument 1: expected an integer before byte 18");
        // An extension whose ordinal runs past its end.
        assertThatThrownBy(() -> Vectors.decodeOne("93002d91d401cf"))
                .isInstanceOf(MalformedPacket.class)
                .hasMessage("malformed NotifyClusterInformation, argument 0: expected more bytes before byte 7");
    }

    private static <T> T read(String hex, Function<PacketReader, T> reader) {
        var in = new PacketReader(Vectors.buffer(hex));
        var value = reader.apply(in);
        in.end();
        return value;
    }

    private static void refuses(String hex, Function<PacketReader, ?> reader) {
        assertThatThrownBy(() -> read(hex, reader)).as(hex).isInstanceOf(MalformedPacket.class);
    }
}
