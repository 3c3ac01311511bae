package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// A conflict found when a lock was taken again.
///
/// @param serial   revision that the store was based on
/// @param conflict revision that was committed meanwhile
/// @param data     what had been stored, given back; null for a deletion, an undo or a check
public record RelockConflict(
        long serial, long conflict, @Nullable StoredData data) implements PacketWriter.Value {

    /// @param checksum SHA-1 of `data`, as stored
    public record StoredData(int compression, byte[] checksum, byte[] data) implements PacketWriter.Value {

        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.integer(compression);
            out.bytes(checksum);
            out.bytes(data);
        }

        static StoredData read(PacketReader in) {
            in.array(3);
            return new StoredData(in.integer(), in.hash(), in.bytes());
        }
    }

    @Override
    public void write(PacketWriter out) {
        out.array(3);
        out.id(serial);
        out.id(conflict);
        out.optional(data, PacketWriter::value);
    }

    static RelockConflict read(PacketReader in) {
        in.array(3);
        return new RelockConflict(in.id(), in.id(), in.optional(StoredData::read));
    }
}
