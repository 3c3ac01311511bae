package io.neoppod.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads and writes files that are much larger than the heap of a process made for it.
class FileStorageMemoryTest {
    private static final int LARGE_RECORDS = 128;
    private static final int LARGE_BYTES = 4 << 20;
    private static final int SMALL_RECORDS = 200_000;

    @TempDir
    Path folder;

    @Test
    void aFileOfHalfAGibibyteNeedsAHeapForOneRecord() throws Exception {
        Path sparse = folder.resolve("sparse.fs");
        writeSparseFile(sparse);

        assertThat(inSmallHeap("read", sparse)).isEqualTo("records=128 bytes=536870912");
    }

    /// As objects on the heap, that many positions alone would not fit.
    @Test
    void theHeapDoesNotGrowWithTheNumberOfObjects() throws Exception {
        assertThat(inSmallHeap("write", folder.resolve("many.fs")))
                .isEqualTo("transactions=2 records=400000 objects=200000");
    }

    private static String inSmallHeap(String task, Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx14m",
                        "-XX:MaxDirectMemorySize=8m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileStorageMemoryTest.class.getName(),
                        task,
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    public static void main(String[] arguments) {
        Path path = Path.of(arguments[1]);
        System.out.println(arguments[0].equals("read") ? readAll(path) : writeAndContinue(path));
    }

    private static String readAll(Path path) {
        long records = 0;
        long bytes = 0;
        try (var reader = FileStorageReader.open(path, ReadOptions.strict(_ -> {}))) {
            for (var cursor = reader.transactions(); cursor.hasNext(); ) {
                for (ObjectRecord record : cursor.next().records()) {
                    records++;
                    bytes += record.data() == null ? 0 : record.data().length;
                }
            }
        }
        return "records=" + records + " bytes=" + bytes;
    }

    private static String writeAndContinue(Path path) {
        for (long tid = 1; tid <= 2; tid++) {
            long serial = tid;
            try (var writer = FileStorageWriter.append(path, _ -> {})) {
                writer.copy(transaction(
                        tid, SMALL_RECORDS, oid -> new ObjectRecord(oid, serial, new byte[] {1, 2, 3}, serial - 1)));
            }
        }
        try (var reader = FileStorageReader.open(path, ReadOptions.strict(_ -> {}))) {
            FileSummary summary = reader.summary(_ -> {});
            return "transactions=" + summary.transactions() + " records=" + summary.records() + " objects="
                    + summary.objects();
        }
    }

    private static TransactionRecord transaction(long tid, int records, IntFunction<ObjectRecord> record) {
        byte[] none = new byte[0];
        return new TransactionRecord(
                new TransactionHeader(tid, TransactionHeader.COMMITTED, none, none, none),
                () -> IntStream.range(0, records).mapToObj(record).iterator());
    }

    /// One transaction per record, with data that is a hole in the file.
    private static void writeSparseFile(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(Layout.magic()));
            long length = Layout.TRANSACTION_HEADER_BYTES + Layout.RECORD_HEADER_BYTES + LARGE_BYTES;
            long position = Layout.MAGIC_BYTES;
            for (int i = 1; i <= LARGE_RECORDS; i++) {
                ByteBuffer headers = ByteBuffer.allocate(Layout.TRANSACTION_HEADER_BYTES + Layout.RECORD_HEADER_BYTES)
                        .putLong(i)
                        .putLong(length)
                        .put((byte) TransactionHeader.COMMITTED)
                        .putShort((short) 0)
                        .putInt(0)
                        .putLong(i)
                        .putLong(i)
                        .putLong(0)
                        .putLong(position)
                        .putShort((short) 0)
                        .putLong(LARGE_BYTES)
                        .flip();
                channel.write(headers, position);
                channel.write(ByteBuffer.allocate(Layout.TRAILER_BYTES).putLong(0, length), position + length);
                position += length + Layout.TRAILER_BYTES;
            }
        }
    }
}
