package io.neoppod.client;

import java.util.Optional;

/// Merges two changes of one object, so that the later transaction need not be run again.
///
/// ```java
/// ConflictResolver counters = conflict -> Optional.of(encode(decode(conflict.committedData())
///         + decode(conflict.newData()) - decode(conflict.baseData())));
/// var storage = NeoStorage.open(options.withConflictResolver(counters));
/// ```
///
/// Called on the thread that commits, possibly several times for an object when others keep committing. It must
/// depend on nothing but the data. What it throws means that it gives up, and becomes the cause of the
/// [ConflictException].
@FunctionalInterface
public interface ConflictResolver {
    /// Resolves nothing.
    ConflictResolver NONE = conflict -> Optional.empty();

    /// @return the record that has both changes, or empty to give up
    Optional<byte[]> resolve(Context conflict);

    /// Two changes of one object. Data belong to the resolver; those of the database are loaded when asked.
    interface Context {
        Oid oid();

        /// The revision that another transaction committed meanwhile.
        Tid committed();

        /// The revision that this transaction started from.
        Tid base();

        /// What this transaction wants to write; for an undo, the state before the undone transaction.
        byte[] newData();

        /// The record at [#base].
        byte[] baseData();

        /// The record at [#committed].
        byte[] committedData();

        /// Whether the change is an undo; [#base] is then the undone transaction.
        boolean undoing();
    }
}
