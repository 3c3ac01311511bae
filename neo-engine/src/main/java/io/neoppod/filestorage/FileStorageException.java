package io.neoppod.filestorage;

import java.nio.file.Path;

/// A `Data.fs` cannot be used as asked. The message is one line for the user and names the file.
public class FileStorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FileStorageException(Path path, String reason) {
        super(path + ": " + reason);
    }
}
