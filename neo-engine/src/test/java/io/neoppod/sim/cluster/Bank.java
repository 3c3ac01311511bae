package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.ConflictException;
import io.neoppod.client.SimClient;
import io.neoppod.client.SimClient.Change;
import io.neoppod.client.SimClient.Revision;
import io.neoppod.protocol.Ids;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A workload whose history can be checked: money moves between accounts, never appears and never vanishes.
///
/// Each record holds a balance and the revision that it was computed from, so that a lost update is seen as a gap in
/// the chain of revisions. Commits that were acknowledged are remembered and must be there at the end.
final class Bank {
    private static final long BALANCE = 100;

    private final Simulation sim;
    private final int accounts;
    private final RandomGenerator random;
    private final Map<Long, Map<Long, Long>> acknowledged = new LinkedHashMap<>();
    private long lastAcknowledged;
    private int conflicts;
    private int failures;
    private int audits;
    private boolean open = true;
    private int walking;
    private @Nullable Throwable broken;

    private record Account(long balance, long base) {

        static Account of(byte[] data) {
            var buffer = ByteBuffer.wrap(data);
            return new Account(buffer.getLong(), buffer.getLong());
        }

        byte[] data() {
            return ByteBuffer.allocate(16).putLong(balance).putLong(base).array();
        }
    }

    Bank(Simulation sim, int accounts) {
        this.sim = sim;
        this.accounts = accounts;
        this.random = sim.random("bank");
        sim.always(this::rethrow);
    }

    /// Creates the accounts.
    void found(SimNode<SimClient> client) {
        var changes = new LinkedHashMap<Long, Change>();
        for (long oid = 1; oid <= accounts; oid++) {
            changes.put(oid, new Change(Ids.ZERO, new Account(BALANCE, Ids.ZERO).data()));
        }
        client.call(c -> c.commit(changes).thenAccept(tid -> acknowledge(tid, changes)));
        sim.until("the bank is founded", () -> !acknowledged.isEmpty());
    }

    /// A client moves money until the bank closes.
    void teller(SimNode<SimClient> client) {
        client.call(c -> next(client, c));
    }

    /// A client looks at all accounts of one moment until the bank closes.
    void auditor(SimNode<SimClient> client) {
        client.call(c -> audit(client, c));
    }

    void close() {
        open = false;
    }

    int commits() {
        return acknowledged.size();
    }

    int audits() {
        return audits;
    }

    @Override
    public String toString() {
        return "%d commits, %d conflicts, %d failures, %d audits"
                .formatted(acknowledged.size(), conflicts, failures, audits);
    }

    private void next(SimNode<SimClient> node, SimClient client) {
        if (!open) {
            return;
        }
        long from = random.nextLong(1, accounts + 1);
        long to = 1 + (from - 1 + random.nextLong(1, accounts)) % accounts;
        client.lastTid().thenCompose(last -> move(client, last + 1, from, to)).whenComplete((tid, failure) -> {
            count(failure);
            var runtime = node.isRunning() ? node.runtime() : null;
            if (runtime != null) {
                runtime.loop().schedule(random.nextLong(1_000_000, 20_000_000), () -> next(node, client));
            }
        });
    }

    private CompletableFuture<Long> move(SimClient client, long before, long from, long to) {
        return client.loadBefore(from, before)
                .thenCombine(client.loadBefore(to, before), (a, b) -> changes(from, a, to, b))
                .thenCompose(changes -> client.commit(changes).thenApply(tid -> {
                    acknowledge(tid, changes);
                    return tid;
                }));
    }

    private Map<Long, Change> changes(long from, @Nullable Revision a, long to, @Nullable Revision b) {
        if (a == null || b == null) {
            throw new AssertionError("account " + from + " or " + to + " is not there");
        }
        long amount = random.nextLong(-5, 6);
        var changes = new LinkedHashMap<Long, Change>();
        changes.put(
                from, new Change(a.serial(), new Account(Account.of(a.data()).balance - amount, a.serial()).data()));
        changes.put(to, new Change(b.serial(), new Account(Account.of(b.data()).balance + amount, b.serial()).data()));
        return changes;
    }

    /// Futures swallow what their callbacks throw: kept here for the simulation to find.
    private void check(Runnable assertion) {
        try {
            assertion.run();
        } catch (RuntimeException | AssertionError failure) {
            broken = failure;
        }
    }

