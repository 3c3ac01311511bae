package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.ConflictException;
import io.neoppod.client.SimClient;
import io.neoppod.client.SimClient.OutcomeUnknownException;
import io.neoppod.client.SimClient.Revision;
import io.neoppod.protocol.Ids;
import io.neoppod.runtime.Loop;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.cluster.History.Attempt;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A workload whose history can be checked: money moves between accounts, never appears and never vanishes.
///
/// Tellers move money, sometimes relying on accounts they do not change, sometimes writing a lot, sometimes closing an
/// account, sometimes giving up. Auditors add up all accounts of one moment. What they did and saw is in a [History].
final class Bank {
    static final long BALANCE = 100;

    private static final int MAX_FILLER_BYTES = 40_000;
    private static final int EVERYTHING = 0;
    private static final int CLOSING = 3;
    private static final int GIVING_UP = 4;

    /// How long anything may take in a cluster that is well.
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final Simulation sim;
    private final int accounts;
    private final long thinkNs;
    private final RandomGenerator random;
    private final History history = new History();
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final Map<SimNode<SimClient>, Loop> busy = new LinkedHashMap<>();
    private int conflicts;
    private int failures;
    private int audits;
    private boolean open = true;
    private @Nullable Throwable broken;

    Bank(Simulation sim, int accounts) {
        this(sim, accounts, Duration.ofMillis(20).toNanos());
    }

    /// @param thinkNs longest pause of a client between two things it does
    Bank(Simulation sim, int accounts, long thinkNs) {
        this.sim = sim;
        this.accounts = accounts;
        this.thinkNs = thinkNs;
        this.random = sim.random("bank");
        sim.always(this::rethrow);
    }

    /// Creates the accounts.
    void found(SimNode<SimClient> client) {
        var attempt = history.begin();
        for (long oid = 1; oid <= accounts; oid++) {
            attempt.write(oid, Ids.ZERO, new Account(BALANCE, attempt.number(), 0));
        }
        client.call(c -> commit(c, attempt));
        sim.until("the bank is founded", () -> history.acknowledged() > 0);
    }

    /// A client moves money until the bank closes.
    void teller(SimNode<SimClient> client) {
        repeat(client, client.runtime().loop(), this::serve);
    }

    /// A client looks at all accounts of one moment until the bank closes.
    void auditor(SimNode<SimClient> client) {
        repeat(client, client.runtime().loop(), this::audit);
    }

    /// Begins nothing new.
    void close() {
        open = false;
    }

    /// Whether everything that was begun ended; what was begun by clients that were killed never does.
    boolean isIdle() {
        return busy.keySet().stream().noneMatch(this::isBusy);
    }

    private boolean isBusy(SimNode<SimClient> client) {
        return client.isRunning() && client.runtime().loop() == busy.get(client);
    }

    int accounts() {
        return accounts;
    }

    int commits() {
        return history.acknowledged();
    }

    int audits() {
        return audits;
    }

    History history() {
        return history;
    }

    @Override
    public String toString() {
        return "%d commits, %d conflicts, %d failures, %d audits".formatted(commits(), conflicts, failures, audits);
    }

    // --- what clients do

    private interface Activity {
        CompletableFuture<?> run(String who, SimClient client);
    }

    private void repeat(SimNode<SimClient> node, Loop loop, Activity activity) {
        node.call(client -> next(node, client, loop, activity));
    }

    private void next(SimNode<SimClient> node, SimClient client, Loop loop, Activity activity) {
        if (!open) {
            return;
        }
        busy.put(node, loop);
        activity.run(node.name(), client).whenComplete((done, failure) -> {
            busy.remove(node, loop);
            count(failure);
            loop.schedule(random.nextLong(thinkNs), () -> next(node, client, loop, activity));
        });
    }

    private void count(@Nullable Throwable failure) {
        switch (unwrap(failure)) {
            case null -> {}
            case ConflictException conflict -> conflicts++;
            case AssertionError assertion -> broken = assertion;
            case Throwable other -> failures++;
        }
    }

