package io.neoppod.gui.facade;

import io.neoppod.config.ConfigException;
import io.neoppod.ctl.ClusterControl;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.embedded.NodeStatus;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A real cluster: one that runs elsewhere, through its admin node, or one that runs here.
///
/// A thread of its own polls once a second, less often while nobody answers, and tells listeners of each snapshot; it
/// tells them every second, so that the age of what they show is true.
public final class ClusterFacade implements Cluster {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    private final ClusterSource source;
    private final @Nullable EmbeddedCluster embedded;
    private final AdminPoll poll;
    private final List<Consumer<ClusterSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile ClusterSnapshot latest;
    private volatile boolean closed;

    // Of the thread.
    private int failures;
    private Instant due = Instant.MIN;

    private ClusterFacade(ClusterSource source, @Nullable EmbeddedCluster embedded) {
        this.source = source;
        this.embedded = embedded;
        this.poll = new AdminPoll(source.admin());
        this.latest = ClusterSnapshot.unknown(source, Instant.now());
        this.thread = Thread.ofPlatform().daemon().name("poll " + source.name()).unstarted(this::run);
    }

    /// Watches a cluster that runs elsewhere. It need not be there yet.
    public static ClusterFacade connect(Address admin) {
        return started(new ClusterFacade(new ClusterSource(admin.toString(), admin, null, null), null));
    }

    /// Starts a cluster in this process; waits until its nodes listen.
    ///
    /// @throws ConfigException in one line: it runs already, or a file or a choice cannot be used
    public static ClusterFacade launch(EmbeddedSettings settings) throws ConfigException {
        var cluster = EmbeddedCluster.start(settings);
        var source = new ClusterSource(
                cluster.name(),
                cluster.admin(),
                cluster.master(),
                cluster.snapshot().folder());
        return started(new ClusterFacade(source, cluster));
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
    public void onSnapshot(Consumer<ClusterSnapshot> listener) {
        listeners.add(listener);
    }

    @Override
    public void refresh() {
        wake.release();
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
        return onNode(nid, GuardRails::drop, control -> control.drop(nid));
    }

    @Override
    public CompletableFuture<String> setClusterState(ClusterState wanted) {
        return send(GuardRails.setClusterState(latest, wanted), control -> control.setClusterState(wanted));
    }

    @Override
    public CompletableFuture<String> startProcess(int nid) {
        var node = node(nid);
        var refusal = node == null ? Refusal.of(Refusal.Reason.STALE) : GuardRails.startProcess(latest, node);
        if (refusal != null) {
            return CompletableFuture.failedFuture(new RefusedException(refusal));
        }
        var name = latest.process(node).name();
        var started = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try {
                embedded.start(name);
                started.complete(name);
            } catch (ConfigException | RuntimeException failure) {
                started.completeExceptionally(failure);
            }
            refresh();
        });
        return started;
    }

    private CompletableFuture<String> onNode(
            int nid,
            BiFunction<ClusterSnapshot, NodeInfo, @Nullable Refusal> rule,
            Function<ClusterControl, CompletableFuture<String>> command) {
        var node = node(nid);
        return send(node == null ? Refusal.of(Refusal.Reason.STALE) : rule.apply(latest, node), command);
    }

    private CompletableFuture<String> send(
            @Nullable Refusal refusal, Function<ClusterControl, CompletableFuture<String>> command) {
        if (refusal != null) {
            return CompletableFuture.failedFuture(new RefusedException(refusal));
        }
        return command.apply(poll.control()).whenComplete((_, _) -> refresh());
    }

    private @Nullable NodeInfo node(int nid) {
        var view = latest.view();
        return view == null ? null : view.node(nid);
    }

    @Override
    public void close() {
        closed = true;
        refresh();
        thread.interrupt();
        poll.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    // --- the thread

    private void run() {
        try {
            while (!closed) {
                tick();
                if (wake.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                    due = Instant.MIN;
                }
            }
        } catch (InterruptedException end) {
            // Only close() interrupts.
        }
    }

    private void tick() throws InterruptedException {
        var before = latest;
        var now = Instant.now();
        if (now.isBefore(due)) {
            publish(now, before.link(), before.seen(), before.view());
            return;
        }
        switch (poll.ask(before.view())) {
            case AdminPoll.Answered(var view) -> {
                failures = 0;
                now = Instant.now();
                // Polls are paced by the wait between them.
                due = now;
                publish(now, Link.LIVE, now, view);
            }
            case AdminPoll.Failed(var link) -> {
                now = Instant.now();
                due = now.plus(BACK_OFF.get(Math.min(failures, BACK_OFF.size() - 1)));
                failures++;
                publish(now, hasStopped(before) ? Link.STOPPED : link, before.seen(), before.view());
            }
        }
    }

    /// The admin ends with its cluster: losing it then is no failure.
    private boolean hasStopped(ClusterSnapshot before) {
        boolean wasStopping = before.view() != null && before.view().state() == ClusterState.STOPPING;
        boolean wasStopped = before.link() == Link.STOPPED;
        boolean allEnded =
                embedded != null && embedded.snapshot().nodes().stream().noneMatch(process -> process.isRunning());
        return wasStopping || wasStopped || allEnded;
    }

    private void publish(Instant now, Link link, @Nullable Instant seen, @Nullable ClusterView view) {
        if (closed) {
            return;
        }
        var processes =
                embedded == null ? List.<NodeStatus>of() : embedded.snapshot().nodes();
        var nextPoll = due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
        latest = new ClusterSnapshot(source, now, link, nextPoll, seen, view, processes);
        listeners.forEach(listener -> listener.accept(latest));
    }
}
