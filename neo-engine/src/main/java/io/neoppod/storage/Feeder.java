package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReplicationPacket.AddObject;
import io.neoppod.protocol.ReplicationPacket.AddTransaction;
import io.neoppod.protocol.ReplicationPacket.AnswerCheckSerialRange;
import io.neoppod.protocol.ReplicationPacket.AnswerCheckTIDRange;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchObjects;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchTransactions;
import io.neoppod.protocol.ReplicationPacket.AskCheckSerialRange;
import io.neoppod.protocol.ReplicationPacket.AskCheckTIDRange;
import io.neoppod.protocol.ReplicationPacket.AskFetchObjects;
import io.neoppod.protocol.ReplicationPacket.AskFetchTransactions;
import io.neoppod.storage.database.ObjectRevision;
import io.neoppod.storage.database.OwnCell;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.ReadSession.RecordVisitor;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.StoredTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives other storages what their cells lack, and digests to compare cells.
///
/// What a chunk contains is read and sent slice by slice, each of at most [#SLICE_BYTES] (or one object): one is
/// read while the one before is sent, but only when the peer has taken enough of what was sent. Scans have a
/// session of their own, so that clients do not wait for them.
///
/// Reference: neo/storage/handlers/storage.py.
final class Feeder {
    static final int SLICE_BYTES = 256 << 10;

    /// Items of one chunk, and rows of one digest: peers ask less, this bounds what they can make us hold.
    static final int MAX_LENGTH = 100_000;

    private static final byte[] ZERO_HASH = new byte[20];
    private static final byte[] NO_DATA = {};

    /// A peer that asked for nothing for so long has given up.
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Host host;
    private final TransactionStage stage;
    private final Consumer<Connection> onServed;
    /// When each partition was last asked for or sent. Bound: one entry per partition.
    private final Map<Integer, Long> fedNs = new HashMap<>();

    /// @param onServed told of each peer that asks
    Feeder(Host host, TransactionStage stage, Consumer<Connection> onServed) {
        this.host = host;
        this.stage = stage;
        this.onServed = onServed;
    }

    HandlerTable table() {
        return new HandlerTable("Feeder")
                .on(AskFetchTransactions.class, this::fetchTransactions)
                .on(AskFetchObjects.class, this::fetchObjects)
                .on(AskCheckTIDRange.class, this::checkTids)
                .on(AskCheckSerialRange.class, this::checkSerials);
    }

    /// Whether a peer is replicating the partition from here.
    boolean isFeeding(int partition) {
        var last = fedNs.get(partition);
        return last != null && host.runtime.clock().monotonicNs() - last < PATIENCE_NS;
    }

    private void feeds(int partition) {
        fedNs.put(partition, host.runtime.clock().monotonicNs());
    }

    // --- chunks

    private void fetchTransactions(Exchange<AnswerFetchTransactions> exchange, AskFetchTransactions request) {
        onServed.accept(exchange.connection());
        if (!host.isReadable(request.partition())) {
            refuse(exchange, ErrorCode.REPLICATION_ERROR, request.partition(), "not readable");
            return;
        }
        feeds(request.partition());
        // A peer may know of a commit before we are told to unlock it.
        stage.read(exchange, () -> {
            if (stage.locks().isLockedTid(bounded(request.maxTid()))) {
                return false;
            }
            host.store.scan(
                    session -> TransactionFeed.open(session, request),
                    feed -> push(exchange, request.partition(), feed),
                    () -> refuse(exchange, ErrorCode.REPLICATION_ERROR, request.partition(), "dropped"));
            return true;
        });
    }

    private void fetchObjects(Exchange<AnswerFetchObjects> exchange, AskFetchObjects request) {
        onServed.accept(exchange.connection());
        if (!host.isReadable(request.partition())) {
            refuse(exchange, ErrorCode.REPLICATION_ERROR, request.partition(), "not readable");
            return;
        }
        feeds(request.partition());
        if (stage.locks().isLockedTid(bounded(request.maxTid()))) {
            throw new ProtocolException("transactions must be fetched before objects");
        }
        host.store.scan(
                session -> ObjectFeed.open(session, request),
                feed -> push(exchange, request.partition(), feed),
                () -> refuse(exchange, ErrorCode.REPLICATION_ERROR, request.partition(), "dropped or truncated"));
    }

    /// The last pack order completed on an own cell, NONE when there is no such cell.
    static long completedPack(ReadSession session, int partition) {
        return session.ownCells().stream()
                .filter(cell -> cell.partition() == partition)
                .mapToLong(OwnCell::pack)
                .findFirst()
                .orElse(Ids.NONE);
    }

