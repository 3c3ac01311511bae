package io.neoppod.storage.database;

import io.neoppod.config.ConfigException;
import io.neoppod.config.DatabaseOptions;
import io.neoppod.protocol.CellChange;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a storage asks its database: loads, whole commits, and replicated records.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SqliteBenchmark {
    private static final int NID = 1;
    private static final int PARTITIONS = 12;
    private static final int STORED = 20_000;
    private static final int RECORD_BYTES = 1024;
    private static final int HASH_BYTES = 20;
    private static final byte[] EMPTY = {};

    /// Objects of a transaction.
    @Param({"1", "100"})
    public int objects;

    private final SplittableRandom random = new SplittableRandom(1);
    private Path folder;
    private Database database;
    private ReadSession reader;
    private WriteSession writer;
    private long ttid = 1_000_000;
    private long newOid;

    /// A database with some objects to load.
    @Setup
    public void setUp() throws ConfigException, IOException {
        folder = Files.createTempDirectory("neo-bench-");
        database = Databases.open(DatabaseOptions.sqlite(folder.resolve("db").toString()), "bench");
        writer = database.writer();
        writer.setNid(NID);
        var cells = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new CellChange(partition, NID, CellState.UP_TO_DATE))
                .toList();
        writer.changePartitionTable(TableChange.full(1, 0, cells, Ids.NONE));
        writer.commit();
        for (int i = 0; i < STORED / objects; i++) {
            replicate();
        }
        reader = database.openReader();
    }

    /// Removes the files.
    @TearDown
    public void tearDown() throws IOException {
        reader.close();
        database.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// One object, from the page cache.
    @Benchmark
    public LoadResult load() {
        return reader.load(random.nextLong(STORED), Ids.NONE, Ids.MAX_TID);
    }

    /// Store, vote, lock and unlock, with the two syncs of a commit.
    @Benchmark
    public void commit() throws UndoPackException {
        long first = newOid;
        var entries = new ArrayList<ObjectEntry>();
        for (int i = 0; i < objects; i++) {
            writer.lastObjectTid(newOid);
            entries.add(new ObjectEntry(newOid++, writer.holdData(newOid, record(newOid), Ids.NONE), Ids.NONE));
        }
        var oids = LongStream.range(first, newOid).toArray();
        writer.vote(ttid, entries, new TransactionMeta(EMPTY, EMPTY, EMPTY, false, ttid, oids), null);
        writer.commit();
        database.sync();
        writer.lock(ttid, ttid + 1, false);
        writer.commit();
        database.sync();
        writer.unlock(ttid, ttid + 1);
        writer.commit();
        ttid += 2;
    }

    /// As many records as they come from a replica, made durable.
    @Benchmark
    public void replicate() {
        var records = new ArrayList<StoredObject>();
        for (int i = 0; i < objects; i++) {
            records.add(new StoredObject(newOid, ttid, record(newOid++), Ids.NONE));
        }
        writer.storeObjects(List.copyOf(records));
        writer.commit();
        database.sync();
        ttid += 2;
    }

    private DataRecord record(long oid) {
        var data = new byte[RECORD_BYTES];
        ByteBuffer.wrap(data).putLong(oid).putLong(random.nextLong());
        return new DataRecord(0, ByteBuffer.allocate(HASH_BYTES).putLong(oid).array(), data);
    }
}
