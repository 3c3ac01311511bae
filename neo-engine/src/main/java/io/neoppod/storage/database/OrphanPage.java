package io.neoppod.storage.database;

/// A page of a search for orphan data.
///
/// @param next    where the following page starts, NONE when there is none
/// @param dataIds ascending; may be empty although there is a following page
public record OrphanPage(long next, long[] dataIds) {}
