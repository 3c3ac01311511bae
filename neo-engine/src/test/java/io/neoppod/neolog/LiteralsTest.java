package io.neoppod.neolog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.MalformedPacket;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "90 | ()",
                "9103 | (3,)",
                "94c0c2c3e0 | (None, False, True, -32)",
                "94ccffcdffffceffffffffcfffffffffffffffff | (255, 65535, 4294967295, 18446744073709551615)",
                "94d080d18000d280000000d38000000000000000 | (-128, -32768, -2147483648, -9223372036854775808)",
                "92cb3ff8000000000000cb0000000000000000 | (1.5, 0.0)",
                "92cb4341c37937e08000cb4341c37937e07fff | (1e+16, 9999999999999998.0)",
                "93cb3f1a36e2eb1c432dcb3ee4f8b588e368f1cb8000000000000000 | (0.0001, 1e-05, -0.0)",
                "93cb7ff0000000000000cbfff0000000000000cb7ff8000000000000 | (inf, -inf, nan)",
                "92cb41d9f5a4e1b37c00cb01b2c3d4e5f60718 | (1742115718.8044434, 1.7512661302183695e-300)",
                "91c403000aff | (b'\\x00\\n\\xff',)",
                "91c40427225c09 | (b'\\'\"\\\\\\t',)",
                "91c4022761 | (b\"'a\",)",
                "92a3c3a961a7e280a8f3a08081 | ('éa', '\\u2028\\U000e0001')",
                "91c40161 | (b'a',)",
                "919201920203 | ((1, (2, 3)),)",
                "918201020390 | ({1: 2, 3: ()},)",
                "91d40102 | (<EnumItem RUNNING (2)>,)",
                "91dc000101 | ((1,),)",
            })
    void writesWhatPythonWrites(String hex, String text) {
        assertThat(Literals.text(Literals.arguments(HexFormat.of().parseHex(hex))))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"03", "9103ff", "91", "92c0", "dd7fffffff", "91df7fffffff", "91c6ffffffff00", "91d40109", "91c1"})
    void refusesWhatIsNotAListOfArguments(String hex) {
        assertThatThrownBy(() -> Literals.arguments(HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedPacket.class);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                assertThat(Literals.text(Literals.arguments(bytes))).startsWith("(");
            } catch (MalformedPacket refused) {
                // As it should.
            }
        }
        var deep = "91".repeat(10_000) + "90";
        assertThatThrownBy(() -> Literals.arguments(HexFormat.of().parseHex(deep)))
                .isInstanceOf(MalformedPacket.class);
    }
}
