package io.neoppod.gui.facade;

/// Why a command is not sent.
///
/// @param detail what the reason is about (partitions, a node, a number), empty when there is nothing to name
public record Refusal(Reason reason, String detail) {

    /// Reasons; the texts are those of the user interface.
    public enum Reason {
        /// Nothing is decided upon an old view.
        STALE,
        ALREADY_DOWN,
        NOT_PENDING,
        NOT_ADDED,
        NOT_A_STORAGE,
        /// Neither a storage nor a master.
        NOT_KILLABLE,
        PRIMARY,
        /// A primary of the reference outdates every readable cell then, and the cluster never starts again.
        KILL_WHILE_RECOVERING,
        ONLY_COPY,
        STILL_RUNNING,
        NOT_SERVING,
        NOT_RECOVERING,
        NO_STORAGE,
        ALREADY_STOPPING,
        NOT_RUNNING,
        /// The protocol allows it, and a primary of the reference ends of it.
        BACKUP_IS_STOPPING,
        CLIENTS_CONNECTED,
        NOT_A_BACKUP,
        /// Every storage of a backup of the reference ends of it.
        BACKUP_IS_EMPTY,
        RUNS_ELSEWHERE,
        RUNS_ALREADY,
        ENDED_ALREADY,
        /// A tweak must be told of storages that are down.
        DOWN_NOT_EXCLUDED,
        ALL_EXCLUDED,
        /// One at a time: the primary may be busy for half a minute.
        TWEAK_IS_COMPUTED,
        NEGATIVE,
        ALREADY_SO,
        NOT_AN_ID,
        NOTHING_AFTER,
        /// A production cluster is not changed by accident.
        LOCKED,
        /// Its user wants it so.
        READ_ONLY,
        NO_TRANSACTION,
        /// There is no client: the cluster does not serve, or it is being connected to.
        NO_DATA_NOW,
        NO_MASTERS_KNOWN,
        /// A storage of the reference ends of a question about the past while it imports.
        IMPORTING,
        /// The last transaction is before the first.
        NO_RANGE,
        NO_PARTITION,
        /// A file that was to have a partition table.
        NOT_A_TABLE,
        /// The copy that others are compared with is not readable.
        NO_COPY_THERE,
        NOTHING_TO_COMPARE,
        NOT_HERE,
        NONE_CHOSEN
    }

    public static Refusal of(Reason reason) {
        return new Refusal(reason, "");
    }
}
