package io.neoppod.client;

import org.jspecify.annotations.Nullable;

/// A transaction being committed. Used by one thread at a time; closing it aborts it unless it was finished.
///
/// ```java
/// try (var transaction = storage.begin(TransactionMetadata.of("me", "add a page"))) {
///     transaction.store(oid, serial, data);
///     Tid tid = transaction.finish();
/// }
/// ```
///
/// Any method may throw [ConflictException] for an object stored earlier, and waits when the cluster is slower than the
/// application. A transaction that failed can only be aborted.
public interface NeoTransaction extends AutoCloseable {

    /// Temporary id, until [#finish] gives the final one.
    Tid ttid();

    /// Writes a record.
    ///
    /// @param base revision that the change is based on, or null for a new object
    void store(Oid oid, @Nullable Tid base, byte[] data);

    /// Writes a record that shares the data of an earlier revision, as an import of an undo does.
    ///
    /// @param dataTid revision of the same object that holds equal data
    void storeShared(Oid oid, @Nullable Tid base, byte[] data, Tid dataTid);

    /// Deletes an object.
    void delete(Oid oid, @Nullable Tid base);

    /// Makes the commit fail with a read conflict if the object changed since `serial`.
    void checkCurrent(Oid oid, Tid serial);

    /// Makes everything durable on the storages; afterwards only [#finish] or [#abort] are left.
    void vote();

    /// Commits, voting first if needed.
    ///
    /// @return the TID, which is the serial of everything written
    /// @throws StorageException when the transaction is not committed
    Tid finish();

    /// Forgets the transaction. No effect when it is already over.
    void abort();

    /// Aborts unless finished.
    @Override
    void close();
}
