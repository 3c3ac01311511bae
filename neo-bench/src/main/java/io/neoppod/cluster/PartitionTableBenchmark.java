package io.neoppod.cluster;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
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

/// What clients and storages ask the partition table for each object.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartitionTableBenchmark {
    private static final int STORAGES = 6;
    private static final int REPLICAS = 1;

    /// Rows of the table.
    @Param({"12", "1000"})
    public int partitions;

    private PartitionTable table;
    private long oid;

    /// Two cells in each row.
    @Setup
    public void setUp() {
        var nodes = new NodeRegistry();
        for (int nid = 1; nid <= STORAGES; nid++) {
            nodes.create(NodeType.STORAGE, nid, new Address("192.0.2." + nid, 10000), NodeState.RUNNING);
        }
        var rows = new ArrayList<List<CellEntry>>();
        for (int partition = 0; partition < partitions; partition++) {
            int first = partition % STORAGES;
            rows.add(List.of(
                    new CellEntry(first + 1, CellState.UP_TO_DATE),
                    new CellEntry((first + 1) % STORAGES + 1, CellState.UP_TO_DATE)));
        }
        table = new PartitionTable(partitions, REPLICAS);
        table.load(1, REPLICAS, rows, nodes);
    }

    /// Whom to read an object from.
    @Benchmark
    public List<Cell> readableCells() {
        return table.readableCells(table.partition(oid++));
    }

    /// Whom to write an object to.
    @Benchmark
    public List<Cell> row() {
        return table.row(table.partition(oid++));
    }
}
