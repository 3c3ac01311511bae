package io.neoppod.reflink;

import io.neoppod.client.ConflictException;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NeoTransaction;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.ObjectRevision;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Deletes orphans in the main database. An object that changed meanwhile makes it give up: all is looked at again
/// another time.
final class Collector {
    private static final int READ_AHEAD_OF_JOB = 12;

    private final NeoStorage main;
    private final RefGraph graph;
    private final Tracker tracker;
    private final GcOptions options;
    private final ReflinkLog log;

    /// How a collection ended.
    enum Outcome {
        DONE,
        ABANDONED,
        DRY_RUN
    }

    Collector(NeoStorage main, RefGraph graph, Tracker tracker, GcOptions options, ReflinkLog log) {
        this.main = main;
        this.graph = graph;
        this.tracker = tracker;
        this.options = options;
        this.log = log;
    }

    /// @param oids ascending
    /// @param asOf state of the database in which they are orphans
    Outcome collect(long[] oids, Tid asOf) {
        log.info("  found %d OID(s) to delete".formatted(oids.length));
        if (options.dryRun() != null) {
            return tell(oids, asOf);
        }
        for (int from = 0; from < oids.length; ) {
            if (from > 0) {
                log.info("  %d remaining...".formatted(oids.length - from));
            }
            int next = deleteSome(oids, from, asOf);
            if (next < 0) {
                return Outcome.ABANDONED;
            }
            from = next;
        }
        return Outcome.DONE;
    }

    /// One transaction. Returns where to go on, or -1 when an object changed.
    private int deleteSome(long[] oids, int from, Tid asOf) {
        var metadata = TransactionMetadata.of("", "neoppod.git/reflink/gc@%x".formatted(asOf.value()));
        try (var transaction = main.begin(metadata)) {
            var deleted = new long[Math.min(options.maxDeletions(), oids.length - from)];
            int count = 0;
            int at = from;
            for (; at < oids.length && count < deleted.length; at++) {
                readAhead(oids, at);
                var revision = current(oids[at]);
                if (revision == null) {
                    if (options.full()) {
                        graph.dropIfEmpty(oids[at]);
                    }
                } else if (revision.serial().compareTo(asOf) > 0) {
                    return -1;
                } else {
                    transaction.delete(revision.oid(), revision.serial());
                    deleted[count++] = oids[at];
                }
            }
            if (count > 0) {
                finish(transaction, Arrays.copyOf(deleted, count));
            }
            return at;
        } catch (ConflictException changed) {
            return -1;
        }
    }

    private void finish(NeoTransaction transaction, long[] deleted) {
        log.info("  tpc_vote (%d delete(s))...".formatted(deleted.length));
        transaction.vote();
        log.info("  tpc_finish...");
        var tid = transaction.finish();
        graph.setLastGc(tid);
        tracker.deleted(tid, deleted);
    }

    private Outcome tell(long[] oids, Tid asOf) {
        var garbage = new Garbage();
        int count = 0;
        for (int at = 0; at < oids.length && count < options.maxDeletions(); at++) {
            readAhead(oids, at);
            var revision = current(oids[at]);
            if (revision == null) {
                continue;
            }
            if (revision.serial().compareTo(asOf) > 0) {
                return Outcome.ABANDONED;
            }
            garbage.add(revision.oid(), revision.data());
            count++;
        }
        if (count == 0) {
            return Outcome.DONE;
        }
        garbage.write(options.dryRun());
        return Outcome.DRY_RUN;
    }

    private void readAhead(long[] oids, int at) {
        int length = READ_AHEAD_OF_JOB * options.jobs();
        if (at % length == 0) {
            int end = Math.min(oids.length, at + length);
            main.at(main.lastTransaction())
                    .prefetch(Arrays.stream(oids, at, end).mapToObj(Oid::new).toList());
        }
    }

    private @Nullable ObjectRevision current(long oid) {
        try {
            return main.load(new Oid(oid));
        } catch (NoSuchObjectException gone) {
            return null;
        }
    }
}
