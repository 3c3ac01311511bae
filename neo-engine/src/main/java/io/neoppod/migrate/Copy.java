package io.neoppod.migrate;

import io.neoppod.client.NeoStorage;
import io.neoppod.client.Tid;
import io.neoppod.filestorage.FileStorageReader;
import io.neoppod.filestorage.FileStorageWriter;

/// A copy in one direction.
public interface Copy {
    /// From a file into a cluster, to which nobody else may commit meanwhile.
    static Copy in(FileStorageReader source, NeoStorage target) {
        return new Import(source, target);
    }

    /// From a cluster into a file, as far as the last transaction at the start.
    static Copy out(NeoStorage source, FileStorageWriter target) {
        return new Export(source, target, null);
    }

    /// From a cluster into a file, as far as a transaction.
    static Copy out(NeoStorage source, FileStorageWriter target, Tid until) {
        return new Export(source, target, until);
    }

    /// Copies until everything is copied, or it is asked to stop.
    ///
    /// @throws MigrationException when source and target do not belong together
    void run(CopyMonitor monitor) throws MigrationException;
}
