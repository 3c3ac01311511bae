package io.neoppod.gui.facade;

import io.neoppod.ctl.TweakResult;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A cluster that is watched and commanded.
///
/// Any thread may call; nothing waits, but [#close]. What [GuardRails] refuse fails with [RefusedException], and
/// nothing
/// is sent. Other commands complete with the cluster's own words, or fail with an exception whose message is made for
/// the user.
public interface Cluster extends AutoCloseable {
    ClusterSource source();

    ClusterSnapshot snapshot();

    /// Tells of each snapshot from now on, on a thread of the cluster, at least once a second.
    ///
    /// @return ends it
    Runnable onSnapshot(Consumer<ClusterSnapshot> listener);

    /// Asks the cluster at once.
    void refresh();

    /// Sets the time between two questions to the cluster: 1 s by default, longer when nobody looks.
    void pace(Duration period);

    /// Tries each known address from here; completes within some seconds.
    CompletableFuture<List<Reach>> reach();

    /// What is in its database.
    DataSession data();

    /// Copies between its database and files.
    Copies copies();

    /// Makes a pending storage part of the cluster.
    CompletableFuture<String> add(int nid);

    /// Makes a storage or a secondary master stop.
    CompletableFuture<String> kill(int nid);

    /// Removes a storage for ever.
    CompletableFuture<String> drop(int nid);

    CompletableFuture<String> setClusterState(ClusterState wanted);

    /// What spreading the cells anew would do.
    ///
    /// @param excluded storages that get none
    CompletableFuture<TweakResult> tryTweak(int[] excluded);

    /// Spreads the cells anew.
    CompletableFuture<TweakResult> tweak(int[] excluded);

    /// Sets how many copies partitions should have besides the first; cells change at the next tweak.
    CompletableFuture<String> setReplicas(int replicas);

    /// Forgets every transaction after `tid`.
    CompletableFuture<String> truncate(long tid);

    /// Makes storages compare their copies. The answer comes before the result, which is in their logs; with some
    /// masters, copies that differ also become CORRUPTED.
    CompletableFuture<String> check(CheckOrder order);

    /// Makes storages look for data that nothing refers to, and delete them unless it is a dry run. What they find is
    /// in their logs.
    CompletableFuture<String> repair(int[] nids, boolean dryRun);

    /// Starts a node of this app that does not run; completes with the name of its process.
    CompletableFuture<String> startProcess(int nid);

    /// Starts one more storage in this app, which waits to be added; completes with the name of its process.
    CompletableFuture<String> newStorage();

    /// Ends a node of this app as if its process was killed; completes with its name.
    CompletableFuture<String> killProcess(int nid);

    /// Log files of nodes that can be read from here: of those that run in this app, or where its user says that they
    /// are. Looks at the disk: not for the thread of the user interface.
    default List<Path> logFiles() {
        return LogFiles.at(source().logs());
    }

    /// Makes nodes write what their logs remember; completes when they have been asked.
    default CompletableFuture<Void> flushLog() {
        return CompletableFuture.completedFuture(null);
    }

    /// Stops watching; a cluster that runs here is stopped. May take a second or two.
    @Override
    void close();
}
