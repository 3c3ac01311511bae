package io.neoppod.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexFileVectorTest {
    @TempDir
    Path folder;

    private OidIndex index;

    @BeforeEach
    void open() {
        index = OidIndex.create(folder.resolve("oids"));
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.fs.index", "multi-prefix.index"})
    void readsAndWritesTheSameBytesAsZodb(String name) throws IOException {
        JsonNode expected = Vectors.json(name);

        assertThat(IndexFile.read(Vectors.file(name), index))
                .isEqualTo(expected.get("pos").asLong());
        assertThat(OidIndexTest.entries(index)).isEqualTo(entries(expected));

        Path copy = folder.resolve("copy.index");
        IndexFile.write(copy, index, expected.get("pos").asLong());
        assertThat(copy).hasSameBinaryContentAs(Vectors.file(name));
    }

    @Test
    void readsBlocksOfAnyLength() throws IOException {
        for (long oid = 0; oid < 200_000; oid++) {
            index.put(oid * 3, 4 + oid);
        }
        Path path = folder.resolve("big.index");
        IndexFile.write(path, index, 1 << 20);
        TreeMap<Long, Long> entries = OidIndexTest.entries(index);

        index.clear();
        assertThat(IndexFile.read(path, index)).isEqualTo(1 << 20);
        assertThat(OidIndexTest.entries(index)).isEqualTo(entries);
    }

    @Test
    void readsIndexesOfPython2() throws IOException {
        byte[] bytes =
                HexFormat.of().parseHex("4b782e" + "2855060000000000005508" + "0001000000000004" + "742e" + "4e2e");
        Path path = Files.write(folder.resolve("python2.index"), bytes);

        assertThat(IndexFile.read(path, index)).isEqualTo(120);
        assertThat(OidIndexTest.entries(index)).isEqualTo(Map.of(1L, 4L));
    }

    @Test
    void takesAnythingElseForNoIndex() throws IOException {
        byte[] good = Files.readAllBytes(Vectors.file("multi-prefix.index"));
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            index.clear();
            if (IndexFile.read(Files.write(folder.resolve("bad.index"), bad), index) == IndexFile.NOTHING) {
                assertThat(OidIndexTest.entries(index)).isEmpty();
                refused++;
            }
        }
        assertThat(refused).isEqualTo(2000);
        assertThat(IndexFile.read(folder.resolve("absent.index"), index)).isEqualTo(IndexFile.NOTHING);
        Path text = Files.write(folder.resolve("text.index"), "(dp0\n.".getBytes(StandardCharsets.US_ASCII));
        assertThat(IndexFile.read(text, index)).isEqualTo(IndexFile.NOTHING);
    }

    private static Map<Long, Long> entries(JsonNode expected) {
        TreeMap<Long, Long> entries = new TreeMap<>(Long::compareUnsigned);
        expected.get("index")
                .properties()
                .forEach(entry -> entries.put(
                        HexFormat.fromHexDigitsToLong(entry.getKey()),
                        entry.getValue().asLong()));
        return entries;
    }
}
