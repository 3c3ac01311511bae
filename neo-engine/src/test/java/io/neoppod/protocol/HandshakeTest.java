package io.neoppod.protocol;

import static io.neoppod.protocol.Handshake.Result.INCOMPLETE;
import static io.neoppod.protocol.Handshake.Result.NOT_NEO;
import static io.neoppod.protocol.Handshake.Result.OK;
import static io.neoppod.protocol.Handshake.Result.OTHER_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {

    @Test
    void weSendTheBytesOfTheProtocol() {
        assertThat(Vectors.hex(Handshake.bytes()))
                .isEqualTo(Vectors.text("handshake.hex").strip());
    }

    @Test
    void whatFollowsTheHandshakeIsLeft() {
        var received = Vectors.buffer("92a34e454f05" + "93000290");
        assertThat(new Handshake().read(received)).isEqualTo(OK);
        assertThat(Vectors.hex(received)).isEqualTo("93000290");
    }

    @Test
    void itMayComeByteByByte() {
        var handshake = new Handshake();
        for (var part : new String[] {"92", "a3", "4e", "45", "4f", ""}) {
            assertThat(handshake.read(Vectors.buffer(part))).isEqualTo(INCOMPLETE);
        }
        assertThat(handshake.read(Vectors.buffer("05"))).isEqualTo(OK);
    }

    @ParameterizedTest
    @CsvSource({"92a34e454f04", "92a34e454f06", "92a34e454fcc80", "92a34e454fcd0100"})
    void anotherVersionIsTold(String hex) {
        assertThat(new Handshake().read(Vectors.buffer(hex))).isEqualTo(OTHER_VERSION);
    }

    @ParameterizedTest
    @CsvSource({"16", "474554202f20", "9316", "92a34e454e05", "92c4034e454f05"})
    void somethingElseIsNotNeo(String hex) {
        assertThat(new Handshake().read(Vectors.buffer(hex))).isEqualTo(NOT_NEO);
    }
}
