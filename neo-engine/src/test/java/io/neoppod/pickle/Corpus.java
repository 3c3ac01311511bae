package io.neoppod.pickle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.pickle.Value.Reference;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records that Python wrote, with what it says of them.
final class Corpus {
    private static final Path RECORDS = Path.of("src/test/resources/pickle/records.jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Corpus() {}

    record Sample(
            String name,
            byte[] record,
            String className,
            List<List<String>> references,
            @Nullable String state) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        try {
            return Files.readAllLines(RECORDS).stream().map(Corpus::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sample sample(String name) {
        return samples().filter(sample -> sample.name.equals(name)).findFirst().orElseThrow();
    }

    private static Sample parse(String line) {
        try {
            var json = JSON.readTree(line);
            return new Sample(
                    json.get("name").asText(),
                    HexFormat.of().parseHex(json.get("record").asText()),
                    json.get("class").asText(),
                    json.get("references").valueStream().map(Corpus::texts).toList(),
                    json.has("state") ? json.get("state").asText() : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    /// A reference in the form of the files of expectations.
    static List<String> texts(Reference reference) {
        return List.of(
                reference.form() == Reference.Form.WEAK ? "weak" : "strong",
                Ids.hex(reference.oid()),
                reference.type() == null ? "null" : ZodbRecord.className(reference.type()),
                reference.database() == null ? "null" : reference.database());
    }
}
