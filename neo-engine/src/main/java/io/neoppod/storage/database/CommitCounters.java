package io.neoppod.storage.database;

/// @param commits units of work made visible
/// @param syncs   times that stable storage was waited for
public record CommitCounters(long commits, long syncs) {}
