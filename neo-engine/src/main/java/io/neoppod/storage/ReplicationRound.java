package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReplicationPacket.AddObject;
import io.neoppod.protocol.ReplicationPacket.AddTransaction;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchObjects;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchTransactions;
import io.neoppod.protocol.ReplicationPacket.AskFetchObjects;
import io.neoppod.protocol.ReplicationPacket.AskFetchTransactions;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.StoredObject;
import io.neoppod.storage.database.StoredTransaction;
import io.neoppod.storage.database.TransactionMeta;
import io.neoppod.storage.database.WriteSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fetches one partition up to a tid from one node: transactions first, then objects, chunk by chunk.
///
/// For each chunk we tell what we already have; the source sends what is missing, then what we must delete and
/// where to go on. The next chunk is asked for as soon as the answer is here, while the writer still stores: what
/// it has to store is bounded by [#MAX_UNSTORED_BYTES], beyond which we stop reading from the source.
///
/// What is fetched is stored in batches without waiting for the disk; progress is recorded behind it, in the same
/// order, so that it never runs ahead of the data. The end is durable before it is told.
///
/// Reference: neo/storage/replicator.py.
final class ReplicationRound {
    /// Items in a chunk. More than the 1000 that Python nodes ask: between two chunks the source has nothing to do.
    static final int CHUNK = 5000;

    /// Received bytes stored by one job.
    static final int BATCH_BYTES = 1 << 20;

    static final int MAX_UNSTORED_BYTES = 4 << 20;

    private final Host host;
    private final LockTable locks;
    private final Replicator replicator;
    private final int partition;
    private final long upTo;

    private @Nullable Connection source;
    private int messageId;
    private @Nullable Runnable waiting;
    private long nextObjectTid;
    private long packedBefore;
    private long packedThere;
    private List<StoredObject> objects = new ArrayList<>();
    /// What to write after these objects.
    private List<Consumer<WriteSession>> batch = new ArrayList<>();
    private int batchBytes;
    private int unstoredBytes;
    private boolean paused;

    ReplicationRound(Host host, LockTable locks, Replicator replicator, int partition, long upTo) {
        this.host = host;
        this.locks = locks;
        this.replicator = replicator;
        this.partition = partition;
        this.upTo = upTo;
    }

    int partition() {
        return partition;
    }

    long upTo() {
        return upTo;
    }

    /// @param tid       first transaction whose metadata may be missing
    /// @param objectTid first transaction whose objects may be missing
    void start(Connection from, long tid, long objectTid) {
        source = from;
        nextObjectTid = objectTid;
        host.log.debug("partition {}: replicating from {}, up to {}", partition, from, Ids.hex(upTo));
        // What is locked here is not in the tables yet: it would be fetched although we have it. What a cell that was
        // discarded had left here may still be about to go: it would be told as if we had it.
        whenUnlocked(() -> host.store.afterWrites(() -> begin(tid)));
    }

    private void begin(long tid) {
        host.store.scan(
                session -> Feeder.completedPack(session, partition),
                packed -> {
                    packedBefore = packed;
                    fetchTransactions(tid, true);
                },
                () -> {});
    }

    private void whenUnlocked(Runnable action) {
        if (locks.isLockedTid(upTo)) {
            waiting = action;
        } else {
            action.run();
        }
    }

    void onUnlocked() {
        var action = waiting;
        if (action != null) {
            waiting = null;
            whenUnlocked(action);
        }
    }

    /// Where it fetches from, once it does.
    @Nullable
    Connection source() {
        return source;
    }

    boolean isFrom(Connection connection) {
        return source == connection;
    }

    /// Whether the packet being handled belongs to the chunk in progress.
    boolean isAnsweredBy(Connection connection) {
        return source == connection && connection.currentMessageId() == messageId;
    }

    // --- transactions

    private void fetchTransactions(long from, boolean first) {
        host.store.scan(
                session -> session.replicationTids(partition, from, upTo, CHUNK),
                own -> askTransactions(from, own, first),
                () -> {});
    }

    private void askTransactions(long from, long[] own, boolean first) {
        var connection = source;
        if (connection == null || !replicator.isCurrent(this)) {
            return;
        }
        messageId = connection.nextMessageId();
        connection.ask(new AskFetchTransactions(partition, CHUNK, from, upTo, own, first), reply -> {
            switch (reply) {
                case Reply.Answered<AnswerFetchTransactions>(var answer) -> onTransactions(answer, own);
                case Reply.Refused<AnswerFetchTransactions>(var _, var message) -> onRefused(message);
                case Reply.Lost<AnswerFetchTransactions>(var reason) -> onRefused(reason);
            }
        });
    }

    void add(AddTransaction packet) {
        var meta = new TransactionMeta(
                packet.user(),
                packet.description(),
                packet.extension(),
                packet.packed(),
                packet.ttid(),
                packet.oidList());
        var transaction = new StoredTransaction(packet.tid(), meta, packet.pack());
        store(200 + 8 * packet.oidList().length, session -> session.storeTransaction(transaction));
    }

