package io.neoppod.client;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A NEO cluster, seen by an application. Thread-safe; one instance serves any number of threads.
///
/// Connections are made when first needed and again after a loss, for as long as it takes unless
/// [ClientOptions#timeout()] sets a limit.
public interface NeoStorage extends AutoCloseable {

    /// Opens the cluster that a `neo://name@master1,master2?options` or `neos://` address names.
    ///
    /// @throws io.neoppod.config.ConfigException when the address is not valid
    static NeoStorage open(String address) throws io.neoppod.config.ConfigException {
        return open(ClientOptions.parse(address));
    }

    static NeoStorage open(ClientOptions options) throws io.neoppod.config.ConfigException {
        return ClientStorage.open(options);
    }

    /// `NEOStorage(<cluster>)`, which also orders storages in a multi-database commit.
    String name();

    boolean isReadOnly();

    /// The last transaction whose changes are visible; connects if the cluster was never reached.
    Tid lastTransaction();

    /// Returns once every transaction committed before the call is visible.
    void sync();

    /// The current revision.
    ///
    /// @throws NoSuchObjectException when the object does not exist or was deleted
    ObjectRevision load(Oid oid);

    /// The last revision older than `tid`; empty when the object did not exist yet.
    ///
    /// @throws NoSuchObjectException when the object does not exist at all, or was deleted before `tid`
    Optional<ObjectRevision> loadBefore(Oid oid, Tid tid);

    /// Exactly the revision that `tid` wrote.
    ///
    /// @throws NoSuchObjectException when there is none
    ObjectRevision loadSerial(Oid oid, Tid tid);

    /// An identifier that no other client gets.
    Oid newOid();

    NeoTransaction begin(TransactionMetadata metadata);

    /// Begins a transaction that will have exactly this TID: for imports, one at a time.
    ///
    /// @throws StorageException when the TID is not greater than that of the last transaction
    NeoTransaction begin(TransactionMetadata metadata, Tid tid);

    /// Committed transactions in order, from `start` to `stop` included, up to the last one at the time of the call.
    Iterator<TransactionRecord> iterate(@Nullable Tid start, @Nullable Tid stop);

    /// The records of a transaction, in its order; objects whose revision is gone are left out. Loaded in pages, past
    /// the
    /// cache.
    Stream<DataRecord> records(TransactionRecord transaction);

    void addInvalidationListener(InvalidationListener listener);

    CacheStatistics cacheStatistics();

    @Override
    void close();
}