    private void rethrow() {
        if (broken != null) {
            throw new AssertionError(broken.getMessage(), broken);
        }
    }

    private void acknowledge(long tid, Map<Long, Change> changes) {
        var written = new LinkedHashMap<Long, Long>();
        changes.forEach((oid, change) -> written.put(oid, Account.of(change.data()).balance));
        if (acknowledged.put(tid, written) != null) {
            broken = new AssertionError("two transactions have tid " + Ids.hex(tid));
        }
        lastAcknowledged = Math.max(lastAcknowledged, tid);
    }

    private void count(@Nullable Throwable failure) {
        var reason = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        switch (reason) {
            case null -> {}
            case ConflictException conflict -> conflicts++;
            case AssertionError assertion -> broken = assertion;
            default -> failures++;
        }
    }

    private void audit(SimNode<SimClient> node, SimClient client) {
        if (!open) {
            return;
        }
        // What was acknowledged before the client synchronizes must be visible to it afterwards.
        long known = lastAcknowledged;
        client.sync()
                .thenCompose(last -> {
                    check(() ->
                            assertThat(last).as("a client goes back in time").isGreaterThanOrEqualTo(known));
                    return total(client, last + 1);
                })
                .whenComplete((total, failure) -> {
                    count(failure);
                    if (total != null) {
                        audits++;
                        check(() -> assertThat(total).as("money in the bank").isEqualTo(BALANCE * accounts));
                    }
                    if (node.isRunning()) {
                        node.runtime().loop().schedule(random.nextLong(50_000_000), () -> audit(node, client));
                    }
                });
    }

    private CompletableFuture<Long> total(SimClient client, long before) {
        var sum = CompletableFuture.completedFuture(0L);
        for (long oid = 1; oid <= accounts; oid++) {
            sum = sum.thenCombine(client.loadBefore(oid, before), (a, revision) -> {
                if (revision == null) {
                    throw new AssertionError("an account is not there");
                }
                return a + Account.of(revision.data()).balance;
            });
        }
        return sum;
    }

    /// Reads every revision of every account and compares with what was acknowledged.
    ///
    /// @return how many revisions were looked at
    int verify(SimNode<SimClient> client) {
        List<Long> found = new ArrayList<>();
        var pending = new int[] {accounts};
        for (long oid = 1; oid <= accounts; oid++) {
            long account = oid;
            var expected = expected(account);
            client.call(c -> c.sync()
                    .thenAccept(last -> walk(c, account, last + 1, expected, found))
                    .thenRun(() -> pending[0]--));
        }
        sim.until("all revisions are read", () -> pending[0] == 0 && walking == 0);
        return found.size();
    }

    private Map<Long, Long> expected(long oid) {
        var values = new LinkedHashMap<Long, Long>();
        acknowledged.forEach((tid, written) -> {
            if (written.containsKey(oid)) {
                values.put(tid, written.get(oid));
            }
        });
        return values;
    }

    /// Follows the revisions of an account back to its creation.
    private void walk(SimClient client, long oid, long before, Map<Long, Long> expected, List<Long> found) {
        walking++;
        client.loadBefore(oid, before).whenComplete((revision, failure) -> {
            walking--;
            check(() -> {
                assertThat(failure).as("account " + oid + " cannot be read").isNull();
                if (revision == null) {
                    assertThat(expected)
                            .as("acknowledged and lost, account " + oid)
                            .isEmpty();
                    return;
                }
                found.add(revision.serial());
                var account = Account.of(revision.data());
                var balance = expected.remove(revision.serial());
                if (balance != null) {
                    assertThat(account.balance).isEqualTo(balance);
                }
                follow(client, oid, revision.serial(), account.base, expected, found);
            });
        });
    }

    private void follow(
            SimClient client, long oid, long serial, long base, Map<Long, Long> expected, List<Long> found) {
        walking++;
        client.loadBefore(oid, serial).whenComplete((previous, failure) -> {
            walking--;
            check(() -> {
                assertThat(failure).as("account " + oid + " cannot be read").isNull();
                assertThat(previous == null ? Ids.ZERO : previous.serial())
                        .as("an update of account " + oid + " was lost before " + Ids.hex(serial))
                        .isEqualTo(base);
            });
            walk(client, oid, serial, expected, found);
        });
    }
}
