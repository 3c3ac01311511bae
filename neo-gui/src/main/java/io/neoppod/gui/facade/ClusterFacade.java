package io.neoppod.gui.facade;

import io.neoppod.config.ConfigException;
import io.neoppod.config.Context.Kind;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.TweakResult;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.embedded.NodeStatus;
import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.runtime.NodeLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A real cluster: one that runs elsewhere, through its admin node, or one that runs here.
///
/// A thread of its own polls once a second, less often while nobody answers, and tells listeners of each snapshot; it
/// tells them about every second, so that the age of what they show is true. Whatever fails in it is told as a snapshot
/// too.
public final class ClusterFacade implements Cluster {
    private static final Duration TICK = Duration.ofSeconds(1);
    /// Ticks are longer by less than this, by chance: apps that began at the same moment, or lost the same cluster, do
    /// not go on asking it all at once.
    private static final Duration JITTER = Duration.ofMillis(100);
    private static final Duration NO_PRIMARY_PAUSE = Duration.ofSeconds(2);
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(30);
    /// Some masters search for half a minute.
    private static final Duration TWEAK_DEADLINE = Duration.ofSeconds(120);

    private final ClusterSource source;
    private final @Nullable EmbeddedCluster embedded;
    private final RandomGenerator chance;
    private final AdminPoll poll;
    private final Commands commands;
    private final ClientSession data;
    private final AtomicBoolean tweaking = new AtomicBoolean();
    private final NodeLog log = NodeLog.of("desktop");
    private final List<Consumer<ClusterSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile Duration period = TICK;
    private volatile ClusterSnapshot latest;
    private volatile boolean closed;

    // Of the thread.
    private int failures;
    private Instant due = Instant.MIN;

    private ClusterFacade(ClusterSource source, @Nullable EmbeddedCluster embedded, RandomGenerator chance) {
        this.source = source;
        this.embedded = embedded;
        this.chance = chance;
        var door = new AdminDoor(source);
        this.poll = new AdminPoll(door);
        this.commands = new Commands(door);
        this.data = new ClientSession(source);
        this.latest = ClusterSnapshot.unknown(source, Instant.now());
        this.thread = Thread.ofPlatform().daemon().name("poll " + source.name()).unstarted(this::run);
    }

    /// Watches a cluster that runs elsewhere. It need not be there yet.
    public static ClusterFacade connect(ClusterSource source) {
        return connect(source, new SplittableRandom());
    }

    /// @param chance used by the thread that polls
    static ClusterFacade connect(ClusterSource source, RandomGenerator chance) {
        return started(new ClusterFacade(source, null, chance));
    }

    /// Watches a cluster of which only the admin is known.
    public static ClusterFacade connect(Address admin) {
        return connect(ClusterSource.of(admin));
    }

    /// Starts a cluster in this process; waits until its nodes listen.
    ///
    /// @throws ConfigException in one line: it runs already, or a file or a choice cannot be used
    public static ClusterFacade launch(EmbeddedSettings settings) throws ConfigException {
        return of(EmbeddedCluster.start(settings));
    }

    /// Watches a cluster that runs in this process; closing it stops the cluster.
    public static ClusterFacade of(EmbeddedCluster cluster) {
        var source = new ClusterSource(
                cluster.name(),
                Kind.development,
                cluster.admin(),
                cluster.masters(),
                cluster.name(),
                null,
                cluster.snapshot().folder());
        return started(new ClusterFacade(source, cluster, new SplittableRandom()));
    }

    private static ClusterFacade started(ClusterFacade facade) {
        facade.thread.start();
        return facade;
    }

    @Override
    public ClusterSource source() {
        return source;
    }

    @Override
    public ClusterSnapshot snapshot() {
        return latest;
    }

