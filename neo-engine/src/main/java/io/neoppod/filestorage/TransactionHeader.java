package io.neoppod.filestorage;

/// What a transaction says about itself, without its records.
///
/// The three byte strings are opaque: user and description are UTF-8 by convention only, and the extension is usually
/// a pickled mapping, empty if there is none. They belong to this value and are not modified.
///
/// @param tid     unsigned
/// @param status  [#COMMITTED] or [#PACKED]; anything else comes from a damaged or very old file
public record TransactionHeader(long tid, char status, byte[] user, byte[] description, byte[] extension) {

    /// Committed, with all its records.
    public static final char COMMITTED = ' ';

    /// Committed, then rewritten by a pack, which may have removed records.
    public static final char PACKED = 'p';
}