    /// What was read since the cell was discarded may lack anything: its data are being deleted.
    private <A extends Packet> void push(Exchange<A> exchange, int partition, Feed<A> feed) {
        if (!host.isReadable(partition)) {
            refuse(exchange, ErrorCode.REPLICATION_ERROR, partition, feed.lossText());
        } else if (feed.hasNext()) {
            readSlice(exchange, partition, feed);
        } else {
            exchange.answer(feed.answer());
        }
    }

    private <A extends Packet> void readSlice(Exchange<A> exchange, int partition, Feed<A> feed) {
        host.store.<@Nullable List<Packet>>scan(
                feed::next,
                slice -> pushSlice(exchange, partition, feed, slice),
                () -> refuse(exchange, ErrorCode.REPLICATION_ERROR, partition, feed.lossText()));
    }

    private <A extends Packet> void pushSlice(
            Exchange<A> exchange, int partition, Feed<A> feed, @Nullable List<Packet> slice) {
        if (slice == null) {
            refuse(exchange, ErrorCode.REPLICATION_ERROR, partition, feed.lossText());
        } else if (exchange.isOpen()) {
            feeds(partition);
            // The scanner reads on while this slice is encoded and sent.
            boolean isReadingOn = feed.hasNext() && exchange.connection().isWritable();
            if (isReadingOn) {
                readSlice(exchange, partition, feed);
            }
            slice.forEach(exchange::attach);
            if (!isReadingOn) {
                exchange.connection().whenWritable(() -> push(exchange, partition, feed));
            }
        }
    }

    /// A chunk on its way to a peer. Used by the scanner and by the loop in turn, never by both.
    private sealed interface Feed<A extends Packet> {

        boolean hasNext();

        /// The next packets, or null when something that was listed is gone.
        @Nullable
        List<Packet> next(ReadSession session);

        A answer();

        String lossText();
    }

    /// Metadata that the peer lacks.
    private static final class TransactionFeed implements Feed<AnswerFetchTransactions> {
        private final long[] tids;
        private final AnswerFetchTransactions answer;
        private int position;

        private TransactionFeed(long[] tids, AnswerFetchTransactions answer) {
            this.tids = tids;
            this.answer = answer;
        }

        static TransactionFeed open(ReadSession session, AskFetchTransactions request) {
            int length = Math.clamp(request.length(), 1, MAX_LENGTH);
            long[] found = session.replicationTids(
                    request.partition(), request.minTid(), bounded(request.maxTid()), length + 1);
            long next = found.length > length ? found[length] : Ids.NONE;
            var missing = new ArrayList<Long>();
            var surplus = new TreeSet<Long>();
            for (long tid : request.tidList()) {
                surplus.add(tid);
            }
            for (int i = 0; i < Math.min(length, found.length); i++) {
                if (!surplus.remove(found[i])) {
                    missing.add(found[i]);
                }
            }
            long packed = request.askPackInfo() ? completedPack(session, request.partition()) : Ids.NONE;
            return new TransactionFeed(toArray(missing), new AnswerFetchTransactions(next, toArray(surplus), packed));
        }

        @Override
        public boolean hasNext() {
            return position < tids.length;
        }

        @Override
        public @Nullable List<Packet> next(ReadSession session) {
            var slice = new ArrayList<Packet>();
            for (int bytes = 0; hasNext() && bytes < SLICE_BYTES; position++) {
                var transaction = session.transaction(tids[position]);
                if (transaction == null) {
                    return null;
                }
                slice.add(toPacket(transaction));
                bytes += 100 + 10 * transaction.meta().oids().length;
            }
            return slice;
        }

        private static AddTransaction toPacket(StoredTransaction transaction) {
            var meta = transaction.meta();
            return new AddTransaction(
                    transaction.tid(),
                    meta.user(),
                    meta.description(),
                    meta.extension(),
                    meta.packed(),
                    meta.ttid(),
                    meta.oids(),
                    transaction.pack());
        }

        @Override
        public AnswerFetchTransactions answer() {
            return answer;
        }

        @Override
        public String lossText() {
            return "dropped";
        }
    }

    /// Object records that the peer lacks.
    private static final class ObjectFeed implements Feed<AnswerFetchObjects> {
        private final int partition;
        private final List<RecordKey> records;
        private final AnswerFetchObjects answer;
        private int position;

        private ObjectFeed(int partition, List<RecordKey> records, AnswerFetchObjects answer) {
            this.partition = partition;
            this.records = records;
            this.answer = answer;
        }