    private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
        return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    }

    /// Futures swallow what their callbacks throw: kept for the simulation to find.
    private void rethrow() {
        if (broken != null) {
            throw new AssertionError(broken.getMessage(), broken);
        }
    }

    // --- tellers

    private CompletableFuture<?> serve(String who, SimClient client) {
        int kind = random.nextInt(16);
        int involved = kind == EVERYTHING ? accounts : kind <= 2 ? 4 : 2;
        return client.lastTid()
                .thenCompose(last -> read(who, client, choose(Math.min(involved, accounts)), last))
                .thenCompose(found -> act(kind, client, found));
    }

    private List<Long> choose(int count) {
        var chosen = new LinkedHashSet<Long>();
        while (chosen.size() < count) {
            chosen.add(random.nextLong(1, accounts + 1L));
        }
        return List.copyOf(chosen);
    }

    private CompletableFuture<?> act(int kind, SimClient client, Map<Long, Revision> found) {
        var oids = List.copyOf(found.keySet());
        boolean closes = kind == CLOSING;
        long amount = closes ? Account.of(found.get(oids.getFirst())).balance() : random.nextLong(-5, 6);
        var attempt = history.begin();
        for (int i = 0; i < oids.size(); i++) {
            long oid = oids.get(i);
            var revision = found.get(oid);
            long balance = Account.of(revision).balance() - (i == 0 ? amount : i == 1 ? -amount : 0);
            int size = kind == EVERYTHING ? random.nextInt(MAX_FILLER_BYTES) : 0;
            if (i >= 2 && kind != EVERYTHING) {
                attempt.check(oid, revision.serial());
            } else if (i == 0 && closes) {
                attempt.delete(oid, revision.serial());
            } else {
                attempt.write(oid, revision.serial(), new Account(balance, attempt.number(), size));
            }
        }
        return kind == GIVING_UP ? giveUp(client, attempt) : commit(client, attempt);
    }

    private CompletableFuture<?> commit(SimClient client, Attempt attempt) {
        return client.commit(attempt.work()).whenComplete((tid, failure) -> {
            switch (unwrap(failure)) {
                case null -> history.acknowledge(attempt, tid);
                case OutcomeUnknownException unknown -> {}
                case Throwable other -> attempt.fail();
            }
        });
    }

    private static CompletableFuture<?> giveUp(SimClient client, Attempt attempt) {
        attempt.fail();
        return client.giveUp(attempt.work());
    }

    // --- reading

    private CompletableFuture<?> audit(String who, SimClient client) {
        // What was acknowledged before the client synchronizes must be visible to it afterwards.
        long known = history.lastAcknowledged();
        var all = LongStream.rangeClosed(1, accounts).boxed().toList();
        return client.sync()
                .thenCompose(last -> {
                    assertThat(last).as(who + " goes back in time").isGreaterThanOrEqualTo(known);
                    return read(who, client, all, last);
                })
                .thenAccept(found -> {
                    audits++;
                    assertThat(total(found)).as("money in the bank").isEqualTo(BALANCE * accounts);
                });
    }

    private static long total(Map<Long, Revision> found) {
        return found.values().stream()
                .mapToLong(revision -> Account.of(revision).balance())
                .sum();
    }

    /// Reads some accounts as of a transaction.
    private CompletableFuture<Map<Long, Revision>> read(String who, SimClient client, List<Long> oids, long last) {
        assertThat(last).as(who + " goes back in time").isGreaterThanOrEqualTo(lastSeen.getOrDefault(who, 0L));
        lastSeen.put(who, last);
        var found = new LinkedHashMap<Long, Revision>();
        var reads = oids.stream()
                .map(oid -> client.loadBefore(oid, last + 1).thenAccept(revision -> {
                    history.observe(who, oid, last, revision);
                    found.put(oid, revision);
                }))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(reads).thenApply(done -> found);
    }

    /// Writes all accounts in one transaction.
    void closeBooks(SimNode<SimClient> client) {
        var all = LongStream.rangeClosed(1, accounts).boxed().toList();
        int before = commits();
        client.call(c -> c.lastTid()
                .thenCompose(last -> read(client.name(), c, all, last))
                .thenCompose(found -> act(EVERYTHING, c, found))
                .whenComplete((done, failure) -> count(failure)));
        sim.until("all accounts are written", SETTLED, () -> commits() > before);
    }

    /// Compares what clients did and saw with what the databases of a settled cluster hold.
    ///
    /// @return how many transactions were acknowledged
    int verify(SimCluster cluster) {
        inspect(cluster.client());
        cluster.settle(SETTLED);
        // Until unlocks are durable everywhere.
        sim.run(Duration.ofSeconds(2));
        history.check(new Replicas(cluster).committed());
        return commits();
    }

    /// Reads all accounts with a client.
    private void inspect(SimNode<SimClient> client) {
        var all = LongStream.rangeClosed(1, accounts).boxed().toList();
        var result = new AtomicReference<@Nullable Long>();
        client.call(c -> c.sync()
                .thenCompose(last -> read("inspector", c, all, last))
                .thenAccept(found -> result.set(total(found))));
        sim.until("all accounts are read", () -> result.get() != null);
        assertThat(result.get()).as("money in the bank").isEqualTo(BALANCE * accounts);
    }
}
