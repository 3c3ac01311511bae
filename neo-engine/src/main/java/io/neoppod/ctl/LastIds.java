package io.neoppod.ctl;

import io.neoppod.protocol.Ids;

/// The last identifiers that a cluster knows.
///
/// @param ptid      version of the partition table, or [Ids#NO_INTEGER] before the first start
/// @param backupTid how far a backup cluster is, or [Ids#NONE] for one that is not a backup
/// @param lastTid   last transaction; of the upstream cluster when this one is backing up
/// @param lastOid   last object id allocated, or [Ids#NONE] when backing up
public record LastIds(int ptid, long backupTid, long lastTid, long lastOid) {

    public boolean isBackup() {
        return backupTid != Ids.NONE;
    }
}
