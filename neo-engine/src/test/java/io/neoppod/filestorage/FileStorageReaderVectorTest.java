package io.neoppod.filestorage;

import static io.neoppod.filestorage.Anomaly.Kind.BAD_LENGTH;
import static io.neoppod.filestorage.Anomaly.Kind.BAD_RECORD;
import static io.neoppod.filestorage.Anomaly.Kind.INCOMPLETE_TAIL;
import static io.neoppod.filestorage.Anomaly.Kind.TID_ORDER;
import static io.neoppod.filestorage.Anomaly.Kind.UNDONE;
import static io.neoppod.filestorage.Anomaly.Kind.UNFINISHED;
import static io.neoppod.filestorage.Anomaly.Kind.UNKNOWN_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.neoppod.filestorage.Anomaly.Kind;
import io.neoppod.filestorage.Vectors.Transaction;
import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileStorageReaderVectorTest {
    private record Found(Kind kind, long offset) {}

    private static final Map<String, Found> ANOMALIES = Map.ofEntries(
            Map.entry("bad-redundant-length", new Found(BAD_LENGTH, 158)),
            Map.entry("bad-transaction-length", new Found(BAD_LENGTH, 260)),
            Map.entry("bad-tloc", new Found(BAD_RECORD, 373)),
            Map.entry("checkpoint", new Found(UNFINISHED, 750)),
            Map.entry("empty-record", new Found(BAD_RECORD, 118)),
            Map.entry("garbage-tail", new Found(BAD_LENGTH, 839)),
            Map.entry("status-u", new Found(UNDONE, 343)),
            Map.entry("status-unknown", new Found(UNKNOWN_STATUS, 343)),
            Map.entry("tid-order", new Found(TID_ORDER, 431)),
            Map.entry("truncated-in-data", new Found(INCOMPLETE_TAIL, 750)),
            Map.entry("truncated-in-header", new Found(INCOMPLETE_TAIL, 750)),
            Map.entry("truncated-last-byte", new Found(INCOMPLETE_TAIL, 750)),
            Map.entry("zero-tail", new Found(INCOMPLETE_TAIL, 839)));

    static List<String> databases() {
        return Vectors.names().stream()
                .filter(name -> !name.equals("bad-magic") && !name.equals("short-file"))
                .toList();
    }

    /// What ZODB finds, except that its iterator dies at a transaction with status `u`.
    private static List<Transaction> expected(String name) {
        if (!name.equals("status-u")) {
            return Vectors.expected(name);
        }
        List<Transaction> transactions = Vectors.expected("undo");
        transactions.remove(3);
        return transactions;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void findsWhatZodbFindsAndReportsTheAnomaly(String name) {
        List<Found> anomalies = new ArrayList<>();
        ReadOptions options =
                ReadOptions.tolerant(anomaly -> anomalies.add(new Found(anomaly.kind(), anomaly.offset())));

        assertThat(Vectors.read(Vectors.file(name + ".fs"), options)).isEqualTo(expected(name));
        assertThat(anomalies).isEqualTo(ANOMALIES.containsKey(name) ? List.of(ANOMALIES.get(name)) : List.<Found>of());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refusesDamageWhenStrictAfterWhatComesBefore(String name) {
        List<Transaction> found = new ArrayList<>();
        ReadOptions options = ReadOptions.strict(_ -> {});
        Found anomaly = ANOMALIES.get(name);

        if (anomaly == null || !anomaly.kind().isDamage()) {
            Vectors.readInto(found, Vectors.file(name + ".fs"), options);
            assertThat(found).isEqualTo(expected(name));
            return;
        }
        CorruptFileException refusal = catchThrowableOfType(
                CorruptFileException.class, () -> Vectors.readInto(found, Vectors.file(name + ".fs"), options));
        assertThat(refusal.offset()).isEqualTo(anomaly.offset());
        assertThat(refusal)
                .hasMessageContaining(name + ".fs: damaged at offset " + anomaly.offset() + ": ")
                .hasMessageNotContaining("\n");
        assertThat(found).isNotEmpty().isEqualTo(expected(name).subList(0, found.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-magic", "short-file"})
    void refusesWhatIsNoFileStorage(String name) {
        ReadOptions options = ReadOptions.tolerant(_ -> {});
        assertThatThrownBy(() -> FileStorageReader.open(Vectors.file(name + ".fs"), options))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageEndingWith(
                        "%s.fs: damaged at offset 0: not a FileStorage: it does not start with FS30 or FS21", name);
    }

    @Test
    void readsFilesOfPython2() {
        assertThat(expected("python2")).isNotEmpty();
        assertThat(Vectors.json("python2").get("magic").asText()).isEqualTo("FS21");
    }

    /// `last_tid` is not ZODB's where it reports that of a discarded transaction.
    @ParameterizedTest
    @CsvSource({
        "undo, 8, 10, 2, 839, 03f6dcb02aaaaaaa",
        "undo-creation, 6, 10, 3, 762, 03f6dcb022222222",
        "zero-tail, 8, 10, 2, 839, 03f6dcb02aaaaaaa",
        "garbage-tail, 8, 10, 2, 839, 03f6dcb02aaaaaaa",
        "checkpoint, 7, 9, 2, 750, 03f6dcb026666666",
        "truncated-in-data, 7, 9, 2, 750, 03f6dcb026666666",
        "truncated-last-byte, 7, 9, 2, 750, 03f6dcb026666666",
        "status-u, 7, 9, 2, 839, 03f6dcb02aaaaaaa",
        "plain, 7, 13, 6, 2280, 03f6dcb048888888"
    })
    void summarizes(String name, long transactions, long records, long objects, long end, String lastTid) {
        List<Long> progress = new ArrayList<>();
        try (var reader = FileStorageReader.open(Vectors.file(name + ".fs"), ReadOptions.tolerant(_ -> {}))) {
            assertThat(reader.summary(progress::add))
                    .isEqualTo(new FileSummary(
                            transactions, records, objects, end, HexFormat.fromHexDigitsToLong(lastTid)));
        }
        assertThat(progress).hasSize((int) transactions).isSorted().endsWith(end);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void summaryAgreesWithZodbOnFilesThatItOpensAndReadsToTheEnd(String name) {
        var json = Vectors.json(name);
        if (json.has("open_error")
                || json.get("end_position").asLong() != json.get("file_size").asLong()) {
            return;
        }
        try (var reader = FileStorageReader.open(Vectors.file(name + ".fs"), ReadOptions.tolerant(_ -> {}))) {
            FileSummary summary = reader.summary(_ -> {});
            assertThat(summary.end()).isEqualTo(json.get("end_position").asLong());
            if (summary.transactions() > 0) {
                assertThat(Ids.hex(summary.lastTid()))
                        .isEqualTo(json.get("last_tid").asText());
            }
        }
    }

    @Test
    void readsARangeOfTids() {
        List<Transaction> all = Vectors.expected("undo");
        try (var reader = FileStorageReader.open(Vectors.file("undo.fs"), ReadOptions.strict(_ -> {}))) {
            for (int from = 0; from < all.size(); from++) {
                for (int to = from; to < all.size(); to++) {
                    long start = HexFormat.fromHexDigitsToLong(all.get(from).tid());
                    long stop = HexFormat.fromHexDigitsToLong(all.get(to).tid());

                    assertThat(tids(reader.transactions(start, stop))).isEqualTo(tids(all.subList(from, to + 1)));
                    assertThat(tids(reader.transactions(start - 1, stop + 1)))
                            .isEqualTo(tids(all.subList(from, to + 1)));
                    assertThat(tids(reader.transactions(start + 1, stop)))
                            .isEqualTo(tids(all.subList(from + 1, to + 1)));
                }
            }
            assertThat(tids(reader.transactions(ReadOptions.LAST_TID - 1, ReadOptions.LAST_TID)))
                    .isEmpty();
        }
    }

    private static List<String> tids(TransactionCursor cursor) {
        List<String> tids = new ArrayList<>();
        cursor.forEachRemaining(
                transaction -> tids.add(Ids.hex(transaction.header().tid())));
        return tids;
    }

    private static List<String> tids(List<Transaction> transactions) {
        return transactions.stream().map(Transaction::tid).toList();
    }
}
