package io.neoppod.client;

import io.neoppod.client.MergedIds.Page;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.HistoryItem;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReadPacket.AnswerTransactionInformation;
import io.neoppod.protocol.ReadPacket.AskOIDsFrom;
import io.neoppod.protocol.ReadPacket.AskObjectHistory;
import io.neoppod.protocol.ReadPacket.AskTIDs;
import io.neoppod.protocol.ReadPacket.AskTransactionInformation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the cluster tells about its past, for application threads: transactions from the last one back, the
/// revisions of an object, the objects of a moment.
///
/// Reference: neo/client/app.py, where the list of undoable transactions is wrong with several storages.
final class TransactionLog {
    /// TIDs of a page of a partition.
    private static final int TIDS = 200;

    /// OIDs examined for a page of a partition.
    private static final int OIDS = 1000;

    /// Transactions asked before they are needed.
    private static final int AHEAD = 32;

    private final ClientCore core;

    TransactionLog(ClientCore core) {
        this.core = core;
    }

    /// Transactions that satisfy a filter, last first.
    ///
    /// @param first how many to skip
    /// @param count how many to return at most
    List<TransactionRecord> undoLog(int first, int count, Predicate<TransactionRecord> filter) {
        if (first < 0 || count < 0) {
            throw new IllegalArgumentException("first and count must not be negative");
        }
        var found = new ArrayList<TransactionRecord>();
        var all = new Pipeline<>(
                descendingTids(new int[partitions()]),
                this::ask,
                Math.clamp(count, 1, AHEAD),
                core.options().timeout());
        int skip = first;
        while (found.size() < count && all.hasNext()) {
            var record = all.next();
            if (record != null && filter.test(record) && --skip < 0) {
                found.add(record);
            }
        }
        return found;
    }

    /// Transactions from one back, last first. Those that come meanwhile are not among them.
    ///
    /// @param from the first to return, or the last one before that; null for the last one
    Iterator<TransactionRecord> descending(@Nullable Tid from) {
        var tids = descendingTids(from == null ? new int[partitions()] : positions(from.value()));
        var wanted =
                from == null ? tids : new FilteredIterator<>(tids, tid -> Long.compareUnsigned(tid, from.value()) <= 0);
        var records = new Pipeline<>(wanted, this::ask, AHEAD, core.options().timeout());
        return new FilteredIterator<>(records, _ -> true);
    }

    /// Where in the list of each partition the first transaction is that is no newer than `tid`: found by halving
    /// what is left, for all partitions at the same time.
    private int[] positions(long tid) {
        var low = new int[partitions()];
        var high = new int[low.length];
        Arrays.fill(high, Integer.MAX_VALUE);
        while (!Arrays.equals(low, high)) {
            var probes = new LinkedHashMap<Integer, CompletableFuture<Boolean>>();
            for (int partition = 0; partition < low.length; partition++) {
                if (low[partition] < high[partition]) {
                    probes.put(partition, isNoNewer(partition, probe(low[partition], high[partition]), tid));
                }
            }
            probes.forEach((partition, answer) -> {
                int probe = probe(low[partition], high[partition]);
                if (await(answer)) {
                    high[partition] = probe;
                } else {
                    low[partition] = probe + 1;
                }
            });
        }
        return low;
    }

    /// While no end is known, each probe is twice as far out.
    private static int probe(int low, int high) {
        return high == Integer.MAX_VALUE ? Math.min(2 * low, high - 1) : low + (high - low) / 2;
    }

    private CompletableFuture<Boolean> isNoNewer(int partition, int position, long tid) {
        return core.read(partition, new AskTIDs(position, position + 1, partition), Set.of())
                .thenApply(result -> answer(result).tids())
                .thenApply(tids -> tids.length == 0 || Long.compareUnsigned(tids[0], tid) <= 0);
    }

