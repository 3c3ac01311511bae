package io.neoppod.protocol;

/// Codes of [ConnectionPacket.ErrorPacket]. The order is that of the wire.
public enum ErrorCode {
    ACK,
    DENIED,
    NOT_READY,
    OID_NOT_FOUND,
    TID_NOT_FOUND,
    OID_DOES_NOT_EXIST,
    PROTOCOL_ERROR,
    REPLICATION_ERROR,
    CHECKING_ERROR,
    BACKEND_NOT_IMPLEMENTED,
    NON_READABLE_CELL,
    READ_ONLY_ACCESS,
    INCOMPLETE_TRANSACTION,
    UNDO_PACK_ERROR;

    /// The plain integer that stands for it on the wire.
    public int code() {
        return ordinal();
    }
}