        static ObjectFeed open(ReadSession session, AskFetchObjects request) {
            int length = Math.clamp(request.length(), 1, MAX_LENGTH);
            var found = session.replicationObjects(
                    request.partition(), request.minTid(), request.minOid(), bounded(request.maxTid()), length + 1);
            var next = found.size() > length ? found.get(length) : null;
            var surplus = new TreeMap<Long, TreeSet<Long>>();
            request.oidsByTid().forEach((tid, oids) -> {
                for (long oid : oids) {
                    surplus.computeIfAbsent(tid, key -> new TreeSet<>()).add(oid);
                }
            });
            var missing = new ArrayList<RecordKey>();
            for (var record : found.subList(0, Math.min(length, found.size()))) {
                var oids = surplus.get(record.tid());
                if (oids == null || !oids.remove(record.oid())) {
                    missing.add(record);
                }
            }
            surplus.values().removeIf(TreeSet::isEmpty);
            Map<Long, long[]> toDelete = new TreeMap<>();
            surplus.forEach((tid, oids) -> toDelete.put(tid, toArray(oids)));
            return new ObjectFeed(
                    request.partition(),
                    missing,
                    next == null
                            ? new AnswerFetchObjects(Ids.NONE, Ids.NONE, toDelete)
                            : new AnswerFetchObjects(next.tid(), next.oid(), toDelete));
        }

        @Override
        public boolean hasNext() {
            return position < records.size();
        }

        @Override
        public @Nullable List<Packet> next(ReadSession session) {
            var slice = new Slice();
            var first = records.get(position);
            session.visitRecords(
                    partition, first.tid(), first.oid(), records.getLast().tid(), slice);
            return slice.isWhole() ? slice.packets : null;
        }

        /// Takes the records that are missing out of a range that has others as well.
        private final class Slice implements RecordVisitor {
            private final List<Packet> packets = new ArrayList<>();
            private int bytes;

            @Override
            public boolean visit(long oid, ObjectRevision revision) {
                var record = new RecordKey(revision.serial(), oid);
                if (record.equals(records.get(position))) {
                    var packet = toPacket(oid, revision);
                    packets.add(packet);
                    bytes += 100 + packet.data().length;
                    position++;
                }
                return !isWhole();
            }

            /// Otherwise what was listed is gone.
            boolean isWhole() {
                return bytes >= SLICE_BYTES || !hasNext();
            }
        }

        private static AddObject toPacket(long oid, ObjectRevision revision) {
            var data = revision.data();
            return data == null
                    ? new AddObject(oid, revision.serial(), 0, ZERO_HASH, NO_DATA, revision.dataSerial())
                    : new AddObject(
                            oid,
                            revision.serial(),
                            data.compression(),
                            data.checksum(),
                            data.data(),
                            revision.dataSerial());
        }

        @Override
        public AnswerFetchObjects answer() {
            return answer;
        }

        @Override
        public String lossText() {
            return "dropped or truncated";
        }
    }

    private static long[] toArray(Iterable<Long> ids) {
        var list = new ArrayList<Long>();
        ids.forEach(list::add);
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    // --- digests

    private void checkTids(Exchange<AnswerCheckTIDRange> exchange, AskCheckTIDRange request) {
        onServed.accept(exchange.connection());
        if (!isComparable(request.partition())) {
            refuse(exchange, ErrorCode.CHECKING_ERROR, request.partition(), "not readable");
            return;
        }
        int length = Math.clamp(request.length(), 0, MAX_LENGTH);
        long max = bounded(request.maxTid());
        stage.read(exchange, () -> {
            if (stage.locks().isLockedTid(max)) {
                return false;
            }
            host.store.scan(
                    session -> session.checkTids(request.partition(), request.minTid(), max, length),
                    digest -> exchange.answer(
                            new AnswerCheckTIDRange(digest.count(), digest.checksum(), digest.maxTid())),
                    () -> {});
            return true;
        });
    }

    private void checkSerials(Exchange<AnswerCheckSerialRange> exchange, AskCheckSerialRange request) {
        onServed.accept(exchange.connection());
        if (!isComparable(request.partition())) {
            refuse(exchange, ErrorCode.CHECKING_ERROR, request.partition(), "not readable");
            return;
        }
        int length = Math.clamp(request.length(), 0, MAX_LENGTH);
        long max = bounded(request.maxTid());
        if (stage.locks().isLockedTid(max)) {
            throw new ProtocolException("transactions must be checked before objects");
        }
        host.store.scan(
                session -> session.checkSerials(request.partition(), request.minTid(), request.minOid(), max, length),
                digest -> exchange.answer(new AnswerCheckSerialRange(
                        digest.count(), digest.tidChecksum(), digest.maxTid(), digest.oidChecksum(), digest.maxOid())),
                () -> {});
    }

    private boolean isComparable(int partition) {
        var state = host.ownCell(partition);
        return state != null && state != CellState.OUT_OF_DATE;
    }

    private static void refuse(Exchange<?> exchange, ErrorCode code, int partition, String reason) {
        exchange.refuse(code, "partition " + partition + " " + reason);
    }

    private static long bounded(long tid) {
        return tid < 0 ? Ids.MAX_TID : tid;
    }
}
