package io.neoppod.protocol;

/// What undoing a transaction means for one object.
///
/// @param current   visible revision
/// @param undo      revision to go back to, or [Ids#NONE] when the creation is undone
/// @param isCurrent whether the object was not modified since
public record UndoSerial(long current, long undo, boolean isCurrent) implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(3);
        out.id(current);
        out.optionalId(undo);
        out.bool(isCurrent);
    }

    static UndoSerial read(PacketReader in) {
        in.array(3);
        return new UndoSerial(in.id(), in.optionalId(), in.bool());
    }
}
