package io.neoppod.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidIndexTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 17, 40, 63, 64})
    void keepsTheLastPositionOfEachObjectInOrder(int bits) throws IOException {
        TreeMap<Long, Long> model = new TreeMap<>(Long::compareUnsigned);
        Random random = new Random(bits);
        try (OidIndex index = OidIndex.create(folder.resolve("oids"))) {
            for (int i = 0; i < 5000; i++) {
                long oid = random.nextLong() >>> 64 - bits;
                long position = 4 + (random.nextLong() >>> 17);
                index.put(oid, position);
                model.put(oid, position);
                assertThat(index.get(~oid)).isEqualTo(model.getOrDefault(~oid, 0L));
            }
            assertThat(entries(index)).isEqualTo(model);
            model.forEach((oid, position) -> assertThat(index.get(oid)).isEqualTo(position));
        }
    }

    @Test
    void isEmptyAfterClear() throws IOException {
        try (OidIndex index = OidIndex.create(folder.resolve("oids"))) {
            LongStream.range(0, 300_000).forEach(oid -> index.put(oid, oid + 4));
            index.clear();
            assertThat(entries(index)).isEmpty();
            index.put(70_000, 5);
            assertThat(entries(index)).hasSize(1).containsEntry(70_000L, 5L);
        }
    }

    @Test
    void leavesNoFile() throws IOException {
        OidIndex.create(folder.resolve("oids")).close();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    static TreeMap<Long, Long> entries(OidIndex index) throws IOException {
        TreeMap<Long, Long> entries = new TreeMap<>(Long::compareUnsigned);
        index.forEach((oid, position) -> {
            assertThat(entries.isEmpty() || Long.compareUnsigned(entries.lastKey(), oid) < 0)
                    .isTrue();
            entries.put(oid, position);
        });
        return entries;
    }
}
