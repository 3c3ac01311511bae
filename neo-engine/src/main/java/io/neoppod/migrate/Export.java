package io.neoppod.migrate;

import io.neoppod.client.DataRecord;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionRecord;
import io.neoppod.filestorage.FileStorageWriter;
import io.neoppod.filestorage.ObjectRecord;
import io.neoppod.filestorage.TransactionHeader;
import io.neoppod.protocol.Ids;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Copies a cluster to a FileStorage, as far as a transaction, or the last one at the start.
final class Export implements Copy {
    private final NeoStorage source;
    private final FileStorageWriter target;
    private final @Nullable Tid until;

    Export(NeoStorage source, FileStorageWriter target, @Nullable Tid until) {
        this.source = source;
        this.target = target;
        this.until = until;
    }

    @Override
    public void run(CopyMonitor monitor) throws MigrationException {
        long copied = target.lastTid();
        long newest = source.lastTransaction().value();
        long last = until == null ? newest : Math.min(newest, until.value());
        if (copied != Ids.ZERO && !hasTransaction(copied)) {
            throw new MigrationException("the last transaction of the destination, " + Ids.hex(copied)
                    + ", is not in the cluster: choose another file");
        }
        var transactions = source.iterate(new Tid(copied + 1), new Tid(last));
        double first = Double.NaN;
        while (!monitor.isStopped() && transactions.hasNext()) {
            var transaction = transactions.next();
            double tid = transaction.tid().value();
            // Nobody knows the size of what is left: time tells about how much of it is done.
            first = Double.isNaN(first) ? tid : first;
            var counter = copy(transaction);
            monitor.advance(counter.objects, counter.bytes, tid < last ? (tid - first) / (last - first) : 1);
        }
    }

    private boolean hasTransaction(long tid) {
        return source.iterate(new Tid(tid), new Tid(tid)).hasNext();
    }

    private Counter copy(TransactionRecord transaction) {
        var counter = new Counter();
        try (var records = source.records(transaction)) {
            Iterator<ObjectRecord> converted =
                    records.map(Export::record).peek(counter::add).iterator();
            target.copy(new io.neoppod.filestorage.TransactionRecord(header(transaction), () -> converted));
        }
        return counter;
    }

    private static TransactionHeader header(TransactionRecord transaction) {
        var metadata = transaction.metadata();
        return new TransactionHeader(
                transaction.tid().value(),
                transaction.packed() ? TransactionHeader.PACKED : TransactionHeader.COMMITTED,
                metadata.user(),
                metadata.description(),
                metadata.extension());
    }

    private static ObjectRecord record(DataRecord record) {
        return new ObjectRecord(record.oid().value(), record.tid().value(), record.data(), value(record.dataTid()));
    }

    private static long value(@Nullable Tid tid) {
        return tid == null ? Ids.NONE : tid.value();
    }

    private static final class Counter {
        private int objects;
        private long bytes;

        void add(ObjectRecord record) {
            objects++;
            bytes += record.data() == null ? 0 : record.data().length;
        }
    }
}
