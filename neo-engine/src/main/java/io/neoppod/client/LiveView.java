package io.neoppod.client;

import java.util.LinkedHashSet;
import java.util.Set;

/// A view that moves, and what changed since it last did.
///
/// The changes are guarded by the monitor of [SharedCache], which tells them on the loop. Bound: one entry per
/// object that was changed since, at most [#MAX_CHANGES]; beyond that, everything is said to have changed.
final class LiveView extends TidView implements NeoSnapshot.Live {
    private static final int MAX_CHANGES = 100_000;

    private final ClientStorage storage;
    private final SharedCache cache;
    private boolean everything;
    private Set<Oid> changes = new LinkedHashSet<>();

    LiveView(ClientStorage storage, SharedCache cache, ObjectLoader objects, TransactionLog log, Tid tid) {
        super(objects, log, tid);
        this.storage = storage;
        this.cache = cache;
    }

    // --- inside the monitor of the cache

    void changed(long[] oids) {
        if (!everything) {
            for (long oid : oids) {
                changes.add(new Oid(oid));
            }
            if (changes.size() > MAX_CHANGES) {
                everythingChanged();
            }
        }
    }

    void everythingChanged() {
        everything = true;
        changes = new LinkedHashSet<>();
    }

    Changes moveTo(long tid) {
        var since = new Changes(everything, changes);
        everything = false;
        changes = new LinkedHashSet<>();
        setTid(new Tid(tid));
        return since;
    }

    // --- the application's thread

    @Override
    public Changes refresh() {
        return cache.refresh(this);
    }

    @Override
    public Changes sync() {
        storage.sync();
        return refresh();
    }

    @Override
    public NeoTransaction begin(TransactionMetadata metadata) {
        return storage.begin(metadata, this);
    }

    @Override
    public void close() {
        cache.removeView(this);
    }
}
