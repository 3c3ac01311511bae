package io.neoppod.client;

import org.jspecify.annotations.Nullable;

/// One revision of an object.
///
/// @param serial transaction that wrote it
/// @param next   transaction that replaced it, or null while it is current
/// @param data   the record; owned by the caller
public record ObjectRevision(Oid oid, Tid serial, @Nullable Tid next, byte[] data) {}