    private void onTransactions(AnswerFetchTransactions answer, long[] own) {
        if (!replicator.isCurrent(this)) {
            return;
        }
        for (long tid : answer.toDelete()) {
            store(8, session -> session.deleteTransaction(tid));
        }
        if (answer.completedPack() != Ids.NONE) {
            packedThere = answer.completedPack();
            store(8, session -> session.lowerPacked(partition, answer.completedPack()));
        }
        flush();
        long next = answer.nextTid();
        if (own.length == CHUNK) {
            // We have more than we told, perhaps too much: the next chunk starts where our list ended.
            long afterOwn = own[CHUNK - 1] + 1;
            next = next == Ids.NONE ? afterOwn : Math.min(next, afterOwn);
        }
        if (next != Ids.NONE && next <= upTo) {
            replicator.onTransactionsFetched(next);
            fetchTransactions(next, false);
        } else {
            replicator.onTransactionsFetched(upTo + 1);
            fetchObjects(new RecordKey(mayLackDeletions() ? Ids.ZERO : nextObjectTid, Ids.ZERO));
        }
    }

    /// A deletion that this cell missed is gone where a pack removed the object: only a comparison from the
    /// beginning finds what has to go here. The reference does not, and shows such objects again.
    private boolean mayLackDeletions() {
        long newest = Math.max(host.lastPackId, packedThere);
        return host.backupTid == Ids.NONE && newest > packedBefore && newest >= nextObjectTid;
    }

    // --- objects

    private void fetchObjects(RecordKey from) {
        host.store.scan(
                session -> session.replicationObjects(partition, from.tid(), from.oid(), upTo, CHUNK),
                own -> askObjects(from, own),
                () -> {});
    }

    private void askObjects(RecordKey from, List<RecordKey> own) {
        var connection = source;
        if (connection == null || !replicator.isCurrent(this)) {
            return;
        }
        messageId = connection.nextMessageId();
        var request = new AskFetchObjects(partition, CHUNK, from.tid(), upTo, from.oid(), byTid(own));
        connection.ask(request, reply -> {
            switch (reply) {
                case Reply.Answered<AnswerFetchObjects>(var answer) -> onObjects(answer, own);
                case Reply.Refused<AnswerFetchObjects>(var _, var message) -> onRefused(message);
                case Reply.Lost<AnswerFetchObjects>(var reason) -> onRefused(reason);
            }
        });
    }

    private static Map<Long, long[]> byTid(List<RecordKey> records) {
        var oids = new TreeMap<Long, List<Long>>();
        records.forEach(
                key -> oids.computeIfAbsent(key.tid(), tid -> new ArrayList<>()).add(key.oid()));
        Map<Long, long[]> byTid = new TreeMap<>();
        oids.forEach((tid, list) ->
                byTid.put(tid, list.stream().mapToLong(Long::longValue).toArray()));
        return byTid;
    }

    void add(AddObject packet) {
        boolean hasNoData = packet.data().length == 0 && Arrays.equals(packet.checksum(), new byte[20]);
        var data = hasNoData ? null : new DataRecord(packet.compression(), packet.checksum(), packet.data());
        objects.add(new StoredObject(packet.oid(), packet.serial(), data, packet.dataSerial()));
        count(100 + packet.data().length);
    }

    private void onObjects(AnswerFetchObjects answer, List<RecordKey> own) {
        if (!replicator.isCurrent(this)) {
            return;
        }
        answer.toDelete().forEach((tid, oids) -> {
            for (long oid : oids) {
                store(16, session -> session.deleteObject(oid, tid));
            }
        });
        flush();
        var next = next(answer, own);
        if (next == null) {
            finish();
            return;
        }
        replicator.onObjectsFetched(next.tid());
        if (next.tid() > Ids.ZERO) {
            store(8, session -> session.setCellTid(partition, next.tid() - 1));
        }
        fetchObjects(next);
    }

    private static @Nullable RecordKey next(AnswerFetchObjects answer, List<RecordKey> own) {
        var next = answer.nextTid() == Ids.NONE ? null : new RecordKey(answer.nextTid(), answer.nextOid());
        if (own.size() < CHUNK) {
            return next;
        }
        var last = own.getLast();
        var afterOwn = new RecordKey(last.tid(), last.oid() + 1);
        boolean isOwnFirst = next == null
                || afterOwn.tid() < next.tid()
                || afterOwn.tid() == next.tid() && afterOwn.oid() < next.oid();
        return isOwnFirst ? afterOwn : next;
    }

    private void finish() {
        host.store.durable(
                session -> {
                    session.setCellTid(partition, upTo);
                    return upTo;
                },
                done -> {
                    if (replicator.isCurrent(this)) {
                        replicator.onFetched(this);
                    }
                });
    }

    private void onRefused(String reason) {
        if (replicator.isCurrent(this)) {
            replicator.abandon(reason);
        }
    }

    // --- storing

    private void store(int bytes, Consumer<WriteSession> write) {
        batch.add(write);
        count(bytes);
    }

    private void count(int bytes) {
        batchBytes += bytes;
        if (batchBytes >= BATCH_BYTES) {
            flush();
        }
    }

    private void flush() {
        if (batchBytes == 0) {
            return;
        }
        var stored = objects;
        var writes = batch;
        int bytes = batchBytes;
        objects = new ArrayList<>();
        batch = new ArrayList<>();
        batchBytes = 0;
        unstoredBytes += bytes;
        host.store.visible(
                session -> {
                    session.storeObjects(stored);
                    writes.forEach(write -> write.accept(session));
                    return bytes;
                },
                this::onStored);
        pace();
    }

    private void onStored(int bytes) {
        unstoredBytes -= bytes;
        pace();
    }

    private void pace() {
        var connection = source;
        boolean full = unstoredBytes > MAX_UNSTORED_BYTES;
        if (connection != null && full != paused) {
            paused = full;
            if (full) {
                connection.suspend();
            } else {
                connection.resume();
            }
        }
    }
}
