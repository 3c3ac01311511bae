package io.neoppod.filestorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.neoppod.filestorage.Anomaly.Kind;
import io.neoppod.filestorage.Vectors.Transaction;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileStorageWriterTest {
    private static final ReadOptions STRICT = ReadOptions.strict(_ -> {});

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void name() {
        target = folder.resolve("Data.fs");
    }

    /// All that can be copied as it is: sound, and in the order of TIDs.
    static List<String> soundFiles() {
        return List.of(
                "btrees",
                "deleted",
                "duplicate-oid",
                "empty",
                "header-only",
                "metadata",
                "packed",
                "plain",
                "python2",
                "reference-forms",
                "restored",
                "undo",
                "undo-creation");
    }

    @ParameterizedTest
    @MethodSource("soundFiles")
    void copiesEverything(String name) {
        copy(Vectors.file(name + ".fs"));

        assertThat(Vectors.read(target, STRICT)).isEqualTo(Vectors.expected(name));
        if (!List.of("empty", "packed", "python2").contains(name)) {
            assertThat(target).hasSameBinaryContentAs(Vectors.file(name + ".fs"));
        }
    }

    @Test
    void leavesTheIndexOfZodb() {
        copy(Vectors.file("plain.fs"));

        assertThat(folder.resolve("Data.fs.index")).hasSameBinaryContentAs(Vectors.file("plain.fs.index"));
        assertThat(folder).isDirectoryNotContaining("glob:**_tmp");
    }

    @ParameterizedTest
    @MethodSource("soundFiles")
    void indexesTheRecordsThatZodbHasForCurrent(String name) throws IOException {
        Files.copy(Vectors.file(name + ".fs"), target);
        if (name.equals("python2")) {
            Files.write(target, concat("FS30".getBytes(StandardCharsets.US_ASCII), tail(target)));
        }
        List<Anomaly> anomalies = new ArrayList<>();
        FileStorageWriter.append(target, anomalies::add).close();

        TreeMap<Long, Long> expected = new TreeMap<>();
        Vectors.json(name)
                .get("current")
                .properties()
                .forEach(entry -> expected.put(
                        HexFormat.fromHexDigitsToLong(entry.getKey()),
                        entry.getValue().get("offset").asLong()));
        try (OidIndex index = OidIndex.create(folder.resolve("oids"))) {
            IndexFile.read(folder.resolve("Data.fs.index"), index);
            assertThat(OidIndexTest.entries(index)).isEqualTo(expected);
        }
        assertThat(anomalies).isEmpty();
    }

    private static byte[] tail(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        return Arrays.copyOfRange(bytes, 4, bytes.length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void continuesAFileWithAndWithoutItsIndex(boolean withIndex) throws IOException {
        for (int done = 0; done < 8; done++) {
            try (var source = FileStorageReader.open(Vectors.file("undo.fs"), STRICT);
                    var writer = FileStorageWriter.append(target, _ -> {})) {
                var transactions = source.transactions(writer.lastTid() + 1, ReadOptions.LAST_TID);
                writer.copy(transactions.next());
            }
            if (!withIndex) {
                Files.delete(folder.resolve("Data.fs.index"));
            }
        }
        assertThat(target).hasSameBinaryContentAs(Vectors.file("undo.fs"));
    }

    @Test
    void trustsNoIndexOfAnotherFile() throws IOException {
        Files.copy(Vectors.file("plain.fs.index"), folder.resolve("Data.fs.index"));
        Files.copy(Vectors.file("btrees.fs"), target);

        FileStorageWriter.append(target, _ -> {}).close();

        try (OidIndex index = OidIndex.create(folder.resolve("oids"))) {
            assertThat(IndexFile.read(folder.resolve("Data.fs.index"), index)).isEqualTo(Files.size(target));
            assertThat(OidIndexTest.entries(index))
                    .hasSize(Vectors.json("btrees").get("current").size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 26, 27, 100, 157, 158, 159, 300, 700, 749, 750, 760, 819, 838})
    void continuesAfterTheLastCompleteTransactionOfACutFile(int length) throws IOException {
        Files.write(target, Arrays.copyOf(Files.readAllBytes(Vectors.file("undo.fs")), length));

        copy(Vectors.file("undo.fs"));

        assertThat(target).hasSameBinaryContentAs(Vectors.file("undo.fs"));
    }

    @Test
    void keepsWhatItCuts() throws IOException {
        byte[] bytes = Files.readAllBytes(Vectors.file("undo.fs"));
        for (int number = 0; number < 2; number++) {
            Files.write(target, Arrays.copyOf(bytes, 800 + number));
            Files.deleteIfExists(folder.resolve("Data.fs.index"));
            List<Kind> anomalies = new ArrayList<>();
            FileStorageWriter.append(target, anomaly -> anomalies.add(anomaly.kind()))
                    .close();

            assertThat(anomalies).containsExactly(Kind.INCOMPLETE_TAIL);
            assertThat(target).hasBinaryContent(Arrays.copyOf(bytes, 750));
            assertThat(folder.resolve("Data.fs.tr" + number))
                    .hasBinaryContent(Arrays.copyOfRange(bytes, 750, 800 + number));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bad-redundant-length", "bad-transaction-length", "bad-tloc", "garbage-tail", "empty-record"})
    void refusesToContinueADamagedFileAndLeavesItAlone(String name) throws IOException {
        Files.copy(Vectors.file(name + ".fs"), target);

        assertThatThrownBy(() -> FileStorageWriter.append(target, _ -> {})).isInstanceOf(CorruptFileException.class);
        assertThat(target).hasSameBinaryContentAs(Vectors.file(name + ".fs"));
        assertThatThrownBy(() -> FileStorageWriter.append(target, _ -> {})).isInstanceOf(CorruptFileException.class);
    }

    @Test
    void reportsPointersThatZodbWouldReport() throws IOException {
        Files.copy(Vectors.file("bad-prev.fs"), target);
        List<Anomaly> anomalies = new ArrayList<>();

        FileStorageWriter.append(target, anomalies::add).close();

        assertThat(anomalies).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(Kind.BAD_PREVIOUS);
            assertThat(anomaly.offset()).isEqualTo(373);
        });
    }

    /// A crash may come after any write. What is on disk then must be the last state that was synced.
    @Test
    void aCrashCostsWhatWasNotSyncedAndNothingElse() throws IOException {
        List<Transaction> all = Vectors.expected("undo");
        int synced = 0;
        try (var source = FileStorageReader.open(Vectors.file("undo.fs"), STRICT);
                var writer = FileStorageWriter.create(target)) {
            int number = 0;
            for (var transactions = source.transactions(); transactions.hasNext(); number++) {
                TransactionRecord transaction = transactions.next();
                writer.begin(transaction.header());
                transaction.records().forEach(writer::store);
                assertCrashLeaves(all.subList(0, synced));
                writer.finish();
                assertCrashLeaves(all.subList(0, synced));
                if (number % 3 == 2) {
                    writer.sync();
                    synced = number + 1;
                    assertCrashLeaves(all.subList(0, synced));
                }
            }
        }
        assertThat(synced).isEqualTo(6);
        assertThat(target).hasSameBinaryContentAs(Vectors.file("undo.fs"));
    }

    private void assertCrashLeaves(List<Transaction> transactions) throws IOException {
        Path crashed = Files.createTempDirectory(folder, "crash").resolve("Data.fs");
        Files.copy(target, crashed);
        assertThat(Vectors.read(crashed, ReadOptions.tolerant(_ -> {}))).isEqualTo(transactions);

        try (var writer = FileStorageWriter.append(crashed, _ -> {})) {
            assertThat(writer.lastTid())
                    .isEqualTo(
                            transactions.isEmpty()
                                    ? 0
                                    : HexFormat.fromHexDigitsToLong(
                                            transactions.getLast().tid()));
        }
        assertThat(Vectors.read(crashed, STRICT)).isEqualTo(transactions);
    }

    @Test
    void aSourceThatFailsLeavesTheTransactionsBefore() throws IOException {
        Files.copy(Vectors.file("undo.fs"), target);
        TransactionRecord broken = new TransactionRecord(header(-2, "broken"), () -> {
            throw new IllegalArgumentException("the source failed");
        });
        try (var writer = FileStorageWriter.append(target, _ -> {})) {
            assertThatThrownBy(() -> writer.copy(broken)).hasMessage("the source failed");
        }
        assertThat(target).hasSameBinaryContentAs(Vectors.file("undo.fs"));
    }

    @Test
    void neverSharesDataThatDiffers() {
        try (var writer = FileStorageWriter.create(target)) {
            writer.copy(transaction(1, record(7, 1, "one", Ids.NONE)));
            writer.copy(transaction(2, record(7, 2, "two", Ids.NONE)));
            writer.copy(transaction(3, record(7, 3, "one", 1)));
            writer.copy(transaction(4, record(7, 4, "two", 1)));
            writer.copy(transaction(5, record(7, 5, "one", 3)));
            writer.copy(transaction(6, record(7, 6, null, 2)));
            writer.copy(transaction(7, record(7, 7, null, 6)));
            writer.copy(transaction(8, record(8, 8, "one", 1)));
        }
        List<String> records = new ArrayList<>();
        try (var reader = FileStorageReader.open(target, STRICT)) {
            reader.transactions().forEachRemaining(transaction -> {
                for (ObjectRecord record : transaction.records()) {
                    byte[] data = record.data();
                    records.add(record.tid() + " " + (data == null ? null : new String(data, StandardCharsets.UTF_8))
                            + " "
                            + (record.dataSerial() == Ids.NONE ? "-" : record.dataSerial()));
                }
            });
        }
        assertThat(records)
                .containsExactly(
                        "1 one -", "2 two -", "3 one 1", "4 two -", "5 one 3", "6 null -", "7 null 6", "8 one -");
    }

    @Test
    void refusesWhatTheFormatCannotHold() throws IOException {
        byte[] tooLong = new byte[0x10000];
        byte[] none = new byte[0];
        byte[] before;
        try (var writer = FileStorageWriter.create(target)) {
            writer.copy(transaction(16, record(7, 16, "one", Ids.NONE)));
            writer.sync();
            before = Files.readAllBytes(target);

            assertRefused(writer, new TransactionHeader(17, ' ', tooLong, none, none), "user has 65536 bytes");
            assertRefused(writer, new TransactionHeader(17, ' ', none, tooLong, none), "description has 65536 bytes");
            assertRefused(writer, new TransactionHeader(17, ' ', none, none, tooLong), "extension has 65536 bytes");
            assertRefused(writer, header(16, "again"), "last one, 0000000000000010");

            var refusal = catchThrowableOfType(
                    NotRepresentableException.class,
                    () -> writer.copy(transaction(17, record(0xab, 17, "", Ids.NONE))));
            assertThat(refusal.tid()).isEqualTo(17);
            assertThat(refusal.oid()).isEqualTo(0xab);
            assertThat(refusal)
                    .hasMessageContaining("Data.fs: object 00000000000000ab of transaction 0000000000000011: ")
                    .hasMessageContaining("empty");
        }
        assertThat(target).hasBinaryContent(before);
    }

    private static void assertRefused(FileStorageWriter writer, TransactionHeader header, String reason) {
        var refusal = catchThrowableOfType(NotRepresentableException.class, () -> writer.begin(header));
        assertThat(refusal.tid()).isEqualTo(header.tid());
        assertThat(refusal.oid()).isEqualTo(Ids.NONE);
        assertThat(refusal).hasMessageContaining(reason);
    }

    @Test
    void writesTheLongestMetadata() {
        byte[] longest = new byte[0xffff];
        try (var writer = FileStorageWriter.create(target)) {
            writer.copy(new TransactionRecord(new TransactionHeader(1, 'p', longest, longest, longest), List.of()));
        }
        assertThat(Vectors.read(target, STRICT))
                .singleElement()
                .satisfies(found -> assertThat(found.extension()).hasSize(2 * 0xffff));
    }

    @Test
    void writesDataLargerThanItsBuffersAndReadsItWithinTheLimit() {
        byte[] large = new byte[3_000_001];
        Arrays.fill(large, (byte) 'x');
        try (var writer = FileStorageWriter.create(target)) {
            writer.copy(transaction(1, new ObjectRecord(7, 1, large, Ids.NONE)));
            writer.copy(transaction(2, record(7, 2, "small", Ids.NONE)));
            writer.copy(transaction(3, new ObjectRecord(7, 3, large, 1)));
        }
        try (var reader = FileStorageReader.open(target, STRICT)) {
            for (var transactions = reader.transactions(1, 1); transactions.hasNext(); ) {
                assertThat(transactions.next().records().iterator().next().data())
                        .isEqualTo(large);
            }
        }
        ReadOptions limited = new ReadOptions(ReadOptions.OnDamage.TOLERATE, large.length - 1, _ -> {});
        List<Transaction> found = new ArrayList<>();
        var refusal =
                catchThrowableOfType(NotRepresentableException.class, () -> Vectors.readInto(found, target, limited));
        assertThat(refusal.oid()).isEqualTo(7);
        assertThat(refusal.tid()).isEqualTo(1);
        assertThat(refusal).hasMessageEndingWith("its data has 3000001 bytes, the limit is 3000000");
    }

    @Test
    void keepsOtherWritersOut() throws IOException {
        try (var writer = FileStorageWriter.create(target)) {
            assertThat(writer.lastTid()).isZero();
            assertThatThrownBy(() -> FileStorageWriter.append(target, _ -> {}))
                    .isInstanceOf(FileStorageException.class)
                    .hasMessageContaining("in use by another process, pid "
                            + ProcessHandle.current().pid());
        }
        FileStorageWriter.append(target, _ -> {}).close();
        assertThat(folder.resolve("Data.fs.lock"))
                .hasContent(" %d\n".formatted(ProcessHandle.current().pid()));
    }

    @Test
    void refusesAFileThatExistsOrIsOfPython2() {
        copy(Vectors.file("undo.fs"));
        assertThatThrownBy(() -> FileStorageWriter.create(target))
                .isInstanceOf(FileStorageException.class)
                .hasMessageEndingWith("Data.fs: already exists; append to it or choose another name");

        Path python2 = folder.resolve("python2.fs");
        assertThatThrownBy(() -> {
                    Files.copy(Vectors.file("python2.fs"), python2);
                    FileStorageWriter.append(python2, _ -> {});
                })
                .isInstanceOf(FileStorageException.class)
                .hasMessageContaining("Python 2");
        assertThat(python2).hasSameBinaryContentAs(Vectors.file("python2.fs"));
    }

    @Test
    void saysInOneLineWhyAFileCannotBeOpened() {
        Path nowhere = folder.resolve("nowhere").resolve("Data.fs");
        assertThatThrownBy(() -> FileStorageReader.open(nowhere, STRICT))
                .isInstanceOf(FileStorageException.class)
                .hasMessage(nowhere + ": no such file or folder");
        assertThatThrownBy(() -> FileStorageWriter.create(nowhere))
                .isInstanceOf(FileStorageException.class)
                .hasMessage(nowhere + ".lock: no such file or folder");
        assertThatThrownBy(() -> FileStorageWriter.append(Files.createDirectory(target), _ -> {}))
                .isInstanceOf(FileStorageException.class)
                .hasMessageStartingWith(target + ": ");
    }

    private void copy(Path from) {
        try (var source = FileStorageReader.open(from, STRICT);
                var writer = FileStorageWriter.append(target, _ -> {})) {
            source.transactions(writer.lastTid() + 1, ReadOptions.LAST_TID).forEachRemaining(writer::copy);
        }
    }

    private static TransactionRecord transaction(long tid, ObjectRecord record) {
        return new TransactionRecord(header(tid, "test"), List.of(record));
    }

    private static TransactionHeader header(long tid, String description) {
        byte[] bytes = description.getBytes(StandardCharsets.UTF_8);
        return new TransactionHeader(tid, TransactionHeader.COMMITTED, new byte[0], bytes, new byte[0]);
    }

    private static ObjectRecord record(long oid, long tid, String data, long dataSerial) {
        return new ObjectRecord(oid, tid, data == null ? null : data.getBytes(StandardCharsets.UTF_8), dataSerial);
    }
}
