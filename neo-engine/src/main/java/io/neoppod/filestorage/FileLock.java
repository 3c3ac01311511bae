package io.neoppod.filestorage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The lock that ZODB takes on a database that it may write: `flock` on `X.lock`, which then holds the process id.
///
/// `flock` is called directly because the locks of `FileChannel` are POSIX record locks, which on Linux do not see it.
/// The file is not deleted on release, as ZODB does.
final class FileLock implements AutoCloseable {
    private final NativeFiles files;
    private final int descriptor;

    private FileLock(NativeFiles files, int descriptor) {
        this.files = files;
        this.descriptor = descriptor;
    }

    /// @throws FileStorageException  if another storage has the lock, or if the system has no `flock`
    static FileLock acquire(Path database) {
        Path path = database.resolveSibling(database.getFileName() + ".lock");
        NativeFiles files = NativeFiles.find();
        if (files == null) {
            throw new FileStorageException(database, "cannot be locked against ZODB on this operating system");
        }
        try {
            if (Files.notExists(path)) {
                Files.write(path, new byte[0]);
            }
            int descriptor = files.open(path);
            if (descriptor < 0) {
                throw new FileStorageException(database, "cannot open its lock file " + path);
            }
            if (!files.lock(descriptor)) {
                files.close(descriptor);
                throw new FileStorageException(
                        database, "in use by another process, pid " + readPid(path) + "; stop it first");
            }
            FileLock lock = new FileLock(files, descriptor);
            lock.writePid(path);
            return lock;
        } catch (IOException e) {
            throw FileStorageException.cannotOpen(path, e);
        }
    }

    private void writePid(Path path) throws IOException {
        try {
            Files.writeString(path, " " + ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static String readPid(Path path) throws IOException {
        byte[] content;
        try (var in = Files.newInputStream(path)) {
            content = in.readNBytes(32);
        }
        String pid = new String(content, StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    @Override
    public void close() {
        files.close(descriptor);
    }
}
