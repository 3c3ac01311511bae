package io.neoppod.filestorage;

/// Something in a file that a healthy writer does not leave there.
///
/// @param offset  position in the file of what is wrong
public record Anomaly(Kind kind, long offset, String detail) {

    /// What is wrong.
    public enum Kind {
        /// The file ends within its last transaction, or with zeros: what a crash leaves. Reading ends before it.
        INCOMPLETE_TAIL(false),
        /// The last transaction was voted but not finished. Reading ends before it.
        UNFINISHED(false),
        /// A transaction undone in place by a very old ZODB, which counts for nothing. It is skipped.
        UNDONE(false),
        /// A transaction whose TID is not above the previous one.
        TID_ORDER(false),
        /// A transaction whose status is none of the known ones.
        UNKNOWN_STATUS(false),
        /// A record that does not point to the previous one of its object; only seen by who indexes the file.
        BAD_PREVIOUS(false),
        /// An unfinished transaction with something behind it. Reading ends before it.
        UNFINISHED_INSIDE(true),
        /// A transaction with a wrong length. Reading ends before it, since the next one cannot be found.
        BAD_LENGTH(true),
        /// A record that does not fit in its transaction, or belongs to another one. The next ones of the transaction
        /// cannot be found.
        BAD_RECORD(true),
        /// A record whose back pointer does not lead to data of the same object. It is skipped.
        BAD_BACK_POINTER(true);

        private final boolean damage;

        Kind(boolean damage) {
            this.damage = damage;
        }

        /// Whether committed data is lost or in doubt.
        public boolean isDamage() {
            return damage;
        }
    }

    /// One line: where and what.
    @Override
    public String toString() {
        return "offset " + offset + ": " + detail;
    }
}
