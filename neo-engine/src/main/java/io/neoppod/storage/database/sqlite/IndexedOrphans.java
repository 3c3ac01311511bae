package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.OrphanSearch;
import java.util.stream.LongStream;

/// Looks for orphans where all uses of values are indexed: a look for each value, by id.
final class IndexedOrphans implements OrphanSearch {
    /// Values a piece looks at.
    private static final int PIECE = 500;

    private static final Query VALUES = new Query("search orphan data", """
            SELECT id, EXISTS (SELECT 1 FROM obj WHERE data_id = id) FROM data WHERE id >= ? ORDER BY id LIMIT ?""");

    private final SqliteConnection connection;
    private final DataStore data;
    private long nextId;

    IndexedOrphans(SqliteConnection connection, DataStore data) {
        this.connection = connection;
        this.data = data;
    }

    @Override
    public Piece next(boolean delete) {
        data.flush();
        var unused = LongStream.builder();
        int[] examined = {0};
        connection.forEach(
                VALUES,
                row -> {
                    examined[0]++;
                    nextId = row.getLong(1) + 1;
                    if (!row.getBoolean(2)) {
                        unused.add(row.getLong(1));
                    }
                },
                nextId,
                PIECE);
        long[] found = unused.build().toArray();
        int deleted = delete ? data.prune(DataUses.stored(found)) : 0;
        return new Piece(found, deleted, examined[0] < PIECE);
    }
}
