package io.neoppod.storage.database;

/// The cell may lack the answer: it is not readable here. Never to be confused with "absent": the peer must ask
/// another cell (error code NON_READABLE_CELL).
public final class NonReadableCellException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int partition;

    public NonReadableCellException(int partition) {
        super("partition " + partition + " is not readable here", null, false, false);
        this.partition = partition;
    }

    public int partition() {
        return partition;
    }
}
