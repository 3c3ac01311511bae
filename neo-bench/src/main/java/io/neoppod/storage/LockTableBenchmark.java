package io.neoppod.storage;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.Transaction.Stored;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/// All that the lock table does for a transaction, beside others that hold locks.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LockTableBenchmark {
    private static final int OTHERS = 16;
    private static final int PARTITIONS = 12;

    /// Objects of the transaction.
    @Param({"1", "1000"})
    public int objects;

    private final LockTable table = new LockTable(PARTITIONS, _ -> true);
    private final Stored stored = new Stored(1, Ids.NONE);
    private long ttid = 1_000_000;

    /// Other transactions hold as many locks each.
    @Setup
    public void setUp() {
        for (int other = 1; other <= OTHERS; other++) {
            store(table.register(other, other), other * 1_000_000L);
        }
    }

    /// From the first store to the unlock.
    @Benchmark
    public Transaction transaction() {
        var transaction = table.register(ttid, 1);
        store(transaction, 0);
        table.vote(transaction, true);
        table.lock(ttid, ttid + 1, false);
        table.unlock(ttid);
        table.visible(transaction);
        ttid += 2;
        return transaction;
    }

    /// What each load asks.
    @Benchmark
    public boolean isReadLocked() {
        return table.isReadLocked(ttid);
    }

    private void store(Transaction transaction, long first) {
        for (long oid = first; oid < first + objects; oid++) {
            table.lock(transaction, oid, Ids.ZERO);
            table.checked(transaction, oid, Ids.ZERO, Ids.NONE);
            table.store(transaction, oid, Ids.ZERO, stored);
        }
    }
}
