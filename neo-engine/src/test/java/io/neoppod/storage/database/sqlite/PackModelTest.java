package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.MemoryDatabase;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.UndoPackException;
import io.neoppod.storage.database.WriteSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packs and deletions leave in SQLite what they leave in the database of the simulations: random histories with undos,
/// deleted objects, objects of many revisions and values that running transactions hold.
class PackModelTest {
    private static final int NID = 3;
    private static final int PARTITIONS = 2;
    private static final int OBJECTS = 12;
    private static final int MANY = OldRecords.MAX_RECORDS + 500;

    private final Random random = new Random();
    private final List<StoredObject> history = new ArrayList<>();
    private long lastTid;
    /// The same in both databases.
    private DataUses held = DataUses.NONE;

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, false", "5, false", "6, true", "7, true", "8, true"})
    void deletesAsTheModel(long seed, boolean isLikePythons) {
        random.setSeed(seed);
        makeHistory();
        try (var fixture = new SqliteBackend(isLikePythons).empty(false);
                var model = MemoryDatabase.create(false)) {
            var sessions = List.of(fixture.database().writer(), model.writer());
            for (var session : sessions) {
                start(session);
            }
            for (long packTid : random.longs(3, 0, lastTid + 1).sorted().toArray()) {
                int limit = 1 + random.nextInt(OBJECTS);
                boolean isPartial = random.nextInt(3) == 0;
                both(sessions, session -> pack(session, packTid, limit, isPartial));
                assertThat(fixture.dump().rows()).isEqualTo(model.dump().rows());
            }
            long dropSeed = random.nextLong();
            both(sessions, session -> deleteSome(session, new Random(dropSeed)));
            assertThat(fixture.dump().rows()).isEqualTo(model.dump().rows());
            both(sessions, session -> session.abort(lastTid, held));
            assertThat(fixture.dump().rows()).isEqualTo(model.dump().rows());
            long truncateTid = lastTid / 2 + random.nextLong(lastTid / 2);
            int limit = 1 + random.nextInt(50);
            both(sessions, session -> truncate(session, truncateTid, limit));
            assertThat(fixture.dump().rows()).isEqualTo(model.dump().rows());
            both(sessions, session -> drop(session, limit));
            assertThat(fixture.dump().rows()).isEqualTo(model.dump().rows());
            assertThat(fixture.dump().tables().get("data")).isNotEmpty();
        }
    }

    private static void both(List<? extends WriteSession> sessions, Consumer<WriteSession> step) {
        for (var session : sessions) {
            step.accept(session);
            session.commit();
        }
    }

    private void makeHistory() {
        int[] left = random.ints(OBJECTS, 1, 40).toArray();
        left[random.nextInt(OBJECTS)] = MANY;
        var revisions = new ArrayList<List<Long>>();
        for (int oid = 0; oid < OBJECTS; oid++) {
            revisions.add(new ArrayList<>());
        }
        while (history.size() < MANY + OBJECTS * 20) {
            // Often the object with many revisions, so that its values have ids in a row.
            int oid = random.nextInt(OBJECTS);
            for (int i = random.nextInt(left[oid] == MANY ? MANY : 9); i >= 0; i--) {
                lastTid++;
                history.add(revision(oid, revisions.get(oid)));
                revisions.get(oid).add(lastTid);
            }
        }
    }

    private StoredObject revision(int oid, List<Long> earlier) {
        return switch (random.nextInt(10)) {
            case 0 -> new StoredObject(oid, lastTid, null, Ids.NONE);
            case 1 -> new StoredObject(oid, lastTid, data(), earlier.isEmpty() ? Ids.NONE : any(earlier));
            default -> new StoredObject(oid, lastTid, data(), Ids.NONE);
        };
    }

    private long any(List<Long> tids) {
        return tids.get(random.nextInt(tids.size()));
    }

    private DataRecord data() {
        return new DataRecord(
                0, new byte[20], ByteBuffer.allocate(8).putLong(lastTid).array());
    }

    private void start(WriteSession session) {
        session.setName("test");
        session.setNid(NID);
        var cells = new ArrayList<CellChange>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            cells.add(new CellChange(partition, NID, CellState.UP_TO_DATE));
        }
        session.changePartitionTable(TableChange.incremental(1, 0, cells, Ids.NONE));
        session.commit();
        session.storeObjects(history);
        held = hold(session);
        session.commit();
    }

    /// Holds what transactions undo to.
    private DataUses hold(WriteSession session) {
        var uses = new DataUses.Builder();
        try {
            for (int i = 0; i < history.size(); i += 37) {
                long oid = history.get(i).oid();
                long tid = history.get(i).tid();
                uses.add(oid, session.holdData(oid, null, tid), tid);
            }
        } catch (UndoPackException e) {
            throw new AssertionError(e);
        }
        return uses.build();
    }

    private void deleteSome(WriteSession session, Random choice) {
        for (int i = 0; i < 300; i++) {
            var object = history.get(choice.nextInt(history.size()));
            session.deleteObject(object.oid(), object.tid());
        }
        session.deleteObject(choice.nextInt(OBJECTS), Ids.NONE);
    }

    private static void truncate(WriteSession session, long tid, int limit) {
        session.setTruncateTid(tid);
        while (session.truncateSlice(limit) > 0) {
            session.commit();
        }
    }

    private static void drop(WriteSession session, int limit) {
        while (session.dropSlice(0, limit) > 0) {
            session.commit();
        }
    }

    private static void pack(WriteSession session, long packTid, int limit, boolean isPartial) {
        long[] oids = LongStream.range(0, OBJECTS).filter(oid -> oid % 5 < 3).toArray();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (isPartial) {
                while (session.packObjects(partition, oids, packTid) > 0) {
                    session.commit();
                }
            } else {
                for (var next = RecordKey.FIRST; next != null; session.commit()) {
                    var slice = session.packSlice(partition, next, packTid, limit);
                    session.pack(partition, slice);
                    next = slice.next();
                }
            }
        }
    }
}
