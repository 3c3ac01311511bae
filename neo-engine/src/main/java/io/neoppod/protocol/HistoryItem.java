package io.neoppod.protocol;

/// A revision of an object and the size of its stored data in bytes.
public record HistoryItem(long serial, int size) implements PacketWriter.Value {

    @Override
    public void write(PacketWriter out) {
        out.array(2);
        out.id(serial);
        out.integer(size);
    }

    static HistoryItem read(PacketReader in) {
        in.array(2);
        return new HistoryItem(in.id(), in.integer());
    }
}
