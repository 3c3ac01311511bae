package io.neoppod.filestorage;

import io.neoppod.filestorage.ReadOptions.OnDamage;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Appends transactions to a `Data.fs` that ZODB opens, and leaves its `.index` beside it.
///
/// | State | Legal calls |
/// |---|---|
/// | between transactions | [#begin], [#copy], [#sync], [#close] |
/// | within a transaction | [#store], [#finish], [#abort], [#close] (which aborts) |
///
/// Crash safety: transactions are finished in batches. Readers, ours and ZODB's, stop at the first one of the batch,
/// whose status says "not finished" until all of the batch is on stable storage. So a crash at any point costs the
/// transactions since the last [#sync], at most about 64 MiB of them, and never leaves half of one. To continue, open
/// the file again: [#lastTid()] says after what.
///
/// Undo: a record whose data an older record of the object has, as `dataSerial` says, is written as a pointer to it.
/// Where the older one is missing or differs, or is older than a pack, the data is written in full.
///
/// Memory does not depend on the size of the file: what must be known about it is in a temporary file beside it.
/// Confined to one thread. After an `UncheckedIOException`, close it.
public final class FileStorageWriter implements AutoCloseable {
    private static final int LOOKUP_WINDOW_BYTES = 4096;
    private static final long MAX_UNSYNCED_BYTES = 64 << 20;
    private static final long NOTHING = -1;

    private final Path path;
    private final FileLock lock;
    private final DataFile file;
    private final OidIndex index;
    private final FileIndexer indexer;
    private final DataReader older;
    private final Appender out;

    private long end;
    private long lastTid;
    private @Nullable TransactionHeader current;
    /// Start of the first transaction since the last sync, or [#NOTHING].
    private long unsynced = NOTHING;
    private char unsyncedStatus;
    private boolean isIndexRight = true;
    private boolean isClosed;

    private FileStorageWriter(
            FileLock lock, DataFile file, OidIndex index, FileIndexer indexer, FileIndexer.Result found) {
        this.path = file.path();
        this.lock = lock;
        this.file = file;
        this.index = index;
        this.indexer = indexer;
        this.end = found.end();
        this.lastTid = found.lastTid();
        ReadOptions options = new ReadOptions(OnDamage.TOLERATE, 0, _ -> {});
        this.older = new DataReader(file, file.window(LOOKUP_WINDOW_BYTES), options, new Reporter(path, options));
        this.out = new Appender(path, file.channel(), end);
    }

