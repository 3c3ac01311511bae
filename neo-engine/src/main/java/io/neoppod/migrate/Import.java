package io.neoppod.migrate;

import io.neoppod.client.NeoStorage;
import io.neoppod.client.NeoTransaction;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.filestorage.FileStorageReader;
import io.neoppod.filestorage.ObjectRecord;
import io.neoppod.filestorage.ReadOptions;
import io.neoppod.filestorage.TransactionHeader;
import io.neoppod.filestorage.TransactionRecord;
import io.neoppod.protocol.Ids;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Copies a FileStorage to a cluster. Ids of transactions are kept, and links of undone revisions to their data.
///
/// The cluster takes one transaction with an imposed id at a time; within it, records are on their way together.
final class Import implements Copy {
    private static final int PLACES = 1 << 20;

    private final FileStorageReader source;
    private final NeoStorage target;
    private final Serials serials;
    private final long lastTid;
    private long[] written = new long[1024];
    private int count;

    Import(FileStorageReader source, NeoStorage target) {
        this.source = source;
        this.target = target;
        this.lastTid = target.lastTransaction().value();
        this.serials = new Serials(PLACES, lastTid == Ids.ZERO, this::currentSerial);
    }

    @Override
    public void run(CopyMonitor monitor) throws MigrationException {
        if (lastTid != Ids.ZERO && !source.transactions(lastTid, lastTid).hasNext()) {
            throw new MigrationException("the cluster is not empty, and its last transaction, " + Ids.hex(lastTid)
                    + ", is not in the source: import into an empty cluster");
        }
        var transactions = source.transactions(lastTid + 1, ReadOptions.LAST_TID);
        while (!monitor.isStopped() && transactions.hasNext()) {
            long bytes = copy(transactions.next());
            monitor.advance(count, bytes, (double) transactions.position() / source.size());
        }
    }

    private long copy(TransactionRecord transaction) {
        var header = transaction.header();
        count = 0;
        long bytes = 0;
        try (var copy = target.begin(metadata(header), new Tid(header.tid()))) {
            for (var record : transaction.records()) {
                store(copy, record);
                remember(record.oid());
                bytes += record.data() == null ? 0 : record.data().length;
            }
            copy.finish();
        }
        // Only now: if an object is there twice, both revisions follow the one before.
        for (int i = 0; i < count; i++) {
            serials.put(written[i], header.tid());
        }
        return bytes;
    }

    private void store(NeoTransaction copy, ObjectRecord record) {
        var oid = new Oid(record.oid());
        var base = base(record.oid());
        if (record.data() == null) {
            copy.delete(oid, base);
        } else if (record.dataSerial() == Ids.NONE) {
            copy.store(oid, base, record.data());
        } else {
            copy.storeShared(oid, base, record.data(), new Tid(record.dataSerial()));
        }
    }

    private void remember(long oid) {
        if (count == written.length) {
            written = Arrays.copyOf(written, 2 * count);
        }
        written[count++] = oid;
    }

    private @Nullable Tid base(long oid) {
        long serial = serials.get(oid);
        return serial == Serials.NONE ? null : new Tid(serial);
    }

    private long currentSerial(long oid) {
        try {
            return target.load(new Oid(oid)).serial().value();
        } catch (NoSuchObjectException absent) {
            return Serials.NONE;
        }
    }

    private static TransactionMetadata metadata(TransactionHeader header) {
        return new TransactionMetadata(header.user(), header.description(), header.extension());
    }
}
