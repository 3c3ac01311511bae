package io.neoppod.pickle;

/// Why a pickle cannot be read. The message is one line and says where.
public final class PickleException extends Exception {
    private static final long serialVersionUID = 1;

    private final int offset;

    PickleException(int offset, String reason) {
        super(reason + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /// Where in the record, in bytes.
    public int offset() {
        return offset;
    }
}
