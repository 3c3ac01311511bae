package io.neoppod.storage.database.sqlite;

import io.neoppod.storage.database.PartitionView;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets only readable cells be read.
///
/// A cell may be discarded and its data dropped while a read runs, so that it finds nothing: the cell must be
/// readable before and after.
record CellGate(Supplier<PartitionView> view) {

    /// Reads from the cell of an id.
    <T extends @Nullable Object> T readFor(long id, CellRead<T> read) {
        int partition = partition(id);
        return readFrom(partition, () -> read.from(partition));
    }

    <T extends @Nullable Object> T readFrom(int partition, Supplier<T> read) {
        view.get().checkReadable(partition);
        T result = read.get();
        view.get().checkReadable(partition);
        return result;
    }

    int partition(long id) {
        return view.get().partition(id);
    }

    @FunctionalInterface
    interface CellRead<T extends @Nullable Object> {
        T from(int partition);
    }
}
