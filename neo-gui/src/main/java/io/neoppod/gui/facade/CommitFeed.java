package io.neoppod.gui.facade;

import io.neoppod.client.InvalidationListener;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import java.util.Arrays;
import java.util.Collection;

/// Counts what others commit. It keeps numbers only, so that it is never behind: a client that does not read makes
/// the master queue.
public final class CommitFeed implements InvalidationListener {
    private long commits;
    private long objects;
    private long lastTid = DataSession.NONE;
    private long resets;
    private long[] byPartition = new long[0];

    /// @param commits     transactions since the client connected
    /// @param objects     objects that these wrote
    /// @param lastTid     the last one, or [DataSession#NONE]
    /// @param resets      how often anything may have been missed
    /// @param byPartition objects written, by partition; empty while the number of partitions is not known
    public record Counts(long commits, long objects, long lastTid, long resets, long[] byPartition) {
        static final Counts ZERO = new Counts(0, 0, DataSession.NONE, 0, new long[0]);
    }

    @Override
    public synchronized void invalidate(Tid tid, Collection<Oid> oids) {
        commits++;
        objects += oids.size();
        lastTid = tid.value();
        if (byPartition.length > 0) {
            oids.forEach(oid -> byPartition[(int) Long.remainderUnsigned(oid.value(), byPartition.length)]++);
        }
    }

    @Override
    public synchronized void invalidateAll() {
        resets++;
    }

    /// The number of partitions is known, or another one than before.
    synchronized void partitions(int count) {
        if (count != byPartition.length) {
            byPartition = Arrays.copyOf(new long[0], count);
        }
    }

    synchronized Counts counts() {
        return new Counts(commits, objects, lastTid, resets, byPartition.clone());
    }
}
