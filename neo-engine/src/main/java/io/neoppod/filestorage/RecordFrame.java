package io.neoppod.filestorage;

import java.nio.ByteBuffer;

/// The fixed part of a record in a file, as it is written there, right or wrong.
///
/// @param previous             position of the previous record of the object, 0 if none
/// @param transactionPosition  position of the enclosing transaction
/// @param version              always 0 in a healthy file
/// @param dataBytes            length of the data; 0 if there is a back pointer instead
/// @param backPointer          position of the record that has the data; 0 if there is data or no object
record RecordFrame(
        long position,
        long oid,
        long tid,
        long previous,
        long transactionPosition,
        int version,
        long dataBytes,
        long backPointer) {

    /// Reads the record at `position`, of which at least the header is before `end`.
    static RecordFrame read(Window window, long position, long end) {
        int available = (int) Math.min(Layout.RECORD_HEADER_BYTES + Layout.BACK_POINTER_BYTES, end - position);
        ByteBuffer header = window.read(position, available);
        long oid = header.getLong();
        long tid = header.getLong();
        long previous = header.getLong();
        long transactionPosition = header.getLong();
        int version = header.getShort() & 0xffff;
        long dataBytes = header.getLong();
        boolean hasPointer = dataBytes == 0 && header.remaining() == Layout.BACK_POINTER_BYTES;
        long backPointer = hasPointer ? header.getLong() : 0;
        return new RecordFrame(position, oid, tid, previous, transactionPosition, version, dataBytes, backPointer);
    }

    long dataStart() {
        return position + Layout.RECORD_HEADER_BYTES;
    }

    boolean hasData() {
        return dataBytes != 0;
    }

    boolean hasBackPointer() {
        return !hasData() && backPointer != 0;
    }

    /// Whether the whole record is before `limit`.
    boolean endsWithin(long limit) {
        return Long.compareUnsigned(payloadBytes(), limit - dataStart()) <= 0;
    }

    /// Where the next record starts. Meaningless unless the record was checked.
    long end() {
        return dataStart() + payloadBytes();
    }

    private long payloadBytes() {
        return hasData() ? dataBytes : Layout.BACK_POINTER_BYTES;
    }
}
