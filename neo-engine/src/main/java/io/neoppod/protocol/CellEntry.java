package io.neoppod.protocol;

import java.util.List;

/// One copy of a partition: a node and its state.
public record CellEntry(int nid, CellState state) implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(2);
        out.integer(nid);
        out.ext(state);
    }

    static CellEntry read(PacketReader in) {
        in.array(2);
        return new CellEntry(in.integer(), in.ext(CellState.class));
    }

    static List<CellEntry> readRow(PacketReader in) {
        return in.list(CellEntry::read);
    }
}
