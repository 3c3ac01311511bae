package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyTest {
    private static final int RUNS = 300;

    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @ValueSource(ints = {256, 512, 2048, 4096, 4097, 100_000})
    void randomBytesAreNotGivenToZlib(int length) {
        assertThat(Entropy.isRandom(bytes(length, 256))).isTrue();
    }

    @Test
    void textIsCompressed() {
        var text = "the state of an object, and of another object ".repeat(40).getBytes(StandardCharsets.UTF_8);

        assertThat(Entropy.isRandom(text)).isFalse();
    }

    @Test
    void randomBytesThatAreRepeatedAreCompressed() {
        var data = bytes(2048, 256);
        System.arraycopy(data, 0, data, 1024, 1024);

        assertThat(Entropy.isRandom(data)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 45_000, 90_000})
    void textInsideOfALargeRecordIsSeen(int at) {
        var data = bytes(100_000, 256);
        System.arraycopy(bytes(10_000, 64), 0, data, at, 10_000);

        assertThat(Entropy.isRandom(data)).isFalse();
    }

    /// Fewer different bytes, and copies of some length: at the limit of what zlib can use.
    @ParameterizedTest
    @ValueSource(ints = {300, 512, 1000, 2048, 4096})
    void zlibWouldNotMakeSmallerWhatIsLeftOut(int length) {
        int leftOut = 0;
        for (int i = 0; i < RUNS; i++) {
            var data = bytes(length, random.nextInt(180, 257));
            int copied = random.nextInt(40);
            System.arraycopy(data, 0, data, length - copied, copied);
            if (Entropy.isRandom(data)) {
                leftOut++;
                assertThat(isMadeSmaller(data)).as("run %d", i).isFalse();
            }
        }

        assertThat(leftOut).isPositive().isLessThan(RUNS);
    }

    private byte[] bytes(int length, int different) {
        var data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) random.nextInt(different);
        }
        return data;
    }

    private static boolean isMadeSmaller(byte[] data) {
        try (var deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            deflater.deflate(new byte[data.length - 1]);
            return deflater.finished();
        }
    }
}
