package io.neoppod.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever the bytes are, each function ends soon, with a result or with the one exception it announces.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostilePickleTest {
    private static final int SHOWN = 2_000;
    private static final byte[] CLASS = "cm\nC\n.".getBytes(ISO_8859_1);

    private static byte[] record(String state) {
        var bytes = state.getBytes(ISO_8859_1);
        var record = new byte[CLASS.length + bytes.length];
        System.arraycopy(CLASS, 0, record, 0, CLASS.length);
        System.arraycopy(bytes, 0, record, CLASS.length, bytes.length);
        return record;
    }

    /// Does all that can be done with a record.
    private static boolean survives(byte[] bytes) {
        Disassembly.of(bytes, 100);
        boolean isScanned = scans(bytes);
        try {
            var record = ZodbRecord.decode(bytes, new Limits(1 << 20, 100_000));
            Rendering.text(record.type(), SHOWN);
            Rendering.text(record.state(), SHOWN);
            Json.of(record, SHOWN);
            BTreeNode.of(record);
            Difference.between(record, ZodbRecord.decode(bytes), 100);
            return isScanned;
        } catch (PickleException announced) {
            assertThat(announced).hasMessageMatching("(?s).+ at byte \\d+");
            return false;
        } catch (RuntimeException | StackOverflowError unexpected) {
            return fail(HexFormat.of().formatHex(bytes), unexpected);
        }
    }

    private static boolean scans(byte[] bytes) {
        try {
            References.scan(bytes);
            return true;
        } catch (PickleException announced) {
            return false;
        } catch (RuntimeException unexpected) {
            return fail(HexFormat.of().formatHex(bytes), unexpected);
        }
    }

    @Test
    void damagedRecordsEndInTheAnnouncedException() {
        var random = new Random(1);
        var samples =
                Corpus.samples().filter(sample -> sample.record().length < 2000).toList();
        int survivors = 0;
        for (int i = 0; i < 5_000; i++) {
            var bytes = samples.get(random.nextInt(samples.size())).record().clone();
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            survivors += survives(bytes) ? 1 : 0;
        }
        assertThat(survivors).as("some damage is not noticed").isBetween(500, 4_500);
    }

    /// Programs of known instructions get further than damage does.
    @Test
    void randomProgramsEndInTheAnnouncedException() {
        var random = new Random(2);
        var parts = new String[] {
            "(",
            ".",
            "0",
            "1",
            "2",
            "N",
            "K\1",
            "]",
            "}",
            ")",
            "\u008f",
            "a",
            "e",
            "s",
            "u",
            "d",
            "l",
            "t",
            "\u0085",
            "\u0086",
            "\u0087",
            "R",
            "b",
            "\u0081",
            "\u0092",
            "o",
            "Q",
            "\u0094",
            "h\0",
            "h\1",
            "h\2",
            "q\0",
            "\u0090",
            "\u0091",
            "c__builtin__\nset\n",
            "cm\nC\n",
            "c_codecs\nencode\n",
            "X\3\0\0\0abc",
            "\u008c\6latin1",
            "U\u00080000000\1",
            "C\1w",
            "(cm\nC\no",
            "im\nC\n",
            "\u0093",
            "\u0088",
            "G01234567",
            "\u008a\1\1"
        };
        for (int i = 0; i < 15_000; i++) {
            var program = new StringBuilder();
            for (int length = random.nextInt(60); length >= 0; length--) {
                program.append(parts[random.nextInt(parts.length)]);
            }
            survives(record(program + "."));
        }
    }

    @Test
    void noDepthIsTooDeep() {
        assertThat(survives(record("]".repeat(50_000) + "a".repeat(49_999) + ".")))
                .isTrue();
        assertThat(survives(record("N" + "\u0085".repeat(50_000) + "."))).isTrue();
        assertThat(survives(record("U\10\0\0\0\0\0\0\0\1" + "\u0085".repeat(50_000) + "Q.")))
                .isTrue();
    }

    @Test
    void whatContainsItselfIsShownOnce() throws Exception {
        assertThat(survives(record("]\u0094h\0a."))).isTrue();
        assertThat(Rendering.text(ZodbRecord.decode(record("]\u0094h\0a.")).state(), 100))
                .isEqualTo("[[...]]");
    }

    /// A list of ten times the list before, thirty times over: 10³⁰ items to who would follow it.
    @Test
    void whatIsSharedIsNotMultiplied() {
        var program = new StringBuilder("]\u0094");
        for (int i = 0; i < 30; i++) {
            program.append("0](").append(("h" + (char) i).repeat(10)).append("e\u0094");
        }
        assertThat(survives(record(program + "."))).isTrue();
    }

    @Test
    void textIsNotMultipliedEither() {
        var program = "c_codecs\nencode\nq\0X\0\0\2\0" + "x".repeat(1 << 17) + "\u008c\6latin1\u0086q\1"
                + "0h\0h\1R".repeat(100_000) + ".";

        assertThatThrownBy(() -> ZodbRecord.decode(record(program))).hasMessageContaining("the limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "N              | the pickle has no end at byte 7",
                "0.             | the stack is empty at byte 6",
                "h\5.           | nothing is memorized as 5 at byte 6",
                "q\5.           | the stack is empty at byte 6",
                "Nr\0\0\0\177.  | nothing is memorized so far out at byte 7",
                "t.             | there is no mark at byte 6",
                "X\1\0\0\177x.  | cut short at byte 6",
                "T\377\377\377\377x. | cut short at byte 6",
                "NNb.           | a state for what is no instance at byte 8",
                "NNa.           | an item for what has none at byte 8",
                "}N(s.          | the stack is empty at byte 9",
                "(NNNd.         | a key without value at byte 10",
                "NN\u0093.      | the name of a class is no text at byte 8",
                "\u0097.        | data outside of the pickle is needed at byte 6",
                "~.             | 0x7e is no instruction at byte 6",
            })
    void errorsSayWhatAndWhere(String state, String message) {
        var bytes = record(state.translateEscapes());

        assertThatThrownBy(() -> ZodbRecord.decode(bytes))
                .isInstanceOf(PickleException.class)
                .hasMessage(message);
        assertThat(Disassembly.of(bytes, 100)).isNotEmpty();
    }

    @Test
    void limitsHold() {
        assertThatThrownBy(() -> ZodbRecord.decode(new byte[100], new Limits(99, 10)))
                .hasMessageContaining("larger than 99 bytes");
        assertThatThrownBy(() -> ZodbRecord.decode(record("NNNN."), new Limits(99, 4)))
                .hasMessageContaining("more than 4 values");
        assertThatThrownBy(() -> ZodbRecord.decode(record("I" + "1".repeat(5000) + "\n.")))
                .hasMessageContaining("not a number");
    }
}
