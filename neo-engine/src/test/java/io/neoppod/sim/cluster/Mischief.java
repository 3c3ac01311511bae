package io.neoppod.sim.cluster;

import io.neoppod.client.SimClient;
import io.neoppod.master.MasterNode;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.storage.StorageNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Hurts a cluster at random, each fault for a random while, and heals it in the end.
final class Mischief {
    private static final Duration MIN_JOB = Duration.ofNanos(20_000);
    private static final Duration MAX_JOB = Duration.ofMillis(2);

    /// A disk fails within that many writes or commits, so that it does before it is repaired.
    private static final int MAX_WRITES = 300;

    private static final int MAX_COMMITS = 20;

    private final Simulation sim;
    private final SimCluster cluster;
    private final List<Fault> faults;
    private final Consumer<SimNode<SimClient>> reopen;
    private final @Nullable Operator operator;
    private final RandomGenerator random;
    private final PriorityQueue<Repair> repairs = new PriorityQueue<>();
    private int count;

    private record Repair(long timeNs, int number, Runnable action) implements Comparable<Repair> {
        @Override
        public int compareTo(Repair other) {
            int order = Long.compare(timeNs, other.timeNs);
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }

    /// @param faults what may go wrong
    /// @param reopen   gives work to a client that was started again
    /// @param operator null when nobody commands
    Mischief(
            Simulation sim,
            SimCluster cluster,
            List<Fault> faults,
            Consumer<SimNode<SimClient>> reopen,
            @Nullable Operator operator) {
        this.sim = sim;
        this.cluster = cluster;
        this.faults = faults;
        this.reopen = reopen;
        this.operator = operator;
        this.random = sim.random("mischief");
    }

    /// Lets time pass, with a fault now and then.
    void run(Duration during, Duration longestPause) {
        long endNs = sim.nowNs() + during.toNanos();
        while (sim.nowNs() < endNs) {
            runUntil(sim.nowNs() + random.nextLong(longestPause.toNanos()));
            commit(faults.get(random.nextInt(faults.size())));
        }
    }

    private void runUntil(long timeNs) {
        while (!repairs.isEmpty() && repairs.peek().timeNs <= timeNs) {
            var repair = repairs.remove();
            sim.run(Duration.ofNanos(Math.max(0, repair.timeNs - sim.nowNs())));
            repair.action.run();
        }
        sim.run(Duration.ofNanos(Math.max(0, timeNs - sim.nowNs())));
    }

    /// Kills everything that keeps data, at one moment.
    void blackOut() {
        commit(Fault.BLACKOUT);
    }

    /// Ends all faults; what was lost stays lost.
    void heal() {
        while (!repairs.isEmpty()) {
            repairs.remove().action.run();
        }
        sim.network().heal();
    }

    private void later(long maxMillis, Runnable repair) {
        repairs.add(new Repair(sim.nowNs() + random.nextLong(maxMillis * 1_000_000), count++, repair));
    }

    // --- faults

    private void commit(Fault fault) {
        switch (fault) {
            case KILL_STORAGE -> kill(storage());
            case STOP_STORAGE -> {
                var storage = storage();
                if (storage.isRunning()) {
                    storage.call(StorageNode::close);
                }
            }
            case KILL_MASTER -> kill(master());
            case STOP_MASTER -> {
                var master = master();
                if (master.isRunning()) {
                    master.call(MasterNode::close);
                }
            }
            case KILL_CLIENT -> killClient();
            case BLACKOUT -> {
                cluster.masters().forEach(this::kill);
                cluster.storages().forEach(this::kill);
            }
            case PAUSE -> pause(anyNode());
            case SLOW_DISK -> slowDown(storage());
            case DISK_FULL -> {
                var storage = storage();
                cluster.fillDisk(storage, random.nextInt(1, MAX_WRITES));
                later(4_000, () -> cluster.repairDisk(storage));
            }
            case DISK_ERROR -> {
                var storage = storage();
                cluster.failCommit(storage, random.nextInt(1, MAX_COMMITS), random.nextBoolean());
                later(4_000, () -> cluster.repairDisk(storage));
            }
            case CLOCK_JUMP -> anyNode().clock().jump(Duration.ofMillis(random.nextLong(-20_000, 20_000)));
            case CLOCK_DRIFT -> {
                var node = anyNode();
                node.clock().drift(random.nextLong(-900_000, 2_000_000));
                later(10_000, () -> node.clock().drift(0));
            }
            case OPERATE -> {
                if (operator != null) {
                    operator.command();
                }
            }
            case CUT, CUT_ONE_WAY, RESET, DELAY, THROTTLE -> disturb(fault);
        }
    }

    private void disturb(Fault fault) {
        var nodes = new ArrayList<>(allNodes());
        var one = nodes.remove(random.nextInt(nodes.size())).name();
        var other = nodes.get(random.nextInt(nodes.size())).name();
        switch (fault) {
            case CUT -> sim.network().cut(one, other);
            case CUT_ONE_WAY -> sim.network().cutOneWay(one, other);
            case RESET -> sim.network().reset(one, other);
            case DELAY -> sim.network().delay(one, other, Duration.ofMillis(random.nextLong(1, 500)));
            default -> sim.network().throttle(one, other, random.nextLong(1_000, 1_000_000));
        }
        if (fault != Fault.RESET) {
            // Sometimes long enough for the system to give the connection up.
            later(random.nextInt(8) == 0 ? 120_000 : 5_000, () -> sim.network().heal(one, other));
        }
    }

    private void kill(SimNode<?> node) {
        if (node.isRunning()) {
            node.kill();
            later(4_000, () -> {
                if (!node.isRunning()) {
                    node.start();
                }
            });
        }
    }

    private void killClient() {
        var clients = cluster.clients();
        var client = clients.get(random.nextInt(clients.size()));
        if (client.isRunning()) {
            client.kill();
            later(3_000, () -> {
                client.start();
                reopen.accept(client);
            });
        }
    }

    private void pause(SimNode<?> node) {
        if (node.isRunning()) {
            node.pause();
            later(3_000, () -> {
                if (node.isRunning()) {
                    node.resume();
                }
            });
        }
    }

    private void slowDown(SimNode<?> node) {
        node.jobs(MAX_JOB, Duration.ofMillis(random.nextLong(10, 400)));
        later(5_000, () -> node.jobs(MIN_JOB, MAX_JOB));
    }

    // --- victims

    private SimNode<MasterNode> master() {
        var masters = cluster.masters();
        return masters.size() == 1 ? masters.getFirst() : masters.get(random.nextInt(masters.size()));
    }

    private SimNode<StorageNode> storage() {
        return cluster.storages().get(random.nextInt(cluster.storages().size()));
    }

    private SimNode<?> anyNode() {
        var nodes = allNodes();
        return nodes.get(random.nextInt(nodes.size()));
    }

    private List<SimNode<?>> allNodes() {
        var nodes = new ArrayList<SimNode<?>>();
        nodes.addAll(cluster.masters());
        nodes.addAll(cluster.storages());
        nodes.addAll(cluster.clients());
        nodes.addAll(cluster.admins());
        return nodes;
    }
}
