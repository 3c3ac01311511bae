package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DatabaseBackend;
import io.neoppod.storage.database.PackSlice;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.WriteSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A slice of a pack has a bound, whatever the number of revisions of an object.
class SlicedPackTest {
    private static final int NID = 3;
    private static final int REVISIONS = 2 * OldRecords.MAX_RECORDS + 10;

    private DatabaseBackend.Fixture fixture;
    private WriteSession writer;

    @BeforeEach
    void start() {
        fixture = new SqliteBackend(false).empty(false);
        writer = fixture.database().writer();
        writer.setName("test");
        writer.setNid(NID);
        var cells = List.of(new CellChange(0, NID, CellState.UP_TO_DATE));
        writer.changePartitionTable(TableChange.incremental(1, 0, cells, Ids.NONE));
        var objects = new ArrayList<StoredObject>();
        for (int tid = 1; tid <= REVISIONS; tid++) {
            objects.add(new StoredObject(4, tid, data(tid), Ids.NONE));
        }
        objects.add(new StoredObject(5, 1, data(0), Ids.NONE));
        objects.add(new StoredObject(5, 2, data(1), Ids.NONE));
        objects.add(new StoredObject(6, 1, data(2), Ids.NONE));
        objects.add(new StoredObject(6, 2, null, Ids.NONE));
        writer.storeObjects(objects);
        writer.commit();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static DataRecord data(int content) {
        return new DataRecord(0, new byte[20], new byte[] {(byte) content});
    }

    @Test
    void ofAPartition() {
        var deleted = new ArrayList<Integer>();
        for (var next = RecordKey.FIRST; next != null; ) {
            var slice = writer.packSlice(0, next, REVISIONS, 100);
            deleted.add(writer.pack(0, slice));
            writer.commit();
            next = slice.next();
        }
        assertOnlyCurrentIsLeft(deleted);
    }

    @Test
    void ofAPartitionFoundBeforeAnythingIsDeleted() {
        var slices = new ArrayList<PackSlice>();
        try (var reader = fixture.database().openReader()) {
            for (var next = RecordKey.FIRST; next != null; ) {
                slices.add(reader.packSlice(0, next, REVISIONS, 2));
                next = slices.getLast().next();
            }
        }
        var deleted = slices.stream().map(slice -> writer.pack(0, slice)).toList();
        writer.commit();
        assertThat(deleted).isEqualTo(slices.stream().map(PackSlice::size).toList());
        assertOnlyCurrentIsLeft(deleted);
    }

    @Test
    void ofSomeObjects() {
        var deleted = new ArrayList<Integer>();
        do {
            deleted.add(writer.packObjects(0, new long[] {4, 5, 6}, REVISIONS));
            writer.commit();
        } while (deleted.getLast() > 0);
        assertOnlyCurrentIsLeft(deleted);
    }

    private void assertOnlyCurrentIsLeft(List<Integer> deleted) {
        assertThat(deleted).hasSizeGreaterThan(2).allMatch(count -> count <= OldRecords.MAX_RECORDS);
        assertThat(deleted.stream().mapToInt(count -> count).sum()).isEqualTo(REVISIONS - 1 + 1 + 2);
        var tables = fixture.dump().tables();
        assertThat(tables.get("obj"))
                .extracting(row -> row.subList(1, 3))
                .containsExactly(List.of(4L, (long) REVISIONS), List.of(5L, 2L));
        assertThat(tables.get("data")).hasSize(2);
    }
}
