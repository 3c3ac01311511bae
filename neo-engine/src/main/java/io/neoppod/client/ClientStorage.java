package io.neoppod.client;

import io.neoppod.config.ConfigException;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogWriter;
import io.neoppod.protocol.Ids;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [NeoStorage] over a [ClientCore]. Any thread may call; each waits for the loop on its own.
public final class ClientStorage implements NeoStorage {
    private static final TransactionMetadata PACK = TransactionMetadata.of("", "IStorage.pack");

    private final ClientCore core;
    private final ClientOptions options;
    private final SharedCache cache;
    private final ObjectLoader objects;
    private final TransactionLog log;
    private final OidPool newOids;

    public ClientStorage(NodeRuntime runtime, ClientOptions options) {
        this.core = new ClientCore(runtime, options);
        this.options = options;
        this.cache = core.cache();
        this.objects = new ObjectLoader(core);
        this.log = new TransactionLog(core);
        this.newOids = new OidPool(core);
    }

    static NeoStorage open(ClientOptions options) throws ConfigException {
        try {
            var tls = options.tls() == null ? null : TlsContexts.load(options.tls());
            var runtime = NettyRuntime.client(tls);
            try {
                LogWriter.attach(runtime, options.logfile());
            } catch (LogException unwritable) {
                runtime.close();
                throw unwritable;
            }
            return new ClientStorage(runtime, options);
        } catch (TlsException | LogException invalid) {
            throw new ConfigException(invalid.getMessage());
        }
    }

    @Override
    public String name() {
        return "NEOStorage(" + options.cluster() + ")";
    }

    @Override
    public boolean isReadOnly() {
        return options.readOnly();
    }

    @Override
    public Tid lastTransaction() {
        return new Tid(objects.lastTid());
    }

    @Override
    public void sync() {
        await(core.onLoop(() -> core.master().sync()));
    }

    @Override
    public ObjectRevision load(Oid oid) {
        return objects.current(oid).orElseThrow(() -> ObjectLoader.absent(oid, "does not exist"));
    }

    @Override
    public Optional<ObjectRevision> loadBefore(Oid oid, Tid tid) {
        return objects.load(oid, Ids.NONE, tid.value());
    }

    @Override
    public ObjectRevision loadSerial(Oid oid, Tid tid) {
        return objects.load(oid, tid.value(), Ids.NONE)
                .orElseThrow(() -> ObjectLoader.absent(oid, "has no revision " + tid));
    }

    @Override
    public NeoSnapshot at(Tid tid) {
        var last = lastTransaction();
        return new TidView(objects, log, tid.compareTo(last) < 0 ? tid : last);
    }

    @Override
    public NeoSnapshot.Live openSnapshot() {
        objects.lastTid();
        var view = new LiveView(this, cache, objects, log, new Tid(Ids.ZERO));
        cache.addView(view);
        view.refresh();
        return view;
    }

    @Override
    public Oid newOid() {
        requireWritable();
        return newOids.take();
    }

    @Override
    public NeoTransaction begin(TransactionMetadata metadata) {
        return begin(metadata, Ids.NONE, null);
    }

    @Override
    public NeoTransaction begin(TransactionMetadata metadata, Tid tid) {
        return begin(metadata, tid.value(), null);
    }

    /// @param author view that need not be told of the changes
    NeoTransaction begin(TransactionMetadata metadata, LiveView author) {
        return begin(metadata, Ids.NONE, author);
    }

    @Override
    public Iterator<TransactionRecord> iterate(@Nullable Tid start, @Nullable Tid stop) {
        long last = objects.lastTid();
        long end = stop == null || Long.compareUnsigned(stop.value(), last) > 0 ? last : stop.value();
        return new TransactionIterator(core, start == null ? Ids.ZERO : start.value(), end);
    }

    @Override
    public Iterator<TransactionRecord> descend(@Nullable Tid from) {
        return log.descending(from);
    }

    @Override
    public Stream<DataRecord> records(TransactionRecord transaction) {
        return new RecordReader(core, transaction).stream();
    }

    @Override
    public Iterator<Oid> oids(@Nullable Tid at, @Nullable Oid min, @Nullable Oid max) {
        return log.oids(at == null ? lastTransaction() : at, min, max);
    }

    @Override
    public List<HistoryEntry> history(Oid oid, int count) {
        return log.history(oid, count);
    }

    @Override
    public List<TransactionRecord> undoLog(int first, int count, Predicate<TransactionRecord> filter) {
        return log.undoLog(first, count, filter);
    }

    @Override
    public PackHandle pack(Tid tid, @Nullable Collection<Oid> oids) {
        requireWritable();
        sync();
        var last = lastTransaction();
        var limit = tid.compareTo(last) < 0 ? tid : last;
        if (limit.value() == Ids.ZERO) {
            return new PackHandle(core, null);
        }
        try (var transaction = begin(PACK)) {
            transaction.setPackOrder(limit, oids);
            return new PackHandle(core, transaction.finish());
        }
    }

    @Override
    public void addInvalidationListener(InvalidationListener listener) {
        cache.addListener(listener);
    }

    @Override
    public void removeInvalidationListener(InvalidationListener listener) {
        cache.removeListener(listener);
    }

    @Override
    public CacheStatistics cacheStatistics() {
        return cache.statistics();
    }

    @Override
    public void close() {
        core.close();
    }

    private NeoTransaction begin(TransactionMetadata metadata, long tid, @Nullable LiveView author) {
        requireWritable();
        var begun = core.begin(tid);
        try {
            var session = await(begun);
            if (author != null) {
                core.execute(() -> session.setAuthor(author));
            }
            return new ClientTransaction(core, session, metadata, objects, log);
        } catch (NeoTimeoutException late) {
            // Nobody else will end it, and its storages would wait for ever.
            begun.thenAccept(CommitSession::abort);
            throw late;
        }
    }

    private void requireWritable() {
        if (options.readOnly()) {
            throw new ReadOnlyStorageException("the client is read-only");
        }
    }

    private <T> T await(CompletableFuture<T> future) {
        return Blocking.await(future, options.timeout());
    }
}
