package io.neoppod.protocol;

/// A change of one cell; DISCARDED removes it.
public record CellChange(int partition, int nid, CellState state) implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(3);
        out.integer(partition);
        out.integer(nid);
        out.ext(state);
    }

    static CellChange read(PacketReader in) {
        in.array(3);
        return new CellChange(in.integer(), in.integer(), in.ext(CellState.class));
    }
}
