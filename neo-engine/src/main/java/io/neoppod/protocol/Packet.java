package io.neoppod.protocol;

/// Anything that travels on a connection after the handshake. Immutable.
public sealed interface Packet
        permits AdminPacket,
                ClusterPacket,
                CommitPacket,
                ConnectionPacket,
                PackPacket,
                ReadPacket,
                RecoveryPacket,
                ReplicationPacket,
                StorePacket,
                TransactionPacket {

    /// Writes the arguments, in order.
    void write(PacketWriter out);
}
