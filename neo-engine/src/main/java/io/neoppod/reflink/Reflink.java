package io.neoppod.reflink;

import io.neoppod.client.InvalidationListener;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.protocol.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Follows a main database, keeps the graph of its references in a refs database, and deletes what is unreachable.
///
/// Each transaction of refs has the TID of the last transaction of main that it includes, so both can be truncated at
/// the same TID. What was not committed to refs when the work is interrupted is done again.
///
/// For one thread. Reference: neo/scripts/reflink.py.
public final class Reflink {
    /// After a commit of others, storages get some time before they are read from.
    private static final Duration COURTESY = Duration.ofSeconds(1);

    private final RefGraph graph;
    private final ReflinkLog log;
    private final InstantSource clock;
    private final CountDownLatch stop;

    /// @param refs holds the graph; nobody else writes to it
    /// @param stop when it is down, the work ends soon
    /// @throws ReflinkException when refs is of another version of reflink
    public Reflink(NeoStorage refs, ReflinkLog log, InstantSource clock, CountDownLatch stop) {
        this.graph = RefGraph.open(refs);
        this.log = log;
        this.clock = clock;
        this.stop = stop;
    }

    private NeoStorage refs() {
        return graph.refs();
    }

    /// Prepares an empty refs database to begin with a state of main instead of all its transactions.
    public void bootstrap(Tid tid) {
        var begun = graph.bootstrap();
        if (graph.exists() && (begun == null || !Oid.ROOT.equals(begun.next()))) {
            throw new ReflinkException("can not bootstrap: DB is not empty");
        }
        graph.setBootstrap(new RefGraph.Bootstrap(tid, Oid.ROOT));
        commit(next(refs().lastTransaction()), "bootstrap");
    }

    /// Shows the graph.
    ///
    /// @param tid as it was after this transaction; null for now
    public void dump(@Nullable Tid tid, RefGraphPrinter printer) {
        (tid == null ? graph : graph.at(tid)).visit(printer);
    }

    /// Objects of which each refers to the next, from the root, or from as far up as there is something, to `oid`.
    ///
    /// @param tid as it was after this transaction; null for now
    public List<Oid> path(Oid oid, @Nullable Tid tid) {
        return Paths.toRoot(tid == null ? graph : graph.at(tid), oid.value()).reversed().stream()
                .map(Oid::new)
                .toList();
    }

    /// Collects once what is garbage as far as main was followed.
    public void collect(NeoStorage main, GcOptions options) throws InterruptedException {
        var bootstrap = graph.bootstrap();
        if (bootstrap != null && !(bootstrap.next() == null && options.dryRun() != null)) {
            throw new ReflinkException("can not GC: bootstrapping");
        }
        new Work(main, options, null).run();
    }

    /// Follows main and collects when there is nothing new.
    public void run(NeoStorage main, GcOptions options, RunOptions run) throws InterruptedException {
        if (run.packRefs() != null) {
            graph.orderPack(run.packRefs());
        }
        new Work(main, options, run).run();
    }

    private void commit(Tid tid, @Nullable String detail) {
        var now = clock.instant();
        var behind = Duration.between(tid.toInstant(), now);
        log.info("commit @ %x (%s)".formatted(tid.value(), detail == null ? "Δ " + text(behind) : detail));
        graph.commit(tid, now.getEpochSecond() + now.getNano() / 1e9);
    }

    /// As Python writes it: `[D day[s], ]H:MM:SS[.ffffff]`.
    private static String text(Duration duration) {
        long days = Math.floorDiv(duration.toSeconds(), 86400L);
        var rest = duration.minusDays(days);
        var text = "%d:%02d:%02d".formatted(rest.toHours(), rest.toMinutesPart(), rest.toSecondsPart());
        if (rest.toNanosPart() >= 1000) {
            text += ".%06d".formatted(rest.toNanosPart() / 1000);
        }
        return days == 0 ? text : "%d day%s, %s".formatted(days, Math.abs(days) == 1 ? "" : "s", text);
    }

    private static Tid next(Tid tid) {
        return new Tid(tid.value() + 1);
    }

