package io.neoppod.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "special-plain-4   | my.app.Plain()<state={'a': 1}>",
                "special-slots-4   | my.app.Slots()<state=(None, {'x': 1})>",
                "special-args-4    | my.app.Args((1, 2), {'k': 3})",
                "special-lst-4     | my.app.Lst()<state={'attr': 'z'}><items=[1, 2]>",
                "special-dct-2     | my.app.Dct()<state={'attr': 'z'}><entries={'k': 1}>",
                "special-point-4   | my.app.Point(1, 2)",
                "special-enum-4    | builtins.getattr(my.app.Color, 'RED')",
                "special-decimal-4 | decimal.Decimal('1.50')",
                "special-date-4    | datetime.date(b'\\x07\\xb2\\x01\\x02')",
                "special-cls-4     | my.app.Plain",
                "special-default-4 | collections.defaultdict(builtins.list)<entries={'a': [1]}>",
            })
    void callsAreShownAndNotMade(String sample, String shown) throws Exception {
        var state = ZodbRecord.decode(Corpus.sample(sample).record()).state();

        assertThat(Rendering.text(state, 1000)).isEqualTo(shown);
    }

    @Test
    void referencesAreShown() throws Exception {
        var state =
                ZodbRecord.decode(Corpus.sample("references-pickle-5").record()).state();

        assertThat(Rendering.text(state, 1000))
                .startsWith("{'direct': [ref(0x1), ref(0x2, my.app.Plain), weakref(0x3), "
                        + "weakref(0x4, database='other'), weakref(0x5), ref(0x6, database='other'), "
                        + "ref(0x7, my.app.Plain, database='other'), ");
    }

    @Test
    void whatIsLongIsCut() throws Exception {
        var state = ZodbRecord.decode(Corpus.sample("bigdict-4").record()).state();

        assertThat(Rendering.text(state, 30)).isEqualTo("{'0': 0, '1': 1, '2': 2, '3': …, …}");
        assertThat(Json.of(state, 30)).contains("\"$cut\": true").endsWith("}");
    }

    @Test
    void jsonKeepsWhatItHasNoFormFor() throws Exception {
        assertThat(json("tuples-4")).contains("{\"$tuple\": [1, 2]}");
        assertThat(json("integers-4")).contains("{\"$number\": \"9223372036854775807\"}");
        assertThat(json("dicts-4")).contains("{\"$dict\": [[1, \"a\"], [{\"$tuple\": [1, 2]}, [3]], [null, null]");
        assertThat(json("special-plain-4"))
                .contains("{\"$new\": {\"$global\": \"my.app.Plain\"}, \"args\": {\"$tuple\": []}, \"state\": {");
        assertThat(json("references-pickle-5")).contains("{\"$ref\": \"0x2\", \"class\": \"my.app.Plain\"}");
        assertThat(json("recursive-4")).isEqualTo("[{\"$cut\": true}]");
    }

    private static String json(String sample) throws PickleException {
        return Json.of(ZodbRecord.decode(Corpus.sample(sample).record()).state(), 100_000);
    }

    @Test
    void instructionsAreListed() {
        assertThat(Disassembly.of(Corpus.sample("none-0").record(), 10))
                .containsExactly(
                        "       0  GLOBAL           'persistent.mapping.PersistentMapping'",
                        "      38  PUT              '0'",
                        "      41  STOP",
                        "      42  NONE",
                        "      43  STOP");
        assertThat(Disassembly.of(Corpus.sample("none-0").record(), 1))
                .last()
                .asString()
                .endsWith("bytes more)");
    }
}
