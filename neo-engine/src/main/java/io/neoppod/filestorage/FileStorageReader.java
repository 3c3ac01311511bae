package io.neoppod.filestorage;

import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/// Reads a `Data.fs` from its first to its last complete transaction, in memory bounded by the largest record.
///
/// It takes no lock: another process may go on committing to the file. What is complete when a pass starts is read.
/// An empty file is an empty database.
///
/// | The file | Strict | Tolerant |
/// |---|---|---|
/// | ends within a transaction, with an unfinished one, or with zeros | all before, and an anomaly | same |
/// | is damaged in the middle, or ends with anything else | [CorruptFileException] | what it finds, and an anomaly |
///
/// Unlike ZODB's iterator, it reads files of Python 2, skips transactions with status `u`, and takes garbage at the end
/// for what it is.
///
/// Confined to one thread.
public final class FileStorageReader implements AutoCloseable {
    private final DataFile file;
    private final ReadOptions options;

    private FileStorageReader(DataFile file, ReadOptions options) {
        this.file = file;
        this.options = options;
    }

    /// @throws CorruptFileException  if the file is not a `Data.fs`
    public static FileStorageReader open(Path path, ReadOptions options) {
        return new FileStorageReader(DataFile.open(path, StandardOpenOption.READ), options);
    }

    /// Size of the file in bytes, to compare with [TransactionCursor#position()].
    public long size() {
        return file.size();
    }

    /// The transactions with `start <= tid <= stop` (unsigned), in the order of the file.
    public TransactionCursor transactions(long start, long stop) {
        return new TransactionCursor(file, options, start, stop);
    }

    /// All transactions.
    public TransactionCursor transactions() {
        return transactions(ReadOptions.FIRST_TID, ReadOptions.LAST_TID);
    }

    /// Counts what the file holds: one pass over its headers, and a temporary file of some
    /// 8 bytes per object.
    ///
    /// @param progress  told of the position in the file after each transaction
    public FileSummary summary(LongConsumer progress) {
        return FileSummary.of(file, options, progress);
    }

    @Override
    public void close() {
        file.close();
    }
}
