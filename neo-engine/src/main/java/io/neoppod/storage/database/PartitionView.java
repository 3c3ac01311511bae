package io.neoppod.storage.database;

import io.neoppod.protocol.Ids;
import java.util.BitSet;

/// Which partitions exist and which are readable on this node.
///
/// @param partitions number of partitions of the cluster, 0 before the first partition table
/// @param readable   partitions of own UP_TO_DATE and FEEDING cells; not modified once published
public record PartitionView(int partitions, BitSet readable) {

    public static final PartitionView EMPTY = new PartitionView(0, new BitSet());

    public boolean isReadable(int partition) {
        return partition >= 0 && readable.get(partition);
    }

    /// The partition of an object or transaction.
    ///
    /// @throws NonReadableCellException before the first partition table
    public int partition(long id) {
        if (partitions == 0) {
            throw new NonReadableCellException(0);
        }
        return Ids.partition(id, partitions);
    }

    public void checkReadable(int partition) {
        if (!isReadable(partition)) {
            throw new NonReadableCellException(partition);
        }
    }

    /// Readable partitions, ascending.
    public int[] readablePartitions() {
        return readable.stream().toArray();
    }

    /// What is readable in both views, for a reader that may see either state of the database.
    public PartitionView and(PartitionView later) {
        var both = (BitSet) readable.clone();
        both.and(later.readable);
        return new PartitionView(later.partitions, both);
    }
}
