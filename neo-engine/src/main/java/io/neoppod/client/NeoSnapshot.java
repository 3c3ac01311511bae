package io.neoppod.client;

import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database as it was just after one transaction: everything read through it belongs together.
///
/// A snapshot holds no resource of the cluster. A pack may remove what an old one shows.
public interface NeoSnapshot {

    /// The last transaction that the snapshot shows.
    Tid tid();

    /// The revision of an object in this snapshot.
    ///
    /// @throws NoSuchObjectException when there is none: deleted, created later, or removed by a pack
    ObjectRevision load(Oid oid);

    /// The revision of an object in this snapshot, empty when there is none.
    Optional<ObjectRevision> find(Oid oid);

    /// Objects of this snapshot, ascending.
    ///
    /// @param min first one, or null for all
    /// @param max last one, or null for all
    Iterator<Oid> oids(@Nullable Oid min, @Nullable Oid max);

    /// Brings objects into the cache, many at a time, so that [#load] does not wait for each. What cannot be
    /// loaded is left out.
    void prefetch(Collection<Oid> oids);

    /// What changed between two states of a [Live] snapshot.
    ///
    /// @param everything whether any object may have changed: connections were lost meanwhile
    /// @param oids       the objects that changed, when that is known
    record Changes(boolean everything, Set<Oid> oids) {

        public Changes {
            oids = Set.copyOf(oids);
        }

        public boolean contains(Oid oid) {
            return everything || oids.contains(oid);
        }
    }

    /// A snapshot that moves when it is told to, as the view of one application thread does: it stands still
    /// between two [#refresh], and these tell which objects to forget. For one thread at a time.
    ///
    /// ```java
    /// try (var live = storage.openSnapshot()) {
    ///     live.refresh().oids().forEach(objects::remove);
    ///     var root = live.load(Oid.ROOT);
    ///     try (var transaction = live.begin(TransactionMetadata.of("me", "change"))) {
    ///         transaction.store(Oid.ROOT, root.serial(), changed);
    ///         transaction.finish();
    ///     }
    /// }
    /// ```
    interface Live extends NeoSnapshot, AutoCloseable {

        /// Moves to the last visible transaction.
        ///
        /// @return what changed since the last call, besides what transactions of this snapshot wrote
        Changes refresh();

        /// Moves to a state that contains everything committed before the call, by whomever.
        Changes sync();

        /// Begins a transaction whose changes [#refresh] will not tell. Objects that [NeoTransaction#vote]
        /// returns have other data than was stored: forget them.
        NeoTransaction begin(TransactionMetadata metadata);

        /// No more changes are gathered.
        @Override
        void close();
    }
}
