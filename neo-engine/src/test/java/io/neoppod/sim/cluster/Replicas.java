package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.master.MasterNode;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.NodeIds;
import io.neoppod.sim.cluster.History.Committed;
import io.neoppod.storage.database.MemoryDatabase;
import io.neoppod.storage.database.TableDump;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the databases of a settled cluster hold: all replicas of a partition the same rows, and nothing unfinished.
final class Replicas {
    private final Map<Integer, Rows> rowsByNid = new TreeMap<>();
    private final TreeMap<Long, Committed> committed = new TreeMap<>();

    /// The rows of one database.
    private static final class Rows {
        private final Map<Long, TreeSet<String>> textByPartition = new HashMap<>();
        private final Map<Long, List<List<Object>>> transactions = new HashMap<>();
        private final Map<Long, List<List<Object>>> objects = new HashMap<>();
        private final Map<Long, byte[]> data = new HashMap<>();

        Rows(TableDump dump) {
            dump.tables().get("data").forEach(row -> data.put((Long) row.getFirst(), (byte[]) row.get(3)));
            for (var row : dump.tables().get("trans")) {
                add(transactions, row, TableDump.text("trans", row));
            }
            for (var row : dump.tables().get("obj")) {
                var value = new ArrayList<>(row);
                value.set(3, data(row));
                add(objects, row, TableDump.text("obj", value));
            }
        }

        private void add(Map<Long, List<List<Object>>> table, List<Object> row, String text) {
            var partition = (Long) row.getFirst();
            table.computeIfAbsent(partition, absent -> new ArrayList<>()).add(row);
            textByPartition
                    .computeIfAbsent(partition, absent -> new TreeSet<>())
                    .add(text);
        }

        byte @Nullable [] data(List<Object> object) {
            return object.get(3) == null ? null : data.get((Long) object.get(3));
        }

        TreeSet<String> text(long partition) {
            return textByPartition.getOrDefault(partition, new TreeSet<>());
        }
    }

    /// Compares all replicas of a cluster that is whole and idle.
    Replicas(SimCluster cluster) {
        var snapshot = cluster.primaries().getFirst().ask(MasterNode::snapshot);
        var used = snapshot.rows().stream()
                .flatMap(List::stream)
                .map(CellEntry::nid)
                .collect(Collectors.toSet());
        for (var storage : cluster.storages()) {
            var database = cluster.database(storage);
            // The others may keep what they had when they were dropped.
            if (used.contains(database.writer().configuration().nid())) {
                load(storage.name(), database, snapshot.ptid());
            }
        }
        for (int partition = 0; partition < snapshot.rows().size(); partition++) {
            var cells = snapshot.rows().get(partition);
            int first = cells.getFirst().nid();
            for (var cell : cells) {
                assertThat(rows(cell.nid()).text(partition))
                        .as("partition %d of %s and %s", partition, NodeIds.text(cell.nid()), NodeIds.text(first))
                        .isEqualTo(rows(first).text(partition));
            }
            collect(rows(first), partition);
        }
        checkComplete(snapshot.rows().size());
    }

    private void load(String name, MemoryDatabase database, int ptid) {
        var session = database.writer();
        var dump = database.dump();
        assertThat(session.holds()).as("%s has data of no transaction", name).isEmpty();
        assertThat(dump.tables().get("ttrans"))
                .as("unfinished transactions of %s", name)
                .isEmpty();
        assertThat(dump.tables().get("tobj"))
                .as("unfinished objects of %s", name)
                .isEmpty();
        assertThat(session.configuration().ptid())
                .as("partition table of %s", name)
                .isEqualTo(ptid);
        rowsByNid.put(session.configuration().nid(), new Rows(dump));
    }

    private Rows rows(int nid) {
        var rows = rowsByNid.get(nid);
        assertThat(rows).as("database of %s", NodeIds.text(nid)).isNotNull();
        return rows;
    }

    private void collect(Rows rows, long partition) {
        for (var row : rows.transactions.getOrDefault(partition, List.of())) {
            var description = new String((byte[]) row.get(5), StandardCharsets.UTF_8);
            committed.merge(
                    (Long) row.get(1),
                    new Committed(description, new LinkedHashMap<>()),
                    (found, named) -> new Committed(named.description(), found.records()));
        }
        for (var row : rows.objects.getOrDefault(partition, List.of())) {
            committed
                    .computeIfAbsent((Long) row.get(2), tid -> new Committed("", new LinkedHashMap<>()))
                    .records()
                    .put((Long) row.get(1), rows.data(row));
        }
    }

    private void checkComplete(int partitions) {
        committed.forEach((tid, transaction) -> assertThat(transaction.description())
                .as("metadata of a transaction in partition %d", tid % partitions)
                .isNotEmpty());
    }

    /// What is committed, by TID.
    TreeMap<Long, Committed> committed() {
        return committed;
    }
}