    @Override
    public Runnable onSnapshot(Consumer<ClusterSnapshot> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void refresh() {
        wake.release();
    }

    @Override
    public void pace(Duration newPeriod) {
        period = newPeriod;
        refresh();
    }

    @Override
    public DataSession data() {
        return data;
    }

    @Override
    public Copies copies() {
        return new ClientCopies(source, this::snapshot);
    }

    @Override
    public List<Path> logFiles() {
        // Those of this app come with their nodes.
        return embedded == null
                ? Cluster.super.logFiles()
                : embedded.logFiles().stream().filter(Files::exists).toList();
    }

    @Override
    public CompletableFuture<List<Reach>> reach() {
        var view = latest.view();
        return CompletableFuture.supplyAsync(
                () -> Reaching.of(source, view),
                work -> Thread.ofVirtual().name("reach").start(work));
    }

    // --- commands

    @Override
    public CompletableFuture<Void> flushLog() {
        return commands.send(COMMAND_DEADLINE, ClusterControl::flushLog);
    }

    @Override
    public CompletableFuture<String> add(int nid) {
        return onNode(nid, GuardRails::add, control -> control.addNodes(new int[] {nid}));
    }

    @Override
    public CompletableFuture<String> kill(int nid) {
        return onNode(nid, GuardRails::kill, control -> control.kill(nid));
    }

    @Override
    public CompletableFuture<String> drop(int nid) {
        var before = latest;
        return onNode(nid, GuardRails::drop, control -> control.drop(nid))
                .thenCompose(answer -> forget(before.process(before.view().node(nid)), answer));
    }

    /// A storage of this app that was dropped is not started at the next launch.
    private CompletableFuture<String> forget(@Nullable NodeStatus process, String answer) {
        return process == null
                ? CompletableFuture.completedFuture(answer)
                : inBackground(() -> {
                    embedded.forget(process.name());
                    return answer;
                });
    }

    @Override
    public CompletableFuture<String> setClusterState(ClusterState wanted) {
        var refusal = GuardRails.setClusterState(latest, wanted);
        boolean mustBeAlone = refusal == null && wanted == ClusterState.STARTING_BACKUP;
        var alone = mustBeAlone ? data.pause() : CompletableFuture.<Void>completedFuture(null);
        return alone.thenCompose(_ -> send(refusal, control -> control.setClusterState(wanted)));
    }

    @Override
    public CompletableFuture<TweakResult> tryTweak(int[] excluded) {
        return tweak(excluded, true);
    }

    @Override
    public CompletableFuture<TweakResult> tweak(int[] excluded) {
        return tweak(excluded, false);
    }

    private CompletableFuture<TweakResult> tweak(int[] excluded, boolean dryRun) {
        var refusal = GuardRails.tweak(latest, excluded);
        if (refusal == null && !tweaking.compareAndSet(false, true)) {
            refusal = Refusal.of(Reason.TWEAK_IS_COMPUTED);
        }
        return refusal != null
                ? CompletableFuture.failedFuture(new RefusedException(refusal))
                : commands.send(TWEAK_DEADLINE, control -> control.tweak(dryRun, excluded))
                        .whenComplete((_, _) -> {
                            tweaking.set(false);
                            refresh();
                        });
    }

    @Override
    public CompletableFuture<String> setReplicas(int replicas) {
        return send(GuardRails.replicas(latest, replicas), control -> control.setReplicas(replicas));
    }

    @Override
    public CompletableFuture<String> truncate(long tid) {
        return send(GuardRails.truncate(latest, data.status(), tid), control -> control.truncate(tid));
    }

    @Override
    public CompletableFuture<String> check(CheckOrder order) {
        return send(
                GuardRails.check(latest, order),
                control -> control.checkReplicas(order.references(), order.minTid(), order.maxTid()));
    }

    @Override
    public CompletableFuture<String> repair(int[] nids, boolean dryRun) {
        return send(GuardRails.repair(latest, data.status(), nids), control -> control.repair(nids, dryRun));
    }

    private CompletableFuture<String> onNode(
            int nid,
            BiFunction<ClusterSnapshot, NodeInfo, @Nullable Refusal> rule,
            Function<ClusterControl, CompletableFuture<String>> command) {
        return send(refusal(nid, rule), command);
    }

    private @Nullable Refusal refusal(int nid, BiFunction<ClusterSnapshot, NodeInfo, @Nullable Refusal> rule) {
        var view = latest.view();
        var node = view == null ? null : view.node(nid);
        return node == null ? Refusal.of(Reason.STALE) : rule.apply(latest, node);
    }

    private CompletableFuture<String> send(
            @Nullable Refusal refusal, Function<ClusterControl, CompletableFuture<String>> command) {
        return refusal != null
                ? refused(refusal)
                : commands.send(COMMAND_DEADLINE, command).whenComplete((_, _) -> refresh());
    }

    // --- processes

    @Override
    public CompletableFuture<String> startProcess(int nid) {
        return onProcess(nid, GuardRails::startProcess, EmbeddedCluster::start);
    }

    @Override
    public CompletableFuture<String> killProcess(int nid) {
        return onProcess(nid, GuardRails::killProcess, EmbeddedCluster::kill);
    }

    @Override
    public CompletableFuture<String> newStorage() {
        var refusal = GuardRails.newStorage(latest);
        return refusal != null ? refused(refusal) : inBackground(embedded::addStorage);
    }

    private interface ProcessCommand {
        void run(EmbeddedCluster cluster, String process) throws ConfigException;
    }

    private interface Work {
        String run() throws ConfigException;
    }

    private static CompletableFuture<String> refused(Refusal refusal) {
        return CompletableFuture.failedFuture(new RefusedException(refusal));
    }

    private CompletableFuture<String> onProcess(
            int nid, BiFunction<ClusterSnapshot, NodeInfo, @Nullable Refusal> rule, ProcessCommand command) {
        var refusal = refusal(nid, rule);
        if (refusal != null) {
            return refused(refusal);
        }
        var name = latest.process(latest.view().node(nid)).name();
        return inBackground(() -> {
            command.run(embedded, name);
            return name;
        });
    }

    private CompletableFuture<String> inBackground(Work work) {
        var done = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(work.run());
            } catch (ConfigException | RuntimeException failure) {
                done.completeExceptionally(failure);
            }
            refresh();
        });
        return done;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (embedded != null) {
            embedded.close();
        }
    }

    // --- the thread

    private void run() {
        try {
            while (!closed) {
                survive();
                if (wake.tryAcquire(TICK.toMillis() + chance.nextLong(JITTER.toMillis()), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                    due = Instant.MIN;
                    poll.askAll();
                }
            }
        } catch (InterruptedException end) {
            // Only close() interrupts.
        } finally {
            data.close();
            poll.close();
        }
    }

    /// Whatever goes wrong is told, and the next tick tries again.
    private void survive() throws InterruptedException {
        try {
            tick();
        } catch (RuntimeException | Error fault) {
            log.error("fault while polling", fault);
            poll.close();
            failed(new AdminPoll.Failed(Link.FAULT, String.valueOf(fault.getMessage())));
        }
    }

    private void tick() throws InterruptedException {
        var before = latest;
        var now = Instant.now();
        if (now.isBefore(due)) {
            publish(now, before.link(), before.detail(), before.seen(), before.view());
            return;
        }
        switch (poll.ask(before.view())) {
            case AdminPoll.Answered(var view) -> {
                failures = 0;
                now = Instant.now();
                // A tick is never early.
                due = now.plus(period);
                publish(now, Link.LIVE, "", now, view);
            }
            case AdminPoll.Failed failure -> failed(failure);
        }
    }

    private void failed(AdminPoll.Failed failure) {
        var before = latest;
        var now = Instant.now();
        var link = hasStopped(before) ? Link.STOPPED : failure.link();
        due = now.plus(
                link == Link.NO_PRIMARY ? NO_PRIMARY_PAUSE : BACK_OFF.get(Math.min(failures, BACK_OFF.size() - 1)));
        failures++;
        publish(now, link, failure.detail(), before.seen(), before.view());
    }

    /// The admin ends with its cluster: losing it then is no failure.
    private boolean hasStopped(ClusterSnapshot before) {
        boolean wasStopping = before.view() != null && before.view().state() == ClusterState.STOPPING;
        boolean wasStopped = before.link() == Link.STOPPED;
        boolean allEnded =
                embedded != null && embedded.snapshot().nodes().stream().noneMatch(process -> process.isRunning());
        return wasStopping || wasStopped || allEnded;
    }

    private void publish(Instant now, Link link, String detail, @Nullable Instant seen, @Nullable ClusterView view) {
        if (closed) {
            return;
        }
        var processes =
                embedded == null ? List.<NodeStatus>of() : embedded.snapshot().nodes();
        // What was answered is polled again soon enough: only the wait after a failure is told.
        var nextPoll = link != Link.LIVE && due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
        latest = new ClusterSnapshot(
                source, now, link, detail, nextPoll, seen, view, processes, data.isConnected() ? 1 : 0, poll.contact());
        data.apply(latest);
        listeners.forEach(this::tell);
    }

    private void tell(Consumer<ClusterSnapshot> listener) {
        try {
            listener.accept(latest);
        } catch (RuntimeException fault) {
            log.error("fault while showing a snapshot", fault);
        }
    }
}
