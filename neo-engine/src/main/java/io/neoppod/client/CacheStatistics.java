package io.neoppod.client;

/// How the cache of a client is doing.
///
/// @param loads     lookups so far
/// @param hits      lookups that were answered
/// @param revisions revisions held with their data
/// @param bytes     size of these data
public record CacheStatistics(long loads, long hits, int revisions, long bytes) {}
