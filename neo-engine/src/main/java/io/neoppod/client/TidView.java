package io.neoppod.client;

import io.neoppod.protocol.Ids;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads as of a transaction.
class TidView implements NeoSnapshot {
    private final ObjectLoader objects;
    private final TransactionLog log;
    private volatile Tid tid;

    TidView(ObjectLoader objects, TransactionLog log, Tid tid) {
        this.objects = objects;
        this.log = log;
        this.tid = tid;
    }

    @Override
    public Tid tid() {
        return tid;
    }

    final void setTid(Tid next) {
        tid = next;
    }

    @Override
    public ObjectRevision load(Oid oid) {
        return revision(oid).orElseThrow(() -> ObjectLoader.absent(oid, "does not exist as of " + tid));
    }

    @Override
    public Optional<ObjectRevision> find(Oid oid) {
        try {
            return revision(oid);
        } catch (NoSuchObjectException absent) {
            return Optional.empty();
        }
    }

    private Optional<ObjectRevision> revision(Oid oid) {
        return objects.load(oid, Ids.NONE, tid.value() + 1);
    }

    @Override
    public Iterator<Oid> oids(@Nullable Oid min, @Nullable Oid max) {
        return log.oids(tid, min, max);
    }

    @Override
    public void prefetch(Collection<Oid> oids) {
        objects.prefetch(oids, tid.value() + 1);
    }
}
