package io.neoppod.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.SimClient;
import io.neoppod.sim.SimNetwork;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.cluster.SimCluster.Size;
import io.neoppod.storage.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// A cluster and a bank in a hostile world:
///
/// ```
/// founded ─▶ hostile: faults while clients work ─▶ healed ─▶ settles within SETTLE_BOUND ─▶ checked
/// ```
///
/// Everything is drawn from the seed, and told when the run fails, with the command that replays it.
final class Survival {
    /// After the network is whole and all nodes run, what may still have to pass: a peer that died while it was cut
    /// off is noticed, a connection attempt times out, and nodes look for each other and replicate, with pauses of
    /// a second.
    static final Duration SETTLE_BOUND = SimNetwork.KEEPALIVE.plusSeconds(30);

    private final Simulation sim;
    private final Options options;
    private final SimCluster cluster;
    private final Bank bank;
    private final List<SimNode<SimClient>> auditors = new ArrayList<>();

    /// What the seed decides.
    ///
    /// @param tellers clients that write
    /// @param doomed  whether all nodes are killed at the end
    /// @param faults  what may go wrong; nothing when empty
    record Options(
            Size size,
            int accounts,
            int tellers,
            Duration hostile,
            Duration pause,
            boolean doomed,
            List<Fault> faults) {

        /// A small cluster, which nobody reshapes.
        static Options small(RandomGenerator random) {
            int storages = random.nextInt(2, 5);
            var size = new Size(1, storages, storages, random.nextInt(0, Math.min(3, storages)), random.nextInt(1, 9));
            var all = new ArrayList<>(Arrays.asList(Fault.values()));
            all.remove(Fault.OPERATE);
            var faults = some(all, random);
            return new Options(
                    size,
                    random.nextInt(5, 13),
                    random.nextInt(2, 5),
                    Duration.ofMillis(random.nextLong(3_000, 15_000)),
                    Duration.ofMillis(random.nextLong(200, 3_000)),
                    random.nextBoolean(),
                    faults);
        }

        /// Several masters, more storages and clients, and an operator.
        static Options large(RandomGenerator random) {
            int founders = random.nextInt(2, 5);
            int storages = random.nextInt(founders, 7);
            var size = new Size(random.nextInt(1, 4), founders, storages, random.nextInt(0, 3), random.nextInt(1, 13));
            var faults = new ArrayList<>(some(new ArrayList<>(Arrays.asList(Fault.values())), random));
            if (!faults.contains(Fault.OPERATE)) {
                faults.add(Fault.OPERATE);
            }
            return new Options(
                    size,
                    random.nextInt(5, 17),
                    random.nextInt(2, 8),
                    Duration.ofMillis(random.nextLong(3_000, 15_000)),
                    Duration.ofMillis(random.nextLong(200, 2_000)),
                    random.nextBoolean(),
                    List.copyOf(faults));
        }

        Options only(Fault fault) {
            return new Options(size, accounts, tellers, hostile, pause, doomed, List.of(fault));
        }

        private static List<Fault> some(List<Fault> faults, RandomGenerator random) {
            while (faults.size() > 1 && random.nextInt(12) != 0) {
                faults.remove(random.nextInt(faults.size()));
            }
            return List.copyOf(faults);
        }
    }

    private Survival(Simulation sim, Options options, UnaryOperator<Database> decorator) {
        this.sim = sim;
        this.options = options;
        cluster = new SimCluster(sim, options.size, decorator);
        bank = new Bank(sim, options.accounts, Duration.ofMillis(200).toNanos());
    }

    static Survival small(Simulation sim) {
        return small(sim, UnaryOperator.identity());
    }

    /// @param decorator what storages use instead of their databases
    static Survival small(Simulation sim, UnaryOperator<Database> decorator) {
        return new Survival(sim, Options.small(sim.random("options")), decorator);
    }

    /// A small cluster that suffers from one kind of fault only.
    static Survival of(Simulation sim, Fault fault) {
        var options = Options.small(sim.random("options")).only(fault);
        return new Survival(sim, options, UnaryOperator.identity());
    }

    static Survival large(Simulation sim) {
        return new Survival(sim, Options.large(sim.random("options")), UnaryOperator.identity());
    }

    /// Runs all phases. Fails when something that must hold does not.
    void run() {
        try {
            found();
            hurt();
            settle();
            check();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("""
                    %s
                      %s
                      %s
                      replay: mvn -B -pl neo-engine test -Dtest=ClusterSimulationTest -Dsim.seed=%d
                    """.formatted(failure.getMessage(), options, bank, sim.seed()), failure);
        }
    }

    SimCluster cluster() {
        return cluster;
    }

    Bank bank() {
        return bank;
    }

    private void found() {
        cluster.start();
        bank.found(cluster.client());
        for (int i = 0; i < options.tellers; i++) {
            bank.teller(cluster.client());
        }
        var auditor = cluster.client();
        auditors.add(auditor);
        bank.auditor(auditor);
    }

    private void hurt() {
        var operator = options.faults.contains(Fault.OPERATE) ? new Operator(sim, cluster) : null;
        var mischief = new Mischief(sim, cluster, options.faults, this::reopen, operator);
        mischief.run(options.hostile, options.pause);
        mischief.heal();
        // The bank goes on for a while in a better world, which may have an end.
        sim.run(Duration.ofSeconds(1));
        if (options.doomed) {
            mischief.blackOut();
            mischief.heal();
        }
    }

    private void reopen(SimNode<SimClient> client) {
        if (auditors.contains(client)) {
            bank.auditor(client);
        } else {
            bank.teller(client);
        }
    }

    private void settle() {
        bank.close();
        cluster.settle(SETTLE_BOUND);
        sim.until("no client waits for anything", SETTLE_BOUND, bank::isIdle);
        // No lock is left: all accounts can be written at once by a client that nobody knows yet.
        bank.closeBooks(cluster.client());
    }

    private void check() {
        assertThat(bank.verify(cluster)).as("commits of the bank").isGreaterThan(1);
    }
}
