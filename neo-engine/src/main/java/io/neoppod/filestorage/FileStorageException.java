package io.neoppod.filestorage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A `Data.fs` cannot be used as asked. The message is one line for the user and names the file.
public class FileStorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FileStorageException(Path path, String reason) {
        super(path + ": " + reason);
    }

    private FileStorageException(Path path, String reason, IOException cause) {
        super(path + ": " + reason, cause);
    }

    static FileStorageException cannotOpen(Path path, IOException cause) {
        String reason = switch (cause) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            default -> "cannot be opened: " + cause.getMessage();
        };
        return new FileStorageException(path, reason, cause);
    }
}
