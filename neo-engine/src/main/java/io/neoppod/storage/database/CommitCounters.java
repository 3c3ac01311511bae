package io.neoppod.storage.database;

/// @param commits units of work made visible
/// @param syncs   commits that waited for stable storage; the others were made durable by a later one
public record CommitCounters(long commits, long syncs) {}
