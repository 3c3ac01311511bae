package io.neoppod.client;

import io.neoppod.client.SharedCache.Lookup;
import io.neoppod.config.ConfigException;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.TransactionPacket.AnswerNewOIDs;
import io.neoppod.protocol.TransactionPacket.AskNewOIDs;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [NeoStorage] over a [ClientCore]. Any thread may call; each waits for the loop on its own.
public final class ClientStorage implements NeoStorage {
    /// Object ids reserved from the master at a time.
    private static final int OID_BATCH = 100;

    private final ClientCore core;
    private final ClientOptions options;
    private final SharedCache cache;
    private final Object oidLock = new Object();
    // Guarded by oidLock: object ids reserved and not yet given. A new primary gives again what was never stored, so
    // they
    // are valid for the connection that reserved them only.
    private long[] reservedOids = new long[0];
    private int nextReserved;
    private int reservedGeneration;

    public ClientStorage(NodeRuntime runtime, ClientOptions options) {
        this.core = new ClientCore(runtime, options);
        this.options = options;
        this.cache = core.cache();
    }

    static NeoStorage open(ClientOptions options) throws ConfigException {
        var log = NodeLog.of("client");
        try {
            var tls = options.tls() == null ? null : TlsContexts.load(options.tls());
            var runtime = new NettyRuntime("client", tls, (what, error) -> log.error("fault while {}", what, error));
            return new ClientStorage(runtime, options);
        } catch (TlsException invalid) {
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
        return new Tid(lastTid());
    }

    @Override
    public void sync() {
        await(core.onLoop(() -> core.master().sync()));
    }

    @Override
    public ObjectRevision load(Oid oid) {
        return load(oid, Ids.NONE, Ids.NONE).orElseThrow(() -> absent(oid, "does not exist"));
    }

    @Override
    public Optional<ObjectRevision> loadBefore(Oid oid, Tid tid) {
        return load(oid, Ids.NONE, tid.value());
    }

    @Override
    public ObjectRevision loadSerial(Oid oid, Tid tid) {
        return load(oid, tid.value(), Ids.NONE).orElseThrow(() -> absent(oid, "has no revision " + tid));
    }

    @Override
    public Oid newOid() {
        if (options.readOnly()) {
            throw new ReadOnlyStorageException("the client is read-only");
        }
        synchronized (oidLock) {
            int generation = core.master().generation();
            if (nextReserved == reservedOids.length || reservedGeneration != generation) {
                reservedOids = await(core.onLoop(() -> core.master().ask(new AskNewOIDs(OID_BATCH)))
                        .thenApply(ClientStorage::reserved));
                nextReserved = 0;
                reservedGeneration = generation;
            }
            return new Oid(reservedOids[nextReserved++]);
        }
    }

    @Override
    public NeoTransaction begin(TransactionMetadata metadata) {
        return begin(metadata, Ids.NONE);
    }

    @Override
    public NeoTransaction begin(TransactionMetadata metadata, Tid tid) {
        return begin(metadata, tid.value());
    }

    @Override
    public Iterator<TransactionRecord> iterate(@Nullable Tid start, @Nullable Tid stop) {
        long last = lastTid();
        long end = stop == null || Long.compareUnsigned(stop.value(), last) > 0 ? last : stop.value();
        return new TransactionIterator(core, start == null ? Ids.ZERO : start.value(), end);
    }

    @Override
    public Stream<DataRecord> records(TransactionRecord transaction) {
        return new RecordReader(core, transaction).stream();
    }

    @Override
    public void addInvalidationListener(InvalidationListener listener) {
        cache.addListener(listener);
    }

    @Override
    public CacheStatistics cacheStatistics() {
        return cache.statistics();
    }

    @Override
    public void close() {
        core.close();
    }

    private long lastTid() {
        long last = cache.lastTid();
        if (last == Ids.NONE) {
            await(core.onLoop(() -> core.master().connection()));
            last = cache.lastTid();
        }
        return last;
    }

    private NeoTransaction begin(TransactionMetadata metadata, long tid) {
        if (options.readOnly()) {
            throw new ReadOnlyStorageException("the client is read-only");
        }
        return new ClientTransaction(core, await(core.begin(tid)), metadata);
    }

    /// Loads through the cache; one thread loads an object, the others that want it wait and look again.
    private Optional<ObjectRevision> load(Oid oid, long at, long before) {
        lastTid();
        while (true) {
            switch (cache.look(oid.value(), at, before)) {
                case Lookup.Hit(var serial, var next, var data) -> {
                    return at != Ids.NONE && serial != at
                            ? Optional.empty()
                            : Optional.of(revision(oid, serial, next, data.clone()));
                }
                case Lookup.Busy(var load) -> await(load.over());
                case Lookup.Mine(var load) -> {
                    long bound = at == Ids.NONE && before == Ids.NONE ? cache.lastTid() + 1 : before;
                    return loadFromStorage(load, oid, at, bound);
                }
            }
        }
    }

    private Optional<ObjectRevision> loadFromStorage(SharedCache.Load load, Oid oid, long at, long before) {
        boolean stored = false;
        try {
            var found = fetch(oid, at, before);
            if (found == null) {
                return Optional.empty();
            }
            stored = true;
            long next = cache.complete(load, found.serial, found.next, found.data);
            return Optional.of(revision(oid, found.serial, next, found.data.clone()));
        } finally {
            if (!stored) {
                cache.cancel(load);
            }
        }
    }

    /// What a storage holds, verified and decompressed.
    private record Fetched(long serial, long next, byte[] data) {}

    /// Null when other revisions exist, but not the one asked.
    private @Nullable Fetched fetch(Oid oid, long at, long before) {
        Set<Integer> damaged = new LinkedHashSet<>();
        AnswerObject first = null;
        while (true) {
            CellRead.Result<AnswerObject> result;
            try {
                result = await(core.read(oid.value(), new AskObject(oid.value(), at, before), damaged));
            } catch (StorageException noOtherCell) {
                if (first == null) {
                    throw noOtherCell;
                }
                return onlyDamaged(oid, first);
            }
            switch (result.reply()) {
                case Reply.Answered<AnswerObject>(var answer) -> {
                    var record = new StoredRecord(answer.compression(), answer.checksum(), answer.data());
                    if (record.isDeletion()) {
                        throw absent(oid, "is deleted");
                    }
                    byte[] data = record.isIntact() ? record.data() : null;
                    if (data != null) {
                        return new Fetched(answer.serial(), answer.nextSerial(), data);
                    }
                    first = first == null ? answer : first;
                    damaged.add(result.nid());
                }
                case Reply.Refused<AnswerObject>(var code, var message) -> {
                    if (code == ErrorCode.OID_NOT_FOUND) {
                        return null;
                    }
                    throw code == ErrorCode.OID_DOES_NOT_EXIST
                            ? absent(oid, "does not exist")
                            : CommitSession.refusal(code, message);
                }
                case Reply.Lost<AnswerObject> lost -> throw new AssertionError("a lost read is tried elsewhere");
            }
        }
    }

    private Fetched onlyDamaged(Oid oid, AnswerObject answer) {
        if (!options.ignoreWrongChecksum()) {
            throw new ChecksumException("wrong checksum for object " + oid + " at " + new Tid(answer.serial()));
        }
        var data = new StoredRecord(answer.compression(), answer.checksum(), answer.data()).data();
        return new Fetched(answer.serial(), answer.nextSerial(), data == null ? new byte[0] : data);
    }

    private static long[] reserved(Reply<AnswerNewOIDs> reply) {
        return switch (reply) {
            case Reply.Answered<AnswerNewOIDs>(var answer) -> answer.oids();
            case Reply.Refused<AnswerNewOIDs>(var code, var message) -> throw CommitSession.refusal(code, message);
            case Reply.Lost<AnswerNewOIDs>(var reason) ->
                throw new ConnectionLostException("connection to the primary master lost: " + reason);
        };
    }

    private static ObjectRevision revision(Oid oid, long serial, long next, byte[] data) {
        return new ObjectRevision(oid, new Tid(serial), next == Ids.NONE ? null : new Tid(next), data);
    }

    private static NoSuchObjectException absent(Oid oid, String why) {
        return new NoSuchObjectException(oid, "object " + oid + " " + why);
    }

    private <T> T await(CompletableFuture<T> future) {
        return Blocking.await(future, options.timeout());
    }
}
