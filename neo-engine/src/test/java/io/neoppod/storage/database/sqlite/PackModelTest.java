package io.neoppod.storage.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataRecord;
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
import org.junit.jupiter.params.provider.ValueSource;

/// Packs leave in SQLite what they leave in the database of the simulations: random histories with undos, deletions,
/// objects of many revisions and values that running transactions hold.
class PackModelTest {
    private static final int NID = 3;
    private static final int PARTITIONS = 2;
    private static final int OBJECTS = 12;
    private static final int MANY = OldRecords.MAX_RECORDS + 500;

    private final Random random = new Random();
    private final List<StoredObject> history = new ArrayList<>();
    private long lastTid;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void packsAsTheModel(long seed) {
        random.setSeed(seed);
        makeHistory();
        try (var fixture = new SqliteBackend().empty(false);
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
            both(sessions, session -> session.abort(lastTid, held(session)));
            assertThat(fixture.dump().rows()).isEqualTo(model.dump().rows());
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
        try {
            for (int i = 0; i < history.size(); i += 37) {
                session.holdData(history.get(i).oid(), null, history.get(i).tid());
            }
        } catch (UndoPackException e) {
            throw new AssertionError(e);
        }
        session.commit();
    }

    private static long[] held(WriteSession session) {
        return session.holds().entrySet().stream()
                .flatMapToLong(hold -> LongStream.generate(hold::getKey).limit(hold.getValue()))
                .toArray();
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
