package io.neoppod.filestorage;

import org.jspecify.annotations.Nullable;

/// One revision of an object.
///
/// @param tid         the transaction that made this revision
/// @param data        null if the object does not exist from this revision on: deleted, or its creation was undone
/// @param dataSerial  the revision whose data this one shares because of an undo, or
///                    [none][io.neoppod.protocol.Ids#NONE]. It may be set while `data` is null. A hint: a copy that
///                    ignores it has the same content, and is bigger
public record ObjectRecord(long oid, long tid, byte @Nullable [] data, long dataSerial) {}
