package io.neoppod.neolog;

import org.jspecify.annotations.Nullable;

/// The writer of a record.
///
/// @param name    only when several nodes share a file
/// @param cluster null until it is known
/// @param nid     node id, or [io.neoppod.protocol.NodeIds#NONE] until it is known
public record LogNode(@Nullable String name, @Nullable String cluster, int nid) {}
