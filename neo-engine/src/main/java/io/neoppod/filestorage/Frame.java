package io.neoppod.filestorage;

import java.nio.ByteBuffer;

/// The fixed part of a transaction in a file, as it is written there, right or wrong.
///
/// @param length  what the transaction says of its length: all but the trailing 8 bytes; unsigned, may be anything
record Frame(
        long position, long tid, long length, char status, int userBytes, int descriptionBytes, int extensionBytes) {

    static Frame read(Window window, long position) {
        ByteBuffer header = window.read(position, Layout.TRANSACTION_HEADER_BYTES);
        return new Frame(
                position,
                header.getLong(),
                header.getLong(),
                (char) (header.get() & 0xff),
                header.getShort() & 0xffff,
                header.getShort() & 0xffff,
                header.getShort() & 0xffff);
    }

    /// Where the first record starts.
    long recordsStart() {
        return position + Layout.TRANSACTION_HEADER_BYTES + userBytes + descriptionBytes + extensionBytes;
    }

    /// Where the last record ends. Meaningless unless the length was checked.
    long recordsEnd() {
        return position + length;
    }

    /// Where the next transaction starts. Meaningless unless the length was checked.
    long end() {
        return position + length + Layout.TRAILER_BYTES;
    }

    /// Whether the length leaves room for the strings of the header.
    boolean holdsItsHeader() {
        return Long.compareUnsigned(length, recordsStart() - position) >= 0;
    }

    /// Whether the transaction ends before `fileEnd`.
    boolean endsWithin(long fileEnd) {
        return Long.compareUnsigned(length, fileEnd - position - Layout.TRAILER_BYTES) <= 0;
    }

    TransactionHeader header(Window window) {
        long start = position + Layout.TRANSACTION_HEADER_BYTES;
        return new TransactionHeader(
                tid,
                status,
                window.bytes(start, userBytes),
                window.bytes(start + userBytes, descriptionBytes),
                window.bytes(start + userBytes + descriptionBytes, extensionBytes));
    }
}
