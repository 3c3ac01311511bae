package io.neoppod.filestorage;

import org.jspecify.annotations.Nullable;

/// One revision of an object.
///
/// @param tid         the transaction that made this revision
/// @param data        null if the object does not exist from this revision on: deleted, or its creation was undone
/// @param dataSerial  the revision whose data this one shares because of an undo, or [#NONE]. It may be set while
/// `data`
///                    is null. A hint: a copy that ignores it has the same content, is bigger and has lost the undo
public record ObjectRecord(long oid, long tid, byte @Nullable [] data, long dataSerial) {

    /// The absent TID: all bits set, which no transaction can have.
    public static final long NONE = -1;
}
