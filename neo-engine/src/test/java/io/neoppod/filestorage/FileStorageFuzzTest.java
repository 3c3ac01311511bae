package io.neoppod.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.neoppod.filestorage.ReadOptions.OnDamage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages the sample files at random: nothing but our own exceptions comes out, whatever a length or pointer says.
class FileStorageFuzzTest {
    private static final int READ_SEEDS = 800;
    private static final int APPEND_SEEDS = 60;
    private static final long MAX_ALLOCATED_BYTES = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private final List<String> names = Vectors.names();

    @Test
    void readingEndsOrRefuses() throws IOException {
        int refused = 0;
        int reported = 0;
        for (int seed = 0; seed < READ_SEEDS; seed++) {
            Path file = damagedFile(seed);
            int[] anomalies = new int[1];
            reported += read(seed, file, new ReadOptions(OnDamage.TOLERATE, 1 << 16, _ -> anomalies[0]++)) ? 0 : 1;
            refused += read(seed, file, new ReadOptions(OnDamage.REFUSE, 1 << 16, _ -> {})) ? 0 : 1;
            reported += anomalies[0];
        }
        assertThat(refused).as("refused of " + READ_SEEDS).isBetween(READ_SEEDS / 4, READ_SEEDS);
        assertThat(reported).as("anomalies").isGreaterThan(READ_SEEDS / 2);
    }

    @Test
    void continuingEndsOrRefuses() throws IOException {
        TransactionHeader header = new TransactionHeader(-2, ' ', new byte[0], new byte[0], new byte[0]);
        int continued = 0;
        for (int seed = 0; seed < APPEND_SEEDS; seed++) {
            Path file = damagedFile(seed);
            byte[] before = Files.readAllBytes(file);
            try (var writer = FileStorageWriter.append(file, _ -> {})) {
                before = Files.readAllBytes(file); // without the tail that a crash could have left
                writer.copy(new TransactionRecord(header, List.of(new ObjectRecord(1, -2, new byte[] {1}, 1))));
                continued++;
            } catch (FileStorageException e) {
                assertThat(file).as("seed " + seed).hasBinaryContent(before);
                continue;
            }
            try (var reader = FileStorageReader.open(file, ReadOptions.strict(_ -> {}))) {
                var last = reader.transactions(-2, -2);
                assertThat(last.hasNext()).as("seed " + seed).isTrue();
            }
        }
        assertThat(continued).isBetween(1, APPEND_SEEDS - 1);
    }

    /// Whether the file was read to its end.
    private static boolean read(int seed, Path file, ReadOptions options) throws IOException {
        Random random = new Random(seed);
        long size = Files.size(file);
        long transactions = 0;
        long records = 0;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try (var reader = FileStorageReader.open(file, options)) {
            for (var cursor = reader.transactions(); cursor.hasNext(); transactions++) {
                for (ObjectRecord record : cursor.next().records()) {
                    records++;
                    assertThat(record.data() == null || record.data().length < size)
                            .isTrue();
                }
            }
            FileSummary summary = reader.summary(_ -> {});
            assertThat(summary.transactions()).isEqualTo(transactions);
            assertThat(summary.records()).isGreaterThanOrEqualTo(records);
            assertThat(summary.end()).isLessThanOrEqualTo(size);
            reader.transactions(random.nextLong(), random.nextLong()).forEachRemaining(_ -> {});
            return true;
        } catch (FileStorageException e) {
            assertThat(e.getMessage()).as("seed " + seed).doesNotContain("\n");
            return false;
        } finally {
            assertThat(transactions).isLessThanOrEqualTo(size / 31);
            assertThat(records).isLessThanOrEqualTo(size / 43);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                    .as("seed " + seed)
                    .isLessThan(MAX_ALLOCATED_BYTES);
        }
    }

    private Path damagedFile(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = Files.readAllBytes(Vectors.file(names.get(random.nextInt(names.size())) + ".fs"));
        for (int damages = 1 + random.nextInt(3); damages > 0 && bytes.length > 8; damages--) {
            int at = 4 + random.nextInt(bytes.length - 4);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 ->
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) (random.nextBoolean() ? -1 : 0));
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 7), (byte) 0x7f);
                case 4 -> bytes = Arrays.copyOf(bytes, at + random.nextInt(40));
                default -> System.arraycopy(bytes, 4, bytes, at, Math.min(bytes.length - at, at - 4));
            }
        }
        return Files.write(folder.resolve("damaged.fs"), bytes);
    }
}