    /// One run, or one collection when there is nothing to follow.
    private final class Work {
        private final NeoStorage main;
        private final GcOptions options;
        private final @Nullable RunOptions run;
        private final Tracker tracker;
        private final Collector collector;
        private final Instant start = clock.instant();
        private boolean bootstrapping = graph.bootstrap() != null;
        private Tid tid = refs().lastTransaction();
        private Instant nextCommit = start.plus(commitInterval());
        private @Nullable Instant nextGc;

        Work(NeoStorage main, GcOptions options, @Nullable RunOptions run) {
            this.main = main;
            this.options = options;
            this.run = run;
            this.tracker = new Tracker(main, graph, log::warning);
            this.collector = new Collector(main, graph, tracker, options, log);
        }

        private Duration commitInterval() {
            return run == null ? Duration.ZERO : seconds(run.commitIntervalSeconds());
        }

        private static Duration seconds(double seconds) {
            return Duration.ofNanos((long) (seconds * 1e9));
        }

        void run() throws InterruptedException {
            var bootstrap = graph.bootstrap();
            if (bootstrap != null && bootstrap.next() != null) {
                scan(bootstrap);
            }
            nextGc = options.periodSeconds() == 0 ? Instant.EPOCH : after(graph.lastGc());
            var waker = new Waker();
            main.addInvalidationListener(waker);
            try {
                while (!isStopped() && step()) {
                    waker.await();
                }
            } finally {
                main.removeInvalidationListener(waker);
            }
        }

        private Instant after(Tid gc) {
            return gc.toInstant().plus(seconds(options.periodSeconds()));
        }

        private boolean isStopped() {
            return stop.getCount() == 0;
        }

        /// Returns whether there will be more to do.
        private boolean step() {
            if (run != null) {
                follow();
            }
            if (isStopped()) {
                return false;
            }
            boolean isTime = run == null || nextGc == null || !nextGc.isAfter(clock.instant());
            if (isTime) {
                nextGc = null;
                if (wantsGc() && !collect()) {
                    return false;
                }
            }
            return run != null;
        }

        private boolean wantsGc() {
            boolean mayHaveOrphans = options.full() || bootstrapping || graph.firstOrphan() != Ids.NONE;
            return mayHaveOrphans && (run == null || run.end() != RunOptions.End.NEVER_WITHOUT_GC);
        }

        private void follow() {
            for (var last = main.lastTransaction(); last.compareTo(tid) > 0; last = main.lastTransaction()) {
                var transactions = main.iterate(next(tid), last);
                while (transactions.hasNext()) {
                    if (isStopped()) {
                        return;
                    }
                    var transaction = transactions.next();
                    tracker.follow(transaction);
                    tid = transaction.tid();
                    commitIfTime();
                }
                // Transactions may be missing at the end of the range: they were truncated, or never were.
                if (tid.compareTo(last) < 0) {
                    return;
                }
            }
        }

        private void commitIfTime() {
            if (!nextCommit.isAfter(clock.instant())) {
                commit(tid, null);
                nextCommit = clock.instant().plus(commitInterval());
            }
        }

        /// Reads all objects of the state to begin with.
        private void scan(RefGraph.Bootstrap bootstrap) {
            var snapshot = main.at(bootstrap.tid());
            var oids = snapshot.oids(bootstrap.next(), null);
            var last = refs().lastTransaction();
            while (oids.hasNext()) {
                var batch = new ArrayList<Oid>();
                while (oids.hasNext() && batch.size() < 100 * options.jobs()) {
                    batch.add(oids.next());
                }
                snapshot.prefetch(batch);
                for (var oid : batch) {
                    scan(oid, snapshot.load(oid).data(), bootstrap.tid());
                }
                if (isStopped()) {
                    return;
                }
                if (!nextCommit.isAfter(clock.instant())) {
                    last = next(last);
                    var reached = batch.getLast();
                    graph.setBootstrap(new RefGraph.Bootstrap(bootstrap.tid(), new Oid(reached.value() + 1)));
                    commit(last, "oid=%x".formatted(reached.value()));
                    nextCommit = clock.instant().plus(commitInterval());
                }
            }
            graph.setBootstrap(new RefGraph.Bootstrap(bootstrap.tid(), null));
            tid = bootstrap.tid();
            commit(tid, null);
        }

