package io.neoppod.storage.database.sqlite;

import io.neoppod.runtime.netty.AbstractSocketName;
import io.neoppod.storage.database.DatabaseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The file of a database, held so that no other node opens it.
///
/// The lock is a name in the abstract socket namespace, the one that Python NEO takes. Where there is none, it is
/// a lock on a file beside the database, which only our nodes know.
final class SqliteFile implements AutoCloseable {
    private static final byte[] MAGIC = {'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0};
    private static final int RESERVED_BYTES_OFFSET = 20;
    /// Bytes that the checksum extension reserves at the end of each page.
    private static final int CHECKSUM_BYTES = 8;

    private final Path path;
    private final AutoCloseable lock;

    private SqliteFile(Path path, AutoCloseable lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Creates the file if it is missing, and locks it.
    ///
    /// @throws DatabaseException when it is locked, can not be opened or is not for us
    static SqliteFile claim(Path path) {
        try {
            create(path);
            checkHeader(path);
            var lock = lock(path);
            if (lock == null) {
                throw new DatabaseException("error: database is locked");
            }
            return new SqliteFile(path, lock);
        } catch (NoSuchFileException e) {
            throw new DatabaseException("cannot open " + path + ": no such folder");
        } catch (FileSystemException e) {
            throw new DatabaseException("cannot open " + path + ": " + (e.getReason() == null ? e : e.getReason()));
        } catch (IOException e) {
            throw new DatabaseException("cannot open " + path, e);
        }
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(path)) {
                throw new DatabaseException("cannot open " + path + ": not a file");
            }
        }
    }

    private static void checkHeader(Path path) throws IOException {
        byte[] header;
        try (var in = Files.newInputStream(path)) {
            header = in.readNBytes(RESERVED_BYTES_OFFSET + 1);
        }
        if (header.length == 0) {
            return;
        }
        if (header.length <= RESERVED_BYTES_OFFSET || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DatabaseException(path + " is not an SQLite database");
        }
        if (header[RESERVED_BYTES_OFFSET] == CHECKSUM_BYTES) {
            throw new DatabaseException(path + " has page checksums (cksumvfs), which are not supported");
        }
    }

    private static @Nullable AutoCloseable lock(Path path) throws IOException {
        if (AbstractSocketName.isAvailable()) {
            return AbstractSocketName.claim("neostorage:" + device(path) + ":" + attribute(path, "unix:ino"));
        }
        var channel = FileChannel.open(
                path.resolveSibling(path.getFileName() + "-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another node of this process has it.
        }
        channel.close();
        return null;
    }

    /// The number of the device that holds a file, or of the folder it would be in.
    static String device(Path path) throws IOException {
        return attribute(path, "unix:dev");
    }

    private static String attribute(Path path, String name) throws IOException {
        return String.valueOf(Files.getAttribute(path, name, new LinkOption[0]));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (Exception e) {
            throw new DatabaseException("unlock " + path, e);
        }
    }
}
