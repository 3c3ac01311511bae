package io.neoppod.storage.database;

import java.util.List;

/// An open database. While it is open no other process, Java or Python, can open the same one.
public interface Database extends AutoCloseable {

    /// The only session that modifies. Always the same object.
    WriteSession writer();

    /// A new session for reading; the caller closes it.
    ReadSession openReader();

    /// As [#openReader], for short reads that mostly find their pages in the memory of the system: it copies none of
    /// them. Others are read ahead at length, so a reader that waits for the disk had better not be this one.
    default ReadSession openMappedReader() {
        return openReader();
    }

    /// Whether a reader finds its data whatever the writer does at the same time.
    boolean readersNeverWait();

    /// The partitions as last committed. May be called from any thread.
    PartitionView partitions();

    /// Where the data lie, from the widest failure domain to the narrowest: name of the host, then the device.
    List<String> topologyPath();

    /// How much was committed since the database was opened. May be called from any thread.
    CommitCounters counters();

    /// Whether work was committed that a crash of the machine could lose. May be called from any thread.
    boolean isDeferred();

    /// Makes durable what was committed before the call. May be called from any thread, but from one at a time, while
    /// the writer goes on, and not after [#close].
    void sync();

    /// Whether it is time for [#shortenLog]. May be called from any thread.
    boolean isLogLong();

    /// Does what the writer would have to do otherwise. May be called from any thread, but from one at a time, and not
    /// after [#close].
    void shortenLog();

    /// Removes everything, at once: the node was dropped. The database can only be closed afterwards.
    void erase();

    /// Makes deferred work durable, then closes all sessions. Work that was not committed is lost.
    @Override
    void close();
}
