package io.neoppod.neolog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Bzip2Test {
    /// `hello hello hello world`
    private static final byte[] HELLO =
            Base64.getDecoder().decode("QlpoOTFBWSZTWUIHrksAAAORgEAABkSQgCAAMQwII0HoggXdTaKUh4u5IpwoSCED1yWA");

    /// 3000 times `a`, then 1000 times `abcd`.
    private static final byte[] RUNS =
            Base64.getDecoder().decode("QlpoOTFBWSZTWSYU6P4AAAWBBLwAQAAACCAAUGACaqGTSztTgoOFA3KkG1IPU+LuSKcKEgTCnR/A");

    @Test
    void inflatesText() throws IOException {
        assertThat(inflate(HELLO)).isEqualTo("hello hello hello world");
    }

    @Test
    void inflatesRuns() throws IOException {
        assertThat(inflate(RUNS)).isEqualTo("a".repeat(3000) + "abcd".repeat(1000));
    }

    @Test
    void inflatesNothingAndStreamsInARow() throws IOException {
        var empty = HexFormat.of().parseHex("425a683917724538509000000000");
        assertThat(inflate(empty)).isEmpty();
        assertThat(inflate(new byte[0])).isEmpty();
        var row = new byte[empty.length + HELLO.length];
        System.arraycopy(empty, 0, row, 0, empty.length);
        System.arraycopy(HELLO, 0, row, empty.length, HELLO.length);
        assertThat(inflate(row)).isEqualTo("hello hello hello world");
    }

    @Test
    void noDamageGoesUnseenOrFailsOtherwiseThanToldSo() {
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            var damaged = RUNS.clone();
            // Not in the sum of the whole stream, which is not looked at.
            damaged[random.nextInt(damaged.length - 5)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(inflate(damaged)).isEqualTo("a".repeat(3000) + "abcd".repeat(1000));
            } catch (IOException told) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1900);
        for (int length = 1; length < HELLO.length; length++) {
            var cut = Arrays.copyOf(HELLO, length);
            assertThatThrownBy(() -> inflate(cut)).isInstanceOf(IOException.class);
        }
    }

    private static String inflate(byte[] bytes) throws IOException {
        try (var in = new Bzip2(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
