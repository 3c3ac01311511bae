package io.neoppod.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.filestorage.FileStorageReader;
import io.neoppod.filestorage.ReadOptions;
import io.neoppod.protocol.Ids;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Python wrote is read as Python reads it.
class PickleVectorTest {
    private static final int ALL = Integer.MAX_VALUE;

    @ParameterizedTest
    @MethodSource("io.neoppod.pickle.Corpus#samples")
    void recordsAreReadAsPythonReadsThem(Corpus.Sample sample) throws Exception {
        var record = ZodbRecord.decode(sample.record());

        assertThat(record.className()).isEqualTo(sample.className());
        if (sample.state() != null) {
            assertThat(Rendering.text(record.state(), ALL)).isEqualTo(sample.state());
        }
    }

    @ParameterizedTest
    @MethodSource("io.neoppod.pickle.Corpus#samples")
    void referencesAreFoundWithoutTheRest(Corpus.Sample sample) throws Exception {
        var references = References.scan(sample.record());

        assertThat(references.className()).isEqualTo(sample.className());
        assertThat(references.all().stream().map(Corpus::texts)).isEqualTo(sample.references());
    }

    @ParameterizedTest
    @MethodSource("io.neoppod.pickle.Corpus#samples")
    void jsonIsJson(Corpus.Sample sample) throws Exception {
        var json = new ObjectMapper().readTree(Json.of(ZodbRecord.decode(sample.record()), ALL));

        assertThat(json.get("class").asText()).isEqualTo(sample.className());
        assertThat(json.has("state")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.neoppod.pickle.Corpus#samples")
    void allOfARecordIsDisassembled(Corpus.Sample sample) {
        var lines = Disassembly.of(sample.record(), ALL);

        assertThat(lines.stream().filter(line -> line.contains("STOP"))).hasSize(2);
        assertThat(lines.getLast()).contains("STOP");
    }

    /// Among them one of Python 2, and one with each form that ZODB ever wrote.
    @ParameterizedTest
    @ValueSource(strings = {"python2", "reference-forms", "btrees", "packed"})
    void filesAreReadAsZodbReadsThem(String name) throws Exception {
        var folder = Path.of("src/test/resources/filestorage");
        var expected = new ObjectMapper()
                .readTree(folder.resolve(name + ".expected.json").toFile())
                .get("transactions");
        int checked = 0;
        try (var file = FileStorageReader.open(folder.resolve(name + ".fs"), ReadOptions.strict(_ -> {}))) {
            var transactions = file.transactions(0, ReadOptions.LAST_TID);
            for (var transaction : (Iterable<JsonNode>) expected::elements) {
                var records = transactions.next().records().iterator();
                for (var record : (Iterable<JsonNode>) transaction.get("records")::elements) {
                    var data = records.next().data();
                    checked += check(data, record);
                }
            }
        }
        assertThat(checked).isGreaterThan(2);
    }

    private static int check(byte[] data, JsonNode expected) throws PickleException {
        if (data == null || !expected.has("references")) {
            return 0;
        }
        var scanned = References.scan(data);
        var all = scanned.all().stream().map(PickleVectorTest::kinds).toList();
        var wanted = expected.get("references").valueStream().map(Corpus::texts).toList();
        assertThat(all).as(expected.toString()).isEqualTo(wanted);
        var kept = new ArrayList<String>();
        for (long oid : scanned.strong()) {
            kept.add(Ids.hex(oid));
        }
        assertThat(kept).isEqualTo(Corpus.texts(expected.get("gc_references")));
        if (!expected.get("class").isNull()) {
            assertThat(scanned.className()).isEqualTo(expected.get("class").asText());
            assertThat(ZodbRecord.decode(data).className()).isEqualTo(scanned.className());
        }
        return 1;
    }

    /// These files call a reference to another database a kind of its own.
    private static List<String> kinds(Value.Reference reference) {
        var texts = new ArrayList<>(Corpus.texts(reference));
        if (reference.form() == Value.Reference.Form.STRONG && reference.database() != null) {
            texts.set(0, "cross");
        }
        return texts;
    }

    @Test
    void aRecordOfAMegabyteIsReadWithoutWaiting() throws Exception {
        var big = Corpus.sample("bigdict-4").record();
        // The state many times over, in one list.
        int stateAt = Disassembly.of(big, ALL).stream()
                .filter(line -> line.contains("STOP"))
                .findFirst()
                .map(line -> Integer.parseInt(line.strip().split(" ")[0]) + 1)
                .orElseThrow();
        var out = new ByteArrayOutputStream();
        out.write(big, 0, stateAt);
        out.write(']');
        out.write('(');
        while (out.size() < 1 << 20) {
            out.write(big, stateAt, big.length - stateAt - 1);
        }
        out.write('e');
        out.write('.');

        var state = (Value.Sequence) ZodbRecord.decode(out.toByteArray()).state();

        assertThat(state.items())
                .hasSizeGreaterThan(50)
                .allMatch(item -> ((Value.Mapping) item).entries().size() == 1002);
    }
}