    /// Pages are taken by position in the list of a partition. New transactions push the others further: some come
    /// twice, none is missed.
    ///
    /// @param positions where to begin, by partition
    private Iterator<Long> descendingTids(int[] positions) {
        return new MergedIds(
                new PartitionMerge(positions.length, false),
                partition -> {
                    int from = positions[partition];
                    positions[partition] += TIDS;
                    return core.read(partition, new AskTIDs(from, from + TIDS, partition), Set.of())
                            .thenApply(result -> answer(result).tids())
                            .thenApply(tids -> new Page(tids, tids.length == 0));
                },
                core.options().timeout());
    }

    /// Objects that exist as of a transaction, ascending.
    Iterator<Oid> oids(Tid at, @Nullable Oid min, @Nullable Oid max) {
        var starts = new long[partitions()];
        Arrays.fill(starts, min == null ? Ids.ZERO : min.value());
        var ids = new MergedIds(
                new PartitionMerge(starts.length, true),
                partition -> core.read(
                                partition, new AskOIDsFrom(partition, OIDS, starts[partition], at.value()), Set.of())
                        .thenApply(TransactionLog::answer)
                        .thenApply(answer -> {
                            starts[partition] = answer.nextOid();
                            long[] some = Arrays.stream(answer.oids())
                                    .filter(oid -> max == null || Long.compareUnsigned(oid, max.value()) <= 0)
                                    .toArray();
                            boolean beyond = some.length < answer.oids().length;
                            return new Page(some, beyond || answer.nextOid() == Ids.NONE);
                        }),
                core.options().timeout());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public Oid next() {
                return new Oid(ids.next());
            }
        };
    }

    /// Revisions of an object, last first.
    List<HistoryEntry> history(Oid oid, int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("the number of revisions must be positive");
        }
        var result = await(core.read(oid.value(), new AskObjectHistory(oid.value(), 0, count), Set.of()));
        if (result.reply() instanceof Reply.Refused<?>(var code, var message)
                && (code == ErrorCode.OID_NOT_FOUND || code == ErrorCode.OID_DOES_NOT_EXIST)) {
            throw ObjectLoader.absent(oid, "does not exist");
        }
        var items = answer(result).history();
        var entries = new Pipeline<HistoryItem, @Nullable HistoryEntry>(
                items.iterator(), this::entry, AHEAD, core.options().timeout());
        var found = new ArrayList<HistoryEntry>();
        entries.forEachRemaining(entry -> {
            if (entry != null) {
                found.add(entry);
            }
        });
        return found;
    }

    private CompletableFuture<@Nullable HistoryEntry> entry(HistoryItem item) {
        return ask(item.serial())
                .thenApply(record ->
                        record == null ? null : new HistoryEntry(record.tid(), item.size(), record.metadata()));
    }

    /// Null when the cluster does not know the transaction.
    @Nullable
    TransactionRecord information(Tid tid) {
        return await(ask(tid.value()));
    }

    private CompletableFuture<@Nullable TransactionRecord> ask(long tid) {
        return core.read(tid, new AskTransactionInformation(tid), Set.of()).thenApply(TransactionLog::record);
    }

    private static @Nullable TransactionRecord record(CellRead.Result<AnswerTransactionInformation> result) {
        if (result.reply() instanceof Reply.Refused<?>(var code, var message) && code == ErrorCode.TID_NOT_FOUND) {
            return null;
        }
        return record(answer(result));
    }

    static TransactionRecord record(AnswerTransactionInformation answer) {
        return new TransactionRecord(
                new Tid(answer.tid()),
                answer.packed(),
                new TransactionMetadata(answer.user(), answer.description(), answer.extension()),
                Arrays.stream(answer.oidList()).mapToObj(Oid::new).toList());
    }

    private int partitions() {
        return await(core.partitions());
    }

    /// The answer of a read, which may be refused but is never lost.
    static <A extends Packet> A answer(CellRead.Result<A> result) {
        return switch (result.reply()) {
            case Reply.Answered<A>(var answer) -> answer;
            case Reply.Refused<A>(var code, var message) -> throw CommitSession.refusal(code, message);
            case Reply.Lost<A> lost -> throw new AssertionError("a lost read is tried elsewhere");
        };
    }

    private <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        return Blocking.await(future, core.options().timeout());
    }
}
