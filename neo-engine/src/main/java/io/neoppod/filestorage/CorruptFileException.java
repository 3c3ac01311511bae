package io.neoppod.filestorage;

import java.nio.file.Path;

/// A file is damaged, or is no `Data.fs` at all.
public final class CorruptFileException extends FileStorageException {
    private static final long serialVersionUID = 1;

    private final long offset;

    CorruptFileException(Path path, long offset, String reason) {
        super(path, "damaged at offset " + offset + ": " + reason);
        this.offset = offset;
    }

    /// Position in the file of what is wrong.
    public long offset() {
        return offset;
    }
}
