package io.neoppod.client;

import io.neoppod.protocol.ReadPacket.AskTIDsFrom;
import io.neoppod.protocol.ReadPacket.AskTransactionInformation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Committed transactions of a range, in TID order. Asks every partition for a page of TIDs at once and keeps some
/// questions about transactions in flight.
///
/// Bound: one page of TIDs and [#AHEAD] transactions.
final class TransactionIterator implements Iterator<TransactionRecord> {
    /// TIDs of a page, over all partitions.
    private static final int PAGE = 2000;

    /// Transactions asked before they are needed.
    private static final int AHEAD = 100;

    private final ClientCore core;
    private final long stop;
    private long start;
    private boolean exhausted;
    private final Deque<Long> tids = new ArrayDeque<>();
    private final Deque<CompletableFuture<TransactionRecord>> asked = new ArrayDeque<>();

    TransactionIterator(ClientCore core, long start, long stop) {
        this.core = core;
        this.start = start;
        this.stop = stop;
    }

    @Override
    public boolean hasNext() {
        while (asked.size() < AHEAD && (!tids.isEmpty() || !exhausted)) {
            if (tids.isEmpty()) {
                nextPage();
            } else {
                asked.add(information(tids.remove()));
            }
        }
        return !asked.isEmpty();
    }

    @Override
    public TransactionRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return Blocking.await(asked.remove(), core.options().timeout());
    }

    private void nextPage() {
        if (Long.compareUnsigned(start, stop) > 0) {
            exhausted = true;
            return;
        }
        int partitions = Blocking.await(core.partitions(), core.options().timeout());
        int length = Math.max(10, PAGE / partitions);
        var pages = new ArrayList<CompletableFuture<long[]>>();
        for (int partition = 0; partition < partitions; partition++) {
            var request = new AskTIDsFrom(start, stop, length, partition);
            pages.add(core.read(partition, request, Set.of())
                    .thenApply(result -> TransactionLog.answer(result).tids()));
        }
        merge(pages, length);
    }

    /// A partition that filled its page may have more: nothing beyond its last TID is taken yet.
    private void merge(List<CompletableFuture<long[]>> pages, int length) {
        long horizon = stop;
        var found = new ArrayList<Long>();
        for (var page : pages) {
            var some = Blocking.await(page, core.options().timeout());
            if (some.length >= length && Long.compareUnsigned(some[some.length - 1], horizon) < 0) {
                horizon = some[some.length - 1];
            }
            Arrays.stream(some).forEach(found::add);
        }
        long limit = horizon;
        found.removeIf(tid -> Long.compareUnsigned(tid, limit) > 0);
        found.sort(Long::compareUnsigned);
        tids.addAll(found);
        start = horizon + 1;
        exhausted = horizon == stop;
    }

    private CompletableFuture<TransactionRecord> information(long tid) {
        return core.read(tid, new AskTransactionInformation(tid), Set.of())
                .thenApply(result -> TransactionLog.record(TransactionLog.answer(result)));
    }
}
