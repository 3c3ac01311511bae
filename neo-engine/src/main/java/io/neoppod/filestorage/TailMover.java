package io.neoppod.filestorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Cuts what is behind the last complete transaction of a file, and keeps it in `X.tr0`, `X.tr1`, … as ZODB does.
final class TailMover {
    private final DataFile file;

    TailMover(DataFile file) {
        this.file = file;
    }

    void moveFrom(long end) {
        if (file.size() <= end) {
            return;
        }
        try (FileChannel copy = createCopy()) {
            long size = file.size();
            for (long at = end; at < size; ) {
                at += file.channel().transferTo(at, size - at, copy);
            }
            copy.force(true);
            file.channel().truncate(end);
        } catch (IOException e) {
            throw new UncheckedIOException(file.path() + ": its tail cannot be moved: " + e.getMessage(), e);
        }
    }

    private FileChannel createCopy() throws IOException {
        for (int number = 0; ; number++) {
            Path path = file.path().resolveSibling(file.path().getFileName() + ".tr" + number);
            try {
                return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }
}
