package io.neoppod.filestorage;

import io.neoppod.protocol.Ids;
import java.nio.file.Path;

/// A transaction or a record is sound, but this side of the copy has no room for it: too long, empty, out of order.
/// The copy stops before it, and what was copied so far is good.
public final class NotRepresentableException extends FileStorageException {
    private static final long serialVersionUID = 1;

    private final long tid;
    private final long oid;

    private NotRepresentableException(Path path, String reason, long tid, long oid) {
        super(path, reason);
        this.tid = tid;
        this.oid = oid;
    }

    static NotRepresentableException transaction(Path path, long tid, String reason) {
        return new NotRepresentableException(path, "transaction " + Ids.hex(tid) + ": " + reason, tid, Ids.NONE);
    }

    static NotRepresentableException record(Path path, long tid, long oid, String reason) {
        return new NotRepresentableException(
                path, "object " + Ids.hex(oid) + " of transaction " + Ids.hex(tid) + ": " + reason, tid, oid);
    }

    /// The transaction that cannot be copied.
    public long tid() {
        return tid;
    }

    /// The object that cannot be copied, or [Ids#NONE] if it is the transaction itself.
    public long oid() {
        return oid;
    }
}
