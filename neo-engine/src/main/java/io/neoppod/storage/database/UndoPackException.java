package io.neoppod.storage.database;

import io.neoppod.protocol.Ids;

/// The record that an undo refers to is gone, most often packed (error code UNDO_PACK_ERROR).
public final class UndoPackException extends Exception {
    private static final long serialVersionUID = 1;

    public UndoPackException(long oid) {
        super("Could not undo for oid " + Ids.hex(oid), null, false, false);
    }
}
