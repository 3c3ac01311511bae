package io.neoppod.filestorage;

import java.nio.charset.StandardCharsets;

/// Sizes and marks of the file format.
final class Layout {
    static final int MAGIC_BYTES = 4;
    static final int TRANSACTION_HEADER_BYTES = 23;
    static final int STATUS_OFFSET = 16;
    /// The length of a transaction, repeated after its last record. It does not count itself.
    static final int TRAILER_BYTES = 8;

    static final int RECORD_HEADER_BYTES = 42;
    static final int BACK_POINTER_BYTES = 8;

    /// A transaction that was voted and not finished.
    static final char VOTED = 'c';
    /// A transaction undone in place.
    static final char UNDONE = 'u';

    /// Longest user, description or extension: their lengths have 16 bits.
    static final int MAX_METADATA_BYTES = 0xffff;
    /// Largest position in a file: the index has 48 bits for it.
    static final long MAX_POSITION = (1L << 48) - 1;

    private static final byte[] MAGIC = "FS30".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PYTHON_2_MAGIC = "FS21".getBytes(StandardCharsets.US_ASCII);

    private Layout() {}

    static byte[] magic() {
        return MAGIC.clone();
    }

    static byte[] python2Magic() {
        return PYTHON_2_MAGIC.clone();
    }
}
