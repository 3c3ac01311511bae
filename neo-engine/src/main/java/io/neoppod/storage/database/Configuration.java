package io.neoppod.storage.database;

import org.jspecify.annotations.Nullable;

/// Identity of the node and of its partition table.
///
/// @param name        cluster name, null before the first start
/// @param nid         node id, or [io.neoppod.protocol.NodeIds#NONE]
/// @param ptid        id of the partition table, or [io.neoppod.protocol.Ids#NO_INTEGER] (none yet)
/// @param replicas    number of extra copies, 0 when unknown
/// @param backupTid   TID up to which everything is there in backup mode (0: nothing yet), NONE outside backup
///                    mode
/// @param truncateTid TID after which everything must be deleted, or NONE
public record Configuration(@Nullable String name, int nid, int ptid, int replicas, long backupTid, long truncateTid) {}
