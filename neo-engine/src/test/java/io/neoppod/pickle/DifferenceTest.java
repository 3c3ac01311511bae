package io.neoppod.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    /// Pickles of protocol 0: `(d` begins and ends a dictionary, `(l` a list, `S'…'` is a string.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "(S'a'\\nI1\\nd          | (S'a'\\nI1\\nd                       | ''",
                "(S'a'\\nI1\\nd          | (S'a'\\nI2\\nd                       | .a: 1 → 2",
                "(S'a'\\nI1\\nd          | (S'a'\\nI1\\nS'b'\\nI2\\nd           | .b: null → 2",
                "(S'a'\\nI1\\nS'b'\\nI2\\nd | (S'b'\\nI2\\nS'a'\\nI1\\nd        | ''",
                "(S'a'\\nI1\\nd          | (d                                   | .a: 1 → null",
                "(S'a'\\n(I1\\nI2\\nld   | (S'a'\\n(I1\\nI3\\nI2\\nld           | .a[1]: null → 3",
                "(S'a'\\n(I1\\nI2\\nI3\\nld | (S'a'\\n(I1\\nI9\\nI3\\nld        | .a[1]: 2 → 9",
                "(S'a'\\n(I1\\nI2\\nI3\\nld | (S'a'\\n(I1\\nI3\\nld             | .a[1]: 2 → null",
                "(S'a'\\n(S'k'\\nI1\\ndd | (S'a'\\n(S'k'\\nI2\\ndd              | .a['k']: 1 → 2",
                "(I1\\nI2\\nt            | (I1\\nI3\\nt                         | state[1]: 2 → 3",
                "I1\\n                   | (l                                   | state: 1 → []",
                "(S'a'\\n(im\\nC\\n(S'x'\\nI1\\ndbd | (S'a'\\n(im\\nC\\n(S'x'\\nI2\\ndbd | .a.x: 1 → 2",
                "(S'a'\\nU\\1\\2d        | (S'a'\\nU\\1\\3d                     | .a: '\\x02' → '\\x03'",
            })
    void differencesAreToldByPath(String before, String after, String expected) throws Exception {
        var changes = Difference.between(record(before), record(after), 10);

        assertThat(String.join("; ", changes.stream().map(DifferenceTest::text).toList()))
                .isEqualTo(expected.equals("''") ? "" : expected);
    }

    private static ZodbRecord record(String state) throws PickleException {
        return ZodbRecord.decode(("cm\nC\n." + state.strip().translateEscapes() + ".").getBytes(ISO_8859_1));
    }

    private static String text(Difference.Change change) {
        return change.path() + ": " + shown(change.before()) + " → " + shown(change.after());
    }

    private static String shown(Value value) {
        return value == null ? "null" : Rendering.text(value, 100);
    }

    @Test
    void asManyAsAskedForAreTold() throws Exception {
        var before = ZodbRecord.decode(Corpus.sample("bigdict-4").record());
        var after = new ZodbRecord(before.type(), new Value.Mapping());

        assertThat(Difference.between(before, after, 7)).hasSize(7);
        assertThat(Difference.between(before, before, 7)).isEqualTo(List.of());
    }

    @Test
    void leavesOfATreeDifferByTheirKeys() throws Exception {
        assertThat(Difference.between(leaf("Va\nI1\nVc\nI3\n"), leaf("Va\nI1\nVb\nI2\nVc\nI4\n"), 10))
                .extracting(DifferenceTest::text)
                .containsExactly("['c']: 3 → 4", "['b']: null → 2");
    }

    private static ZodbRecord leaf(String entries) throws PickleException {
        return ZodbRecord.decode(("cBTrees.OOBTree\nOOBucket\n.((" + entries + "tt.").getBytes(ISO_8859_1));
    }
}
