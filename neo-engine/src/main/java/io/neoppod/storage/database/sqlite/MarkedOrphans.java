package io.neoppod.storage.database.sqlite;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.OrphanSearch;
import io.neoppod.storage.database.RecordKey;
import java.util.BitSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Looks for orphans where each value is used by the records of one object only ([Sharing#UNDO]), and not all uses are
/// indexed: the values that the records of a partition use are marked, then those without mark are found.
///
/// Records are read in order of their objects, while commits go on. A value that is used when this begins stays so, by
/// the same record or by a later one of the object, so it is seen, whatever is deleted meanwhile. What was held then
/// may be used by records that come where the search has been; it is left alone. What is stored later has other ids.
///
/// Bound: two bits for each value of a window of ids; a partition with more values is read several times.
final class MarkedOrphans implements OrphanSearch {
    /// Ids looked at together: 16 MiB at most.
    private static final long WINDOW = 1L << 26;

    /// Rows a piece looks at.
    private static final int PIECE = 5_000;

    private static final Query FIRST_ID = new Query("search orphan data", """
            SELECT MIN(id) FROM data WHERE id >= ?""");
    private static final Query USES = new Query("read used data", """
            SELECT oid, tid, data_id FROM obj WHERE partition = ? AND (oid, tid) > (?, ?)
            ORDER BY oid, tid LIMIT ?""");
    private static final Query VALUES = new Query("search orphan data", """
            SELECT id FROM data WHERE id >= ? AND id < ? ORDER BY id LIMIT ?""");

    private final SqliteConnection connection;
    private final DataStore data;
    /// Where the next window starts. Past the last partition it is NONE, which nothing comes after.
    private long nextId;
    private @Nullable Window window;

    MarkedOrphans(SqliteConnection connection, DataStore data) {
        this.connection = connection;
        this.data = data;
    }

    @Override
    public Piece next(boolean delete) {
        data.flush();
        if (window == null) {
            window = open();
            return new Piece(new long[0], 0, window == null);
        }
        if (window.position != null) {
            window.mark();
            return new Piece(new long[0], 0, false);
        }
        return window.sweep(delete);
    }

    private @Nullable Window open() {
        long first = connection.id(FIRST_ID, nextId);
        if (first == Ids.NONE) {
            return null;
        }
        int partition = DataStore.partition(first);
        long end = data.nextId(partition);
        if (end - first > WINDOW) {
            end = first + WINDOW;
            nextId = end;
        } else {
            nextId = DataStore.firstId(partition + 1);
        }
        return new Window(partition, first, end);
    }

    /// Values of a partition with neighbouring ids.
    private final class Window {
        final int partition;
        final long first;
        final long end;
        final BitSet used = new BitSet();
        final BitSet held = new BitSet();
        /// The record read last, null when all are.
        @Nullable
        RecordKey position = new RecordKey(-1, -1);

        /// Where to look for values without mark.
        private long sweptTo;

        Window(int partition, long first, long end) {
            this.partition = partition;
            this.first = first;
            this.end = end;
            this.sweptTo = first;
            data.holds().ids().filter(id -> id >= first && id < end).forEach(id -> held.set((int) (id - first)));
        }

        void mark() {
            var last = position;
            int[] examined = {0};
            connection.forEach(
                    USES,
                    row -> {
                        examined[0]++;
                        position = new RecordKey(row.getLong(2), row.getLong(1));
                        mark(row.getId(3));
                    },
                    partition,
                    last.oid(),
                    last.tid(),
                    PIECE);
            if (examined[0] < PIECE) {
                position = null;
            }
        }

        private void mark(long dataId) {
            if (dataId >= first && dataId < end) {
                used.set((int) (dataId - first));
            }
        }

        Piece sweep(boolean delete) {
            long[] ids = connection.ids(VALUES, sweptTo, end, PIECE);
            long[] found = LongStream.of(ids)
                    .filter(id -> !used.get((int) (id - first)))
                    .toArray();
            long[] unheld = LongStream.of(found)
                    .filter(id -> !held.get((int) (id - first)))
                    .toArray();
            int deleted = delete ? data.prune(DataUses.stored(unheld)) : 0;
            if (ids.length < PIECE) {
                window = null;
            } else {
                sweptTo = ids[ids.length - 1] + 1;
            }
            return new Piece(found, deleted, false);
        }
    }
}
