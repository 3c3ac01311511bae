package io.neoppod.storage;

import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares copies of one partition, range by range: first the tids of its transactions, then the tids and oids of its
/// object records. Every copy gives a digest of the same range; a copy that differs is dropped, and the comparison goes
/// on as long as two are left.
///
/// With a reference copy, those that differ from it are wrong. Without, nobody can tell which ones are: all are.
///
/// Data and metadata are not compared.
///
/// Reference: neo/storage/checker.py.
final class RangeComparison {
    /// Rows in one range; what Python nodes ask.
    static final int LENGTH = 40_000;

    private final int reference;
    private final boolean hasReference;
    private final TreeSet<Integer> copies;
    private final Map<Integer, Digest> digests = new TreeMap<>();
    private final long minTid;
    private Range range;

    /// What the copies are asked about.
    sealed interface Range {
        /// Transactions from a tid.
        record Transactions(long from) implements Range {}

        /// Object records from an oid of a tid.
        record Records(long fromTid, long fromOid) implements Range {}
    }

    /// What a copy says about a range.
    ///
    /// @param checksums of all that was counted
    /// @param lastTid   of the last row counted
    /// @param lastOid   likewise, [Ids#ZERO] for transactions
    record Digest(int count, String checksums, long lastTid, long lastOid) {}

    /// Result of one range.
    ///
    /// @param corrupted copies that differ, ascending
    /// @param finished  whether there is nothing more to compare
    record Step(List<Integer> corrupted, boolean finished) {}

    /// @param reference the copy that is right, or [io.neoppod.protocol.NodeIds#NONE]
    RangeComparison(Collection<Integer> copies, int reference, long minTid) {
        this.copies = new TreeSet<>(copies);
        this.reference = reference;
        this.hasReference = this.copies.contains(reference);
        this.minTid = minTid;
        this.range = new Range.Transactions(minTid);
    }

    /// What to ask of every copy now.
    Range range() {
        return range;
    }

    /// Copies that are still compared.
    List<Integer> copies() {
        return List.copyOf(copies);
    }

    /// @return the result of the range, or null while other copies are awaited
    @Nullable
    Step onDigest(int copy, Digest digest) {
        if (copies.contains(copy)) {
            digests.put(copy, digest);
        }
        return digests.size() < copies.size() ? null : step();
    }

    /// A copy cannot answer any more. To be asked next: [#isPossible].
    ///
    /// @return as [#onDigest]
    @Nullable
    Step onLost(int copy) {
        digests.remove(copy);
        boolean isAwaited = copies.remove(copy) && isPossible();
        return isAwaited && digests.size() == copies.size() ? step() : null;
    }

    /// Whether there is something left to compare with.
    boolean isPossible() {
        return copies.size() > 1 && (!hasReference || copies.contains(reference));
    }

    private Step step() {
        var right = digests.get(hasReference ? reference : copies.first());
        var corrupted = new ArrayList<Integer>();
        digests.forEach((copy, digest) -> {
            if (!digest.equals(right)) {
                corrupted.add(copy);
            }
        });
        if (!corrupted.isEmpty() && !hasReference) {
            return new Step(copies(), true);
        }
        copies.removeAll(corrupted);
        digests.clear();
        return new Step(corrupted, copies.size() < 2 || isLast(right));
    }

    /// Goes on to the next range.
    private boolean isLast(Digest digest) {
        boolean more = digest.count >= LENGTH;
        switch (range) {
            case Range.Transactions transactions ->
                range = more ? new Range.Transactions(digest.lastTid + 1) : new Range.Records(minTid, Ids.ZERO);
            case Range.Records records -> {
                if (!more) {
                    return true;
                }
                range = new Range.Records(digest.lastTid, digest.lastOid + 1);
            }
        }
        return false;
    }
}