    /// Opens a file that does not exist, or is empty.
    ///
    /// @throws FileStorageException  if the file has something in it, or is in use by ZODB
    public static FileStorageWriter create(Path path) {
        try {
            if (Files.exists(path) && Files.size(path) > 0) {
                throw new FileStorageException(path, "already exists; append to it or choose another name");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return append(path, _ -> {});
    }

    /// Opens a file, which may not exist, to continue after its last complete transaction. What is behind, as a crash
    /// leaves it, is moved to `X.tr0` (or `tr1`, …).
    ///
    /// @throws CorruptFileException  if the file is damaged, or is not a `Data.fs`
    /// @throws FileStorageException  if the file is in use by ZODB, or was made by Python 2
    public static FileStorageWriter append(Path path, Consumer<Anomaly> anomalies) {
        FileLock lock = FileLock.acquire(path);
        DataFile file = null;
        OidIndex index = null;
        try {
            file = DataFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            if (file.isPython2()) {
                throw new FileStorageException(
                        path, "made by ZODB on Python 2, with pickles of Python 2; not appended to");
            }
            file = file.withMagic();
            index = OidIndex.create(path.resolveSibling(path.getFileName() + ".oids_tmp"));
            FileIndexer indexer = new FileIndexer(file, index, anomalies);
            FileIndexer.Result found = indexer.index(indexPath(path));
            new TailMover(file).moveFrom(found.end());
            return new FileStorageWriter(lock, file, index, indexer, found);
        } catch (RuntimeException e) {
            closeAll(index, file, lock);
            throw e;
        }
    }

    /// TID of the last transaction in the file, 0 if there is none. Only higher ones can follow.
    public long lastTid() {
        return lastTid;
    }

    /// Appends a whole transaction. If its source fails, nothing of it remains.
    public void copy(TransactionRecord transaction) {
        begin(transaction.header());
        try {
            transaction.records().forEach(this::store);
            finish();
        } catch (RuntimeException e) {
            abortAfter(e);
            throw e;
        }
    }

    private void abortAfter(RuntimeException failure) {
        try {
            abort();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// Starts a transaction. A status that ZODB does not know becomes "committed".
    ///
    /// @throws NotRepresentableException  if a string is longer than 65535 bytes, or the TID is not new
    public void begin(TransactionHeader header) {
        if (current != null) {
            throw new IllegalStateException("transaction " + Ids.hex(current.tid()) + " is not finished");
        }
        if (Long.compareUnsigned(header.tid(), lastTid) <= 0) {
            throw NotRepresentableException.transaction(
                    path, header.tid(), "does not come after the last one, " + Ids.hex(lastTid));
        }
        checkLength(header, "user", header.user());
        checkLength(header, "description", header.description());
        checkLength(header, "extension", header.extension());
        current = header;
        // Its length comes last: whatever the point of a crash, the transaction is not finished.
        writeHeader(header);
    }

    private void checkLength(TransactionHeader header, String what, byte[] value) {
        if (value.length > Layout.MAX_METADATA_BYTES) {
            throw NotRepresentableException.transaction(
                    path,
                    header.tid(),
                    "its " + what + " has " + value.length + " bytes, the limit is " + Layout.MAX_METADATA_BYTES);
        }
    }

    private void writeHeader(TransactionHeader header) {
        out.room(Layout.TRANSACTION_HEADER_BYTES)
                .putLong(header.tid())
                .putLong(0)
                .put((byte) Layout.VOTED)
                .putShort((short) header.user().length)
                .putShort((short) header.description().length)
                .putShort((short) header.extension().length);
        out.write(header.user());
        out.write(header.description());
        out.write(header.extension());
    }

    /// Adds a revision to the transaction, whose TID it gets. If there are several of an object, the last one counts.
    ///
    /// @throws NotRepresentableException  if the data is empty, or the file would be longer than 256 TiB
    public void store(ObjectRecord record) {
        TransactionHeader header = transaction();
        byte[] data = record.data();
        if (data != null && data.length == 0) {
            throw NotRepresentableException.record(
                    path, header.tid(), record.oid(), "its data is empty, which a FileStorage cannot hold");
        }
        if (out.position() > Layout.MAX_POSITION) {
            throw NotRepresentableException.record(
                    path, header.tid(), record.oid(), "the file has reached the largest size of a FileStorage");
        }
        long shared = record.dataSerial() == Ids.NONE ? 0 : positionOfSharedData(record);
        boolean isInFull = data != null && shared == 0;
        out.room(Layout.RECORD_HEADER_BYTES)
                .putLong(record.oid())
                .putLong(header.tid())
                .putLong(index.get(record.oid()))
                .putLong(end)
                .putShort((short) 0)
                .putLong(isInFull ? data.length : 0);
        if (isInFull) {
            out.write(data);
        } else {
            out.room(Layout.BACK_POINTER_BYTES).putLong(shared);
        }
    }

    /// Follows the revisions of the object back to the one of `dataSerial`.
    private long positionOfSharedData(ObjectRecord record) {
        older.forget();
        long limit = end;
        RecordFrame revision = older.recordOf(record.oid(), index.get(record.oid()), limit);
        while (revision != null && Long.compareUnsigned(revision.tid(), record.dataSerial()) > 0) {
            limit = revision.position();
            revision = older.recordOf(record.oid(), revision.previous(), limit);
        }
        boolean isFound =
                revision != null && revision.tid() == record.dataSerial() && older.holds(revision, record.data());
        return isFound ? revision.position() : 0;
    }

    /// Commits the transaction. It is durable after the next [#sync] or [#close].
    public void finish() {
        TransactionHeader header = transaction();
        long start = end;
        long length = out.position() - start;
        out.room(Layout.TRAILER_BYTES).putLong(length);
        out.flush();

        char status =
                header.status() == TransactionHeader.PACKED ? TransactionHeader.PACKED : TransactionHeader.COMMITTED;
        boolean opensBatch = unsynced == NOTHING;
        out.patch(
                start + Layout.STATUS_OFFSET - Long.BYTES,
                ByteBuffer.allocate(Long.BYTES + 1)
                        .putLong(length)
                        .put((byte) (opensBatch ? Layout.VOTED : status))
                        .flip());
        isIndexRight = false;
        indexer.add(new Frame(
                start,
                header.tid(),
                length,
                status,
                header.user().length,
                header.description().length,
                header.extension().length));
        isIndexRight = true;
        if (opensBatch) {
            unsynced = start;
            unsyncedStatus = status;
        }
        end = out.position();
        lastTid = header.tid();
        current = null;
        if (end - unsynced > MAX_UNSYNCED_BYTES) {
            sync();
        }
    }

    /// Forgets the transaction that was begun, if any.
    public void abort() {
        current = null;
        out.truncate(end);
    }

    /// Returns when all finished transactions are on stable storage.
    public void sync() {
        if (unsynced == NOTHING) {
            return;
        }
        out.force();
        out.patch(
                unsynced + Layout.STATUS_OFFSET,
                ByteBuffer.allocate(1).put((byte) unsyncedStatus).flip());
        out.force();
        unsynced = NOTHING;
    }

    /// Makes everything durable and saves the index. What was begun and not finished is forgotten.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (current != null) {
                abort();
            }
            out.force();
            sync();
            if (isIndexRight) {
                IndexFile.write(indexPath(path), index, end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index of " + path + " cannot be written; ZODB will rebuild it", e);
        } finally {
            closeAll(index, file, lock);
        }
    }

    private TransactionHeader transaction() {
        if (current == null) {
            throw new IllegalStateException("no transaction was begun");
        }
        return current;
    }

    private static Path indexPath(Path path) {
        return path.resolveSibling(path.getFileName() + ".index");
    }

    private static void closeAll(@Nullable OidIndex index, @Nullable DataFile file, FileLock lock) {
        try (lock;
                file;
                index) {
            // Closed in reverse order, all of them, whatever fails.
        }
    }
}
