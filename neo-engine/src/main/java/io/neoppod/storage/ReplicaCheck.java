package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReplicationPacket.AskCheckSerialRange;
import io.neoppod.protocol.ReplicationPacket.AskCheckTIDRange;
import io.neoppod.storage.RangeComparison.Digest;
import io.neoppod.storage.RangeComparison.Range;
import io.neoppod.storage.RangeComparison.Step;
import io.neoppod.storage.database.SerialDigest;
import io.neoppod.storage.database.TidDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The comparison of one partition in progress: asks every copy for the digest of a range, and goes on when all have
/// answered. Copies are known by the node id of who holds them.
///
/// Bound: one digest per copy.
final class ReplicaCheck {
    private final Host host;
    private final LockTable locks;
    private final RangeComparison comparison;
    private final int partition;
    private final long maxTid;
    private final Listener listener;

    /// To the other copies.
    private final Map<Integer, Connection> connections = new TreeMap<>();

    private int connecting;
    private boolean waiting;
    private boolean ended;

    /// Whom the check tells what it found.
    interface Listener {
        /// These copies differ.
        void onCorrupted(ReplicaCheck check, List<Integer> copies);

        /// Nothing is left to compare, or nobody to compare with.
        void onEnd(ReplicaCheck check, String result);
    }

    ReplicaCheck(
            Host host, LockTable locks, RangeComparison comparison, int partition, long maxTid, Listener listener) {
        this.host = host;
        this.locks = locks;
        this.comparison = comparison;
        this.connecting = comparison.copies().size() - 1;
        this.partition = partition;
        this.maxTid = maxTid < 0 ? Ids.MAX_TID : maxTid;
        this.listener = listener;
    }

    int partition() {
        return partition;
    }

    List<Connection> connections() {
        return List.copyOf(connections.values());
    }

    /// A copy can be asked, or not (null). The comparison starts when this is known of all.
    void onConnected(int copy, @Nullable Connection connection, String reason) {
        connecting--;
        if (connection != null) {
            connections.put(copy, connection);
        } else {
            onLost(comparison.range(), copy, reason);
        }
        if (connecting == 0) {
            askAll();
        }
    }

    /// Transactions that were locked are visible now.
    void onUnlocked() {
        if (waiting) {
            askAll();
        }
    }

    /// What comes back later changes nothing.
    void stop() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    private void end(String result) {
        if (!ended) {
            ended = true;
            listener.onEnd(this, result);
        }
    }

    // --- asking

    /// What is locked is not in the tables yet, here or elsewhere: other nodes wait likewise before they answer.
    private void askAll() {
        waiting = locks.isLockedTid(maxTid);
        if (waiting || ended) {
            return;
        }
        for (int copy : comparison.copies()) {
            var connection = connections.get(copy);
            switch (comparison.range()) {
                case Range.Transactions range -> askTransactions(copy, connection, range);
                case Range.Records range -> askRecords(copy, connection, range);
            }
        }
    }

    /// @param connection null for this node's copy
    private void askTransactions(int copy, @Nullable Connection connection, Range.Transactions range) {
        if (connection == null) {
            host.store.scan(
                    session -> session.checkTids(partition, range.from(), maxTid, RangeComparison.LENGTH),
                    digest -> onDigest(range, copy, toDigest(digest)),
                    () -> {});
            return;
        }
        var request = new AskCheckTIDRange(partition, RangeComparison.LENGTH, range.from(), maxTid);
        connection.ask(
                request,
                reply -> onReply(
                        range,
                        copy,
                        reply,
                        answer -> toDigest(new TidDigest(answer.count(), answer.checksum(), answer.maxTid()))));
    }

    /// @param connection null for this node's copy
    private void askRecords(int copy, @Nullable Connection connection, Range.Records range) {
        long tid = range.fromTid();
        long oid = range.fromOid();
        if (connection == null) {
            host.store.scan(
                    session -> session.checkSerials(partition, tid, oid, maxTid, RangeComparison.LENGTH),
                    digest -> onDigest(range, copy, toDigest(digest)),
                    () -> {});
            return;
        }
        var request = new AskCheckSerialRange(partition, RangeComparison.LENGTH, tid, maxTid, oid);
        connection.ask(
                request,
                reply -> onReply(
                        range,
                        copy,
                        reply,
                        answer -> toDigest(new SerialDigest(
                                answer.count(),
                                answer.tidChecksum(),
                                answer.maxTid(),
                                answer.oidChecksum(),
                                answer.maxOid()))));
    }

    private static Digest toDigest(TidDigest digest) {
        return new Digest(digest.count(), HexFormat.of().formatHex(digest.checksum()), digest.maxTid(), Ids.ZERO);
    }

    private static Digest toDigest(SerialDigest digest) {
        var hex = HexFormat.of();
        var checksums = hex.formatHex(digest.tidChecksum()) + hex.formatHex(digest.oidChecksum());
        return new Digest(digest.count(), checksums, digest.maxTid(), digest.maxOid());
    }

    // --- answers

    private <A extends Packet> void onReply(Range range, int copy, Reply<A> reply, Function<A, Digest> toDigest) {
        switch (reply) {
            case Reply.Answered<A>(var answer) -> onDigest(range, copy, toDigest.apply(answer));
            case Reply.Refused<A>(var _, var message) -> onLost(range, copy, message);
            case Reply.Lost<A>(var reason) -> onLost(range, copy, reason);
        }
    }

    private void onDigest(Range range, int copy, Digest digest) {
        if (!ended) {
            onStep(range, comparison.onDigest(copy, digest));
        }
    }

    private void onLost(Range range, int copy, String reason) {
        if (ended) {
            return;
        }
        host.log.warning("partition {} cannot be checked on {}: {}", partition, NodeIds.text(copy), reason);
        var step = comparison.onLost(copy);
        if (step == null && !comparison.isPossible()) {
            end("aborted, nothing to compare with is left");
        } else {
            onStep(range, step);
        }
    }

    private static String describe(Range range) {
        return switch (range) {
            case Range.Transactions(var from) -> "transaction " + Ids.hex(from);
            case Range.Records(var tid, var oid) -> "oid " + Ids.hex(oid) + " of transaction " + Ids.hex(tid);
        };
    }

    private void onStep(Range range, @Nullable Step step) {
        if (step == null) {
            return;
        }
        if (!step.corrupted().isEmpty()) {
            host.log.warning(
                    "partition {} differs on {}, in the {} rows from {}",
                    partition,
                    step.corrupted().stream().map(NodeIds::text).toList(),
                    RangeComparison.LENGTH,
                    describe(range));
            listener.onCorrupted(this, step.corrupted());
        }
        if (step.finished()) {
            end("done");
        } else {
            askAll();
        }
    }
}
