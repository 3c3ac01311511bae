package io.neoppod.storage.database;

/// A page of the objects of a partition.
///
/// @param next where the following page starts, NONE when there is none
/// @param oids ascending; may be empty although there is a following page
public record OidPage(long next, long[] oids) {}
