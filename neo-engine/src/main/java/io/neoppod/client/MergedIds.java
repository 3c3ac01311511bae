package io.neoppod.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Ids of all partitions in order, asked page by page from whoever can answer for a partition.
final class MergedIds implements Iterator<Long> {

    /// Some ids of a partition, in order.
    ///
    /// @param isLast whether the partition has no more
    record Page(long[] ids, boolean isLast) {}

    private final PartitionMerge merge;
    private final IntFunction<CompletableFuture<Page>> nextPage;
    private final @Nullable Duration timeout;

    /// @param nextPage asks for the next page of a partition
    MergedIds(PartitionMerge merge, IntFunction<CompletableFuture<Page>> nextPage, @Nullable Duration timeout) {
        this.merge = merge;
        this.nextPage = nextPage;
        this.timeout = timeout;
    }

    @Override
    public boolean hasNext() {
        for (var hungry = merge.hungry(); !hungry.isEmpty(); hungry = merge.hungry()) {
            var pages = new ArrayList<CompletableFuture<Page>>();
            hungry.forEach(partition -> pages.add(nextPage.apply(partition)));
            for (int i = 0; i < pages.size(); i++) {
                var page = Blocking.await(pages.get(i), timeout);
                merge.feed(hungry.get(i), page.ids, page.isLast);
            }
        }
        return merge.hasNext();
    }

    @Override
    public Long next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return merge.next();
    }
}
