package io.neoppod.storage.database;

import static io.neoppod.storage.database.DatabaseSamples.id;
import static io.neoppod.storage.database.DatabaseSamples.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each operation changes the rows that Python NEO changes (`ops.json`): data ids, positions, everything.
public abstract class WriteVectorContract {

    private final DatabaseBackend backend;
    private DatabaseBackend.Fixture fixture;
    private WriteSession writer;
    private Deque<JsonNode> steps;
    private TreeSet<String> rows;

    protected WriteVectorContract(DatabaseBackend backend) {
        this.backend = backend;
    }

    /// Opens the sample of an operation.
    private void start(int index, String name) {
        close();
        var operation = DatabaseSamples.json("ops.json").get(index);
        assertThat(operation.get("name").asText()).startsWith(name);
        fixture = backend.sample(operation.get("base").asText());
        writer = fixture.database().writer();
        steps = new ArrayDeque<>(stream(operation.get("steps")).toList());
        rows = fixture.dump().rows();
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            assertThat(steps).as("steps left").isEmpty();
            fixture.close();
            fixture = null;
        }
    }

    /// Takes the next step and compares the rows that change.
    ///
    /// @return expected result
    private JsonNode step(Job job) {
        return step(job, changes -> {});
    }

    private JsonNode step(Job job, Consumer<Map<String, TreeSet<String>>> deviation) {
        var expected = steps.remove();
        Map<String, TreeSet<String>> changes = new HashMap<>();
        for (String sign : List.of("-", "+")) {
            changes.put(sign, new TreeSet<>());
            expected.get("changes")
                    .properties()
                    .forEach(table -> stream(table.getValue().path(sign))
                            .forEach(row -> changes.get(sign).add(text(table.getKey(), row))));
        }
        deviation.accept(changes);
        try {
            job.run(writer);
        } catch (UndoPackException e) {
            throw new AssertionError(e);
        }
        writer.commit();
        var after = fixture.dump().rows();
        var removed = new TreeSet<>(rows);
        removed.removeAll(after);
        var added = new TreeSet<>(after);
        added.removeAll(rows);
        assertThat(removed).as("removed by " + expected.get("call")).isEqualTo(changes.get("-"));
        assertThat(added).as("added by " + expected.get("call")).isEqualTo(changes.get("+"));
        rows = after;
        return expected.get("result");
    }

    private interface Job {
        void run(WriteSession writer) throws UndoPackException;
    }

    private static String text(String table, JsonNode row) {
        return TableDump.text(
                table,
                stream(row).map(value -> value.isNull() ? null : value.asText()).toList());
    }

    @Test
    void dropsUnfinishedTransactions() {
        for (int sample : new int[] {0, 2, 5}) {
            start(sample, "dropUnfinishedData");
            // The reference leaves the pack order of the transaction, and never approves another one then.
            step(
                    WriteSession::dropUnfinished,
                    changes -> rows.stream()
                            .filter(row -> row.startsWith("pack[" + id("03f594690fd31bee")))
                            .forEach(changes.get("-")::add));
            assertThat(writer.holds()).isEmpty();
        }
    }

    @Test
    void validatesTransactions() {
        for (int sample : new int[] {1, 3, 4}) {
            start(sample, "validateTransaction");
            long tid = id(sample == 4 ? "03f5946910000055" : "03f594666d2ffa99");
            long ttid = id(sample == 4 ? "03f594690fd31bee" : "03f594666d031633");
            step(session -> session.lock(ttid, tid, true));
            step(session -> session.unlock(ttid, tid));
            assertThat(writer.holds()).isEmpty();
        }
    }

    @Test
    void aborts() {
        start(6, "abort");
        long ttid = id("03f594666d031633");
        step(session -> session.abort(ttid, DataUses.NONE));
        step(session -> assertThat(session.release(DataUses.stored(281474976710675L, 25)))
                .isEqualTo(2));
    }

    @Test
    void dropsVotesOfDiscardedPartitions() {
        start(7, "dropPartitionsTemporary");
        step(session -> session.dropTemporary(new int[] {1}, DataUses.NONE));
        step(session -> assertThat(session.unfinishedTransactions())
                .containsExactly(Map.entry(id("03f594666d031633"), Ids.NONE)));
        step(session -> session.dropTemporary(new int[] {0}, DataUses.NONE));
        step(session -> assertThat(session.unfinishedTransactions()).isEmpty());
    }

    @Test
    void commits() {
        commit(8, "03f594666d300269", "03f594666d30026d");
        commit(9, "03f5946910000c0d", "03f5946910000c13");
    }

    private void commit(int index, String ttidText, String tidText) {
        start(index, "commit life cycle");
        long ttid = id(ttidText);
        long tid = id(tidText);
        var created = data("new object".getBytes(StandardCharsets.UTF_8), 0);
        var compressed = data(addedData(steps.stream().skip(1).findFirst().orElseThrow()), 1);
        long firstTid = writer.history(16, 0, 10).getLast().serial();
        var ids = new long[5];
        JsonNode[] expected = {
            step(session -> ids[0] = session.holdData(100, created, Ids.NONE)),
            step(session -> ids[1] = session.holdData(101, compressed, Ids.NONE)),
            step(session -> ids[2] = session.holdData(102, created, Ids.NONE)),
            step(session -> ids[3] = session.holdData(8, null, Ids.NONE)),
            step(session -> ids[4] = session.holdData(16, null, firstTid))
        };
        for (int i = 0; i < ids.length; i++) {
            assertThat(ids[i]).isEqualTo(expected[i].isNull() ? Ids.NONE : expected[i].asLong());
        }
        step(session -> assertThatThrownBy(() -> session.holdData(16, null, 5))
                .isInstanceOf(UndoPackException.class)
                .hasMessage("Could not undo for oid 0000000000000010"));

        long[] oids = {100, 101, 102, 8, 16};
        var objects = IntStream.range(0, ids.length)
                .mapToObj(i -> new ObjectEntry(oids[i], ids[i], oids[i] == 16 ? firstTid : Ids.NONE))
                .toList();
        var meta = new TransactionMeta(
                "ué".getBytes(StandardCharsets.UTF_8),
                new byte[] {'d'},
                new byte[] {(byte) 0x80, 3, '.'},
                false,
                ttid,
                oids);
        step(session -> session.vote(ttid, objects, meta, null));
        step(session -> assertThat(session.unfinishedTransactions())
                .containsEntry(ttid, Ids.NONE)
                .hasSize(2));
        step(session -> session.lock(ttid, tid, false));
        step(session -> assertThat(session.load(100, Ids.NONE, Ids.NONE)).isEqualTo(new LoadResult.Absent(false)));
        step(session -> session.unlock(ttid, tid));
        step(session -> assertThat(session.finalTid(ttid)).isEqualTo(tid));
        step(session -> assertThat(session.lastIds()).isEqualTo(new LastIds(tid, 102)));
        var holds = step(session -> {});
        assertThat(writer.holds())
                .hasSize(holds.size())
                .allSatisfy((dataId, count) ->
                        assertThat(count).isEqualTo(holds.get("" + dataId).asInt()));
    }

    /// The value that a step adds to table `data`.
    private static byte[] addedData(JsonNode step) {
        String text = step.get("changes").get("data").get("+").get(0).get(3).asText();
        return HexFormat.of().parseHex(text.substring(2, text.length() - 1));
    }

    @Test
    void votesWithoutMetadata() {
        start(10, "vote without transaction metadata");
        long ttid = id("03f594666d2ffe80");
        step(session -> session.vote(ttid, List.of(new ObjectEntry(1, Ids.NONE, Ids.NONE)), null, null));
        step(session -> assertThat(session.unfinishedTransactions())
                .containsEntry(ttid, Ids.NONE)
                .hasSize(2));
        step(session -> session.unlock(ttid, ttid + 2));
    }

    @Test
    void packsPartitions() {
        start(11, "_pack");
        pack(0, 0, "03f5945f3e591332", 100);
        pack(0, 15, "03f5945f3e591332", 100);
        start(12, "_pack");
        pack(0, 0, "03f5945feb985832", 4);
        pack(0, 7, "03f5945feb985832", 4);
        pack(0, 15, "03f5945feb985832", 4);
        start(13, "_pack");
        pack(1, 0, "03f59465cc0ebf23", 1000);
        pack(1, 28, "03f59465cc0ebf23", 1000);
    }

    private void pack(int partition, long minOid, String packTid, int limit) {
        var next = new RecordKey[1];
        var expected = step(session -> {
            var slice = session.packSlice(partition, new RecordKey(Ids.ZERO, minOid), id(packTid), limit);
            session.pack(partition, slice);
            next[0] = slice.next();
        });
        assertThat(next[0])
                .isEqualTo(
                        expected.get(0).isNull()
                                ? null
                                : new RecordKey(Ids.ZERO, expected.get(0).asLong() + 1));
    }

    @Test
    void packsObjects() {
        start(14, "_pack, list of oids");
        long packTid = id("03f594671158b878");
        step(session -> assertThat(session.packObjects(0, new long[] {12, 16, 8}, packTid))
                .isZero());
        step(session -> assertThat(session.packObjects(1, new long[] {16, 8, 20}, packTid))
                .isEqualTo(2));
        step(session -> assertThat(session.packObjects(2, new long[] {8, 20, 16}, packTid))
                .isEqualTo(3));
    }

    @Test
    void truncates() {
        start(15, "truncate");
        step(WriteSession::dropUnfinished);
        step(session -> session.setTruncateTid(id("03f5945d48c85277")));
        step(WriteVectorContract::truncate);
        step(session -> assertThat(session.lastIds()).isEqualTo(new LastIds(id("03f5945d48c85277"), 15)));
        start(16, "truncate");
        step(session -> session.setTruncateTid(id("03f5945a01cf8eee")));
        step(WriteVectorContract::truncate);
        assertThat(writer.truncateSlice(3)).isZero();
    }

    private static void truncate(WriteSession session) {
        int slices = 0;
        int deleted;
        do {
            deleted = session.truncateSlice(3);
            assertThat(deleted).isLessThanOrEqualTo(3);
            slices++;
        } while (deleted > 0);
        assertThat(slices).isGreaterThan(3);
    }

    @Test
    void deletes() {
        start(17, "deletions");
        step(session -> session.deleteObject(10, id("03f5945e94215099")));
        step(session -> session.deleteObject(4, Ids.NONE));
        step(session -> session.deleteObject(5, Ids.NONE));
        step(session -> session.deleteTransaction(id("03f5945e94215099")));
        step(session -> session.deleteTransaction(12345));
        // A range that is bounded above has no use here: truncation deletes to the end.
        steps.remove();
        start(18, "deletions with shared data");
        step(session -> session.deleteObject(5, Ids.NONE));
        step(session -> session.deleteObject(6, Ids.NONE));
    }

    @Test
    void dropsPartitions() {
        start(19, "_dropPartition");
        step(session -> assertThat(session.dropSlice(1, 7)).isEqualTo(7));
        step(session -> assertThat(session.dropSlice(1, 7)).isEqualTo(7));
        step(session -> assertThat(session.dropSlice(1, 7)).isEqualTo(3));
        step(session -> assertThat(session.dropSlice(1, 7)).isEqualTo(7));
        step(session -> assertThat(session.dropSlice(1, 7)).isZero());
    }

    /// Data of stores that were never voted stay when the node dies.
    @Test
    void prunesOrphans() {
        start(20, "orphans");
        for (String text : List.of("lost", "lost", "")) {
            var stored = new long[1];
            var data = data(text.getBytes(StandardCharsets.UTF_8), 0);
            var expected = step(session -> stored[0] = session.holdData(1, data, Ids.NONE));
            assertThat(stored[0]).isEqualTo(expected.asLong());
        }
        fixture.reopen();
        writer = fixture.database().writer();
        var orphans = new long[1][];
        var expected = step(session -> orphans[0] = Orphans.find(session));
        assertThat(orphans[0])
                .containsExactly(stream(expected).mapToLong(JsonNode::asLong).toArray());
        step(session -> assertThat(Orphans.delete(session)).isEqualTo(3));
    }

    @Test
    void keepsPackOrders() {
        start(21, "pack orders");
        long ttid = id("03f5946910007585");
        long packTid = id("03f594671158b878");
        step(session -> session.vote(ttid, List.of(), null, new PackInfo(null, packTid)));
        step(session -> session.vote(ttid + 1, List.of(), null, new PackInfo(new long[] {1, 2}, packTid)));
        step(session -> {
            var unknown = session.signPackOrders(new long[] {ttid + 1, 7}, new long[] {ttid, 8});
            assertThat(unknown.approved()).containsExactly(7);
            assertThat(unknown.rejected()).containsExactly(8);
            assertThat(unknown.changed()).isTrue();
        });
        step(session -> session.setPacked(2, id("03f5946862c0bb55")));
        step(session -> assertThat(session.ownCells())
                .extracting(cell -> Ids.hex(cell.pack()))
                .containsExactly("03f594666d2ffa9a", "03f594666d2ffa9a", "03f5946862c0bb55"));
        step(session -> session.lowerPacked(2, id("03f5945e9421509a")));
        step(session -> session.lowerPacked(2, id("03f594671158b878")));
    }

    @Test
    void changesThePartitionTable() {
        start(22, "changePartitionTable");
        change(2, 1, "0 2 OUT_OF_DATE", "1 1 OUT_OF_DATE");
        checkPositions();
        change(3, 1, "1 1 UP_TO_DATE");
        checkPositions();
        change(4, 2, "0 1 FEEDING", "0 3 OUT_OF_DATE", "0 2 DISCARDED");
        checkPositions();
        change(5, 2, "0 1 DISCARDED", "1 1 CORRUPTED");
        checkPositions();
        change(6, 2, "0 1 OUT_OF_DATE", "1 1 OUT_OF_DATE");
        checkPositions();
        step(session -> session.changePartitionTable(
                TableChange.full(7, 0, cells("0 1 UP_TO_DATE", "1 1 UP_TO_DATE"), Ids.NONE)));
        checkPositions();
    }

    private void change(int ptid, int replicas, String... cells) {
        step(session -> session.changePartitionTable(
                TableChange.incremental(ptid, replicas, cells(cells), id("03f594609bdf1f99"))));
    }

    private static List<CellChange> cells(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.split(" "))
                .map(words -> new CellChange(
                        Integer.parseInt(words[0]), Integer.parseInt(words[1]), CellState.valueOf(words[2])))
                .toList();
    }

    private void checkPositions() {
        var expected = step(session -> {});
        assertThat(fixture.database().partitions().readablePartitions())
                .containsExactly(DatabaseSamples.numbers(expected.get(0)));
        assertThat(writer.cellPositions()).hasSize(expected.get(1).size()).allSatisfy(cell -> {
            assertThat(cell.nextTransaction()).isEqualTo(id(expected.get(1).get("" + cell.partition())));
            assertThat(cell.nextObject()).isEqualTo(cell.nextTransaction());
        });
    }

    @Test
    void knowsWhereABackupContinues() {
        start(23, "backup mode positions");
        step(session -> session.setBackupTid(id("03f594609bdf1f99")));
        checkBackupPositions();
        step(session -> session.setBackupTid(0));
        checkBackupPositions();
        step(session -> session.setBackupTid(id("03f594609bdf1f99")));
        step(session ->
                session.changePartitionTable(TableChange.incremental(2, 1, cells("1 1 OUT_OF_DATE"), Ids.NONE)));
        checkBackupPositions();
        step(session -> session.setBackupTid(Ids.NONE));
    }

    private void checkBackupPositions() {
        var expected = step(session -> {});
        assertThat(writer.cellPositions()).hasSize(2).allSatisfy(cell -> {
            var position = expected.get("" + cell.partition());
            boolean isPair = position.isArray();
            assertThat(cell.outOfDate()).isEqualTo(!isPair);
            assertThat(cell.nextTransaction()).isEqualTo(id(isPair ? position.get(0) : position));
            assertThat(cell.nextObject()).isEqualTo(id(isPair ? position.get(1) : position));
        });
    }

    @Test
    void movesCells() {
        start(24, "updateCellTID");
        step(session -> session.setCellTid(0, id("03f5945e94215098")));
        step(session -> session.setCellTid(0, id("03f5945e942150a2")));
        start(25, "updateCellTID");
        step(session -> session.setCellTid(0, 0xffff));
        start(26, "new node id");
        step(session -> session.setNid(9));
    }

    @Test
    void keepsItsConfiguration() {
        start(27, "configuration");
        step(session -> session.setTruncateTid(id("03f594609bdf1f99")));
        step(session -> session.setTruncateTid(Ids.NONE));
        step(session -> session.setName("renamed"));
    }

    @Test
    void storesCommittedTransactions() {
        start(28, "storeTransaction to final tables");
        long tid = id("03f594666d300e22");
        var meta = new TransactionMeta(new byte[0], new byte[0], new byte[0], true, tid, new long[] {200});
        Job store = session -> {
            session.storeTransaction(new StoredTransaction(tid, meta, null));
            session.storeObjects(List.of(new StoredObject(200, tid, null, Ids.NONE)));
        };
        step(store);
        step(store);
        // Other data for the same record are an error in the reference; a replication that resumes may bring them.
        steps.remove();
        var data = data(new byte[] {1}, 0);
        writer.storeObjects(List.of(new StoredObject(200, tid, data, Ids.NONE)));
        writer.storeObjects(List.of(new StoredObject(200, tid, data(new byte[] {2}, 0), Ids.NONE)));
        var revision = DatabaseSamples.fetch(fixture.database(), writer, 200, tid);
        assertThat(revision.data().data()).containsExactly(2);
        assertThat(Orphans.find(writer)).as("data replaced are gone").hasSize(2);
    }

    private static DataRecord data(byte[] bytes, int compression) {
        try {
            return new DataRecord(
                    compression, MessageDigest.getInstance("SHA-1").digest(bytes), bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
