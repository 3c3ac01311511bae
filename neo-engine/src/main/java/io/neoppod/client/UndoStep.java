package io.neoppod.client;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.UndoSerial;

/// What undoing a transaction requires of one object. Pure.
///
/// | The object was changed since | and existed before | Step |
/// |---|---|---|
/// | no | yes | [Restore] |
/// | no | no | [Delete] |
/// | yes | yes | [Merge] |
/// | yes | no | [Refuse]: as `FileStorage` does; the reference stores a wrong value |
///
/// Reference: neo/client/app.py.
sealed interface UndoStep {

    /// The creation is undone.
    record Delete(long base) implements UndoStep {}

    /// The data of an earlier revision come back.
    record Restore(long base, long from) implements UndoStep {}

    /// The later changes are to be merged with the data of an earlier revision.
    ///
    /// @param current revision to merge with; the ttid when this transaction already wrote the object
    record Merge(long current, long from) implements UndoStep {}

    record Refuse(String reason) implements UndoStep {}

    static UndoStep of(UndoSerial serial) {
        if (serial.isCurrent()) {
            return serial.undo() == Ids.NONE
                    ? new Delete(serial.current())
                    : new Restore(serial.current(), serial.undo());
        }
        return serial.undo() == Ids.NONE
                ? new Refuse("cannot undo a creation that is followed by other changes")
                : new Merge(serial.current(), serial.undo());
    }
}
