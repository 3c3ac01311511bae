package io.neoppod.client;

import java.util.Collection;
import java.util.Set;
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
/// Conflicts are given to [ClientOptions#conflictResolver]. Any method may throw [ConflictException] for an
/// object stored earlier, and waits when the cluster is slower than the application. A transaction that failed
/// can only be aborted.
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

    /// Deletes an object that nothing refers to: other clients may still have it in their caches.
    void delete(Oid oid, @Nullable Tid base);

    /// Makes the commit fail with a read conflict if the object changed since `serial`.
    void checkCurrent(Oid oid, Tid serial);

    /// Takes back what a transaction changed. Several may be undone, the last one first.
    ///
    /// Later changes of the same objects are merged by [ClientOptions#conflictResolver].
    ///
    /// Do not undo a transaction up to which the database was packed: what was before it is gone, so its objects
    /// look as if it created them, and are deleted.
    ///
    /// @return the objects that were changed; empty when a pack removed all that there was to take back
    /// @throws UndoException when the transaction is unknown, or its changes were changed again
    Set<Oid> undo(Tid tid);

    /// Orders a pack by this transaction: history up to `tid` is removed, in the background, once it is committed.
    ///
    /// @param oids the objects to pack, or null for all
    void setPackOrder(Tid tid, @Nullable Collection<Oid> oids);

    /// Makes everything durable on the storages; afterwards only [#finish] or [#abort] are left.
    ///
    /// @return the objects whose conflicts were resolved: other data were stored for them than given, so they
    ///         must be loaded again
    Set<Oid> vote();

    /// Commits, voting first if needed.
    ///
    /// When the master is lost meanwhile, the next one or the storages are asked what became of it.
    ///
    /// @return the TID, which is the serial of everything written
    /// @throws MasterLostException     when the transaction is not committed: the master was lost before
    /// @throws ConnectionLostException when nobody can tell whether it is committed
    /// @throws NeoTimeoutException     when that is not known in time
    /// @throws StorageException        when it is not committed, for another reason
    Tid finish();

    /// Forgets the transaction. No effect when it is already over.
    void abort();

    /// Aborts unless finished.
    @Override
    void close();
}