        private void scan(Oid oid, byte[] data, Tid state) {
            var entry = graph.entry(oid.value());
            for (long referent : tracker.referents(data, oid, state)) {
                entry.referents.add(referent);
                graph.entry(referent).referrers.add(oid.value());
            }
        }

        /// Returns whether to go on.
        private boolean collect() {
            if (graph.isTouched()) {
                commit(tid, null);
                nextCommit = clock.instant().plus(commitInterval());
            }
            if (run != null && run.end() == RunOptions.End.BEFORE_GC) {
                return false;
            }
            boolean full = options.full() || bootstrapping;
            log.info(full ? "Full GC..." : "Incremental GC...");
            var past = bootstrapping || options.periodSeconds() == 0
                    ? tid
                    : Tid.of(clock.instant().minus(seconds(options.periodSeconds())));
            boolean isPast = past.compareTo(tid) < 0;
            var asOf = isPast ? past : tid;
            var before = graph.lastGc();
            var outcome = collector.collect(isPast ? orphansSince(past, full) : orphans(graph, full), asOf);
            if (!graph.lastGc().equals(before)) {
                nextCommit = Instant.EPOCH;
                if (options.periodSeconds() > 0) {
                    // Later searches in the past need not find again what is deleted by now.
                    nextGc = after(graph.lastGc());
                }
            }
            return switch (outcome) {
                case DRY_RUN -> false;
                case ABANDONED -> true;
                case DONE -> {
                    endBootstrap();
                    yield run == null || run.end() != RunOptions.End.AFTER_GC;
                }
            };
        }

        private void endBootstrap() {
            if (bootstrapping && run != null) {
                bootstrapping = false;
                tracker.bootstrapped();
                graph.setBootstrap(null);
                nextCommit = Instant.EPOCH;
                log.info("Bootstrap completed, now running normally. Warning: this new state will be saved persistently"
                        + " at the next commit: you probably want to wait for it before interrupting this tool, or it"
                        + " would go back to do at least the initial full GC.");
            }
        }

        /// What was an orphan in the past, and is one now.
        private long[] orphansSince(Tid past, boolean full) {
            if (past.compareTo(graph.lastGc()) < 0) {
                log.warning("Doing GC at a TID (0x%x) older than the previous one (0x%x)"
                        .formatted(past.value(), graph.lastGc().value()));
            }
            var then = orphans(graph.at(past), full);
            nextGc = after(tid);
            if (then.length == 0) {
                return then;
            }
            var now = orphans(graph, full);
            return Arrays.stream(then)
                    .filter(oid -> Arrays.binarySearch(now, oid) >= 0)
                    .toArray();
        }

        private long[] orphans(RefGraph state, boolean full) {
            return full
                    ? FullSearch.orphans(state, count -> log.info("  #oids: " + count))
                    : IncrementalSearch.orphans(state, log::error);
        }

        /// Sleeps until something is committed to main, or it is time to collect.
        private final class Waker implements InvalidationListener {
            private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);

            @Override
            public void invalidate(Tid changed, Collection<Oid> oids) {
                news.offer(true);
            }

            @Override
            public void invalidateAll() {
                news.offer(true);
            }

            void await() throws InterruptedException {
                if (main.lastTransaction().compareTo(tid) > 0) {
                    return;
                }
                var asleep = clock.instant();
                while (!isStopped() && !isTimeToCollect() && news.poll(1, TimeUnit.SECONDS) == null) {
                    // Looks at the clock and at what wants to stop it.
                }
                stop.await(COURTESY.toMillis(), TimeUnit.MILLISECONDS);
                news.clear();
                // The interval is one of work.
                nextCommit = nextCommit.plus(Duration.between(asleep, clock.instant()));
            }

            private boolean isTimeToCollect() {
                return nextGc != null && !nextGc.isAfter(clock.instant());
            }
        }
    }
}
