package io.neoppod.client;

import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// What application threads and the loop share: the cache, the loads in progress and the last visible transaction.
///
/// Its monitor guards everything. The loop writes when transactions finish; application threads read the cache
/// and store what they loaded. `lastTid` moves last, inside the lock, after cache and listeners know what
/// changed: whoever sees a TID sees its invalidations.
final class SharedCache {
    private final ObjectCache cache;
    // Never iterated: only looked up by oid.
    private final Map<Long, Load> loads = new HashMap<>();
    // Read by application threads without the lock of this object while they register.
    private final List<InvalidationListener> listeners = new CopyOnWriteArrayList<>();
    // Guarded by the monitor.
    private final List<LiveView> views = new ArrayList<>();
    // Written by the loop inside the lock, read by any thread.
    private volatile long lastTid = Ids.NONE;

    SharedCache(long cacheBytes) {
        cache = new ObjectCache(cacheBytes);
    }

    /// A load in progress; other threads that want the same object wait for its end.
    static final class Load {
        private final long oid;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final List<Long> invalidated = new ArrayList<>(0);

        private Load(long oid) {
            this.oid = oid;
        }

        CompletableFuture<Void> over() {
            return over;
        }
    }

    /// What a thread that wants an object finds.
    sealed interface Lookup {
        record Hit(long serial, long next, byte[] data) implements Lookup {}

        /// Another thread is loading the object: wait, then look again.
        record Busy(Load load) implements Lookup {}

        /// The caller must load it, then call [SharedCache#complete] or [SharedCache#cancel].
        record Mine(Load load) implements Lookup {}
    }

    /// The last transaction that is visible, or [Ids#NONE] before the first connection.
    long lastTid() {
        return lastTid;
    }

    synchronized Lookup look(long oid, long at, long before) {
        var item = at == Ids.NONE ? cache.load(oid, before) : cache.loadAt(oid, at);
        if (item != null && item.data() != null) {
            return new Lookup.Hit(item.serial, item.next(), item.data());
        }
        var busy = loads.get(oid);
        if (busy != null) {
            return new Lookup.Busy(busy);
        }
        var mine = new Load(oid);
        loads.put(oid, mine);
        return new Lookup.Mine(mine);
    }

    /// Ends a load with what the storage answered.
    ///
    /// @return the TID that ended the revision, taking into account what was invalidated meanwhile
    synchronized long complete(Load load, long serial, long next, byte[] data) {
        boolean current = loads.remove(load.oid, load);
        long end = next;
        if (current) {
            if (end == Ids.NONE) {
                end = load.invalidated.stream()
                        .filter(tid -> Long.compareUnsigned(serial, tid) < 0)
                        .findFirst()
                        .orElse(Ids.NONE);
            }
            cache.store(load.oid, data, serial, end);
        }
        load.over.complete(null);
        return end;
    }

    synchronized void cancel(Load load) {
        loads.remove(load.oid, load);
        load.over.complete(null);
    }

    /// Another client committed.
    synchronized void invalidate(long tid, long[] oids) {
        for (long oid : oids) {
            end(oid, tid);
        }
        if (!listeners.isEmpty()) {
            var ids = new ArrayList<Oid>(oids.length);
            for (long oid : oids) {
                ids.add(new Oid(oid));
            }
            listeners.forEach(listener -> listener.invalidate(new Tid(tid), ids));
        }
        views.forEach(view -> view.changed(oids));
        lastTid = tid;
    }

    /// Our own transaction is committed; what it wrote is the current data.
    ///
    /// @param author the view that is not told, because it made the changes
    synchronized void committed(long tid, CommitState commit, @Nullable Object author) {
        commit.forEachWritten((oid, data) -> {
            end(oid, tid);
            if (data != null) {
                cache.store(oid, data, tid, Ids.NONE);
            }
        });
        views.stream().filter(view -> view != author).forEach(view -> view.changed(commit.writtenOids()));
        lastTid = tid;
    }

    /// The master tells the last transaction, after a (re)connection: what happened in between is unknown.
    synchronized void reconnected(long tid) {
        long known = lastTid;
        if (known == tid) {
            return;
        }
        if (known == Ids.NONE || Long.compareUnsigned(known, tid) < 0) {
            cache.clearCurrent();
        } else {
            cache.clear();
        }
        loads.clear();
        if (known != Ids.NONE) {
            listeners.forEach(InvalidationListener::invalidateAll);
            views.forEach(LiveView::everythingChanged);
        }
        lastTid = tid;
    }

    void addListener(InvalidationListener listener) {
        listeners.add(listener);
    }

    void removeListener(InvalidationListener listener) {
        listeners.remove(listener);
    }

    synchronized void addView(LiveView view) {
        views.add(view);
    }

    synchronized void removeView(LiveView view) {
        views.remove(view);
    }

    /// Moves a view to the last visible transaction: no change is missed nor told twice.
    synchronized NeoSnapshot.Changes refresh(LiveView view) {
        return view.moveTo(lastTid);
    }

    /// Old revisions were removed by a pack.
    synchronized void clear() {
        cache.clear();
        loads.clear();
    }

    synchronized CacheStatistics statistics() {
        return cache.statistics();
    }

    private void end(long oid, long tid) {
        cache.invalidate(oid, tid);
        @Nullable Load load = loads.get(oid);
        if (load != null) {
            load.invalidated.add(tid);
        }
    }
}
