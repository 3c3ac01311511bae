package io.neoppod.client;

import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A NEO cluster, seen by an application. Thread-safe; one instance serves any number of threads.
///
/// ```java
/// try (var storage = NeoStorage.open("neo://mycluster@127.0.0.1:10000");
///         var transaction = storage.begin(TransactionMetadata.of("me", "hello"))) {
///     Oid oid = storage.newOid();
///     transaction.store(oid, null, "hello".getBytes(UTF_8));
///     Tid tid = transaction.finish();
///     assert storage.load(oid).serial().equals(tid);
/// }
/// ```
///
/// Failures are [NeoException]s; [NeoException#isRetryable] tells which pass when the work is done again.
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

    /// The database as it was just after a transaction, at most [#lastTransaction].
    NeoSnapshot at(Tid tid);

    /// A view that stands still until it is told to move, at first on the last visible transaction.
    NeoSnapshot.Live openSnapshot();

    /// An identifier that no other client gets.
    Oid newOid();

    NeoTransaction begin(TransactionMetadata metadata);

    /// Begins a transaction that will have exactly this TID: for imports, one at a time.
    ///
    /// @throws StorageException when the TID is not greater than that of the last transaction
    NeoTransaction begin(TransactionMetadata metadata, Tid tid);

    /// Committed transactions in order, from `start` to `stop` included, up to the last one at the time of the call.
    Iterator<TransactionRecord> iterate(@Nullable Tid start, @Nullable Tid stop);

    /// Committed transactions from one back, last first, asked page by page. Those that are committed meanwhile are not
    /// among them.
    ///
    /// @param from the first one, or the last one before it; null for the last one of the cluster
    Iterator<TransactionRecord> descend(@Nullable Tid from);

    /// The records of a transaction, in its order; objects whose revision is gone are left out. Loaded ahead of the
    /// reader by a few, past the cache.
    Stream<DataRecord> records(TransactionRecord transaction);

    /// Committed transactions as [#iterate] gives them.
    default Stream<TransactionRecord> transactions(@Nullable Tid start, @Nullable Tid stop) {
        var all = Spliterators.spliteratorUnknownSize(
                iterate(start, stop), Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
        return StreamSupport.stream(all, false);
    }

    /// Objects that exist as of a transaction, ascending, asked page by page.
    ///
    /// @param at  null for the last transaction
    /// @param min first one, or null for all
    /// @param max last one, or null for all
    Iterator<Oid> oids(@Nullable Tid at, @Nullable Oid min, @Nullable Oid max);

    /// Revisions of an object, last first, at most `count`. Deletions are among them.
    ///
    /// @throws NoSuchObjectException when the object has no revision
    List<HistoryEntry> history(Oid oid, int count);

    /// Transactions that satisfy a filter, last first: what [NeoTransaction#undo] may be given.
    ///
    /// @param first how many to skip of those that satisfy the filter
    /// @param count how many to return at most
    List<TransactionRecord> undoLog(int first, int count, Predicate<TransactionRecord> filter);

    /// Orders the removal of revisions that were no longer current at a moment. Returns once the order is committed.
    default PackHandle pack(Instant time) {
        return pack(Tid.of(time), null);
    }

    /// Orders the removal of revisions that were no longer current just after a transaction; at most the last one.
    ///
    /// @param oids the objects to pack, or null for all
    PackHandle pack(Tid tid, @Nullable Collection<Oid> oids);

    void addInvalidationListener(InvalidationListener listener);

    void removeInvalidationListener(InvalidationListener listener);

    CacheStatistics cacheStatistics();

    /// Runs work again as long as it fails for a reason that passes, such as a conflict.
    ///
    /// ```java
    /// Tid tid = NeoStorage.retrying(5, () -> {
    ///     try (var transaction = storage.begin(TransactionMetadata.of("me", "count"))) {
    ///         var counter = storage.load(oid);
    ///         transaction.store(oid, counter.serial(), incremented(counter.data()));
    ///         return transaction.finish();
    ///     }
    /// });
    /// ```
    ///
    /// @param attempts at least 1; the last failure is thrown
    static <T extends @Nullable Object> T retrying(int attempts, Supplier<T> work) {
        for (int left = attempts; ; left--) {
            try {
                return work.get();
            } catch (NeoException failure) {
                if (left <= 1 || !failure.isRetryable()) {
                    throw failure;
                }
            }
        }
    }

    @Override
    void close();
}
