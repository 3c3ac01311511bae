package io.neoppod.client;

import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.StorePacket.NotifyDeadlock;
import io.neoppod.runtime.Clock;
import io.neoppod.runtime.NodeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Connections to storage nodes, made when first needed and kept. Confined to the loop.
///
/// A node that could not be reached is the last choice for reads during [#FAILURE_NS], the oldest failure first; the
/// others share the reads evenly.
///
/// Reference: neo/client/pool.py.
final class StoragePool {
    /// How long a node that failed is avoided.
    private static final long FAILURE_NS = Duration.ofSeconds(600).toNanos();

    private final Network network;
    private final ClientOptions options;
    private final ClusterView view;
    private final Clock clock;
    private final RandomGenerator random;
    private final NodeLog log;
    private final BiConsumer<Connection, NotifyDeadlock> deadlocks;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<Integer, Long> failedUntilNs = new LinkedHashMap<>();

    /// A connection and who waits for its identification; nobody once it is identified.
    private static final class Entry {
        private @Nullable Connection connection;
        private @Nullable List<Consumer<@Nullable Connection>> waiting = new ArrayList<>();
    }

    StoragePool(
            Network network,
            ClientOptions options,
            ClusterView view,
            Clock clock,
            RandomGenerator random,
            NodeLog log,
            BiConsumer<Connection, NotifyDeadlock> deadlocks) {
        this.network = network;
        this.options = options;
        this.view = view;
        this.clock = clock;
        this.random = random;
        this.log = log;
        this.deadlocks = deadlocks;
    }

    /// Gives the connection to a node, or null when it cannot be used now.
    void connection(int nid, Consumer<@Nullable Connection> consumer) {
        var entry = entries.get(nid);
        if (entry == null) {
            connect(nid, consumer);
        } else if (entry.waiting != null) {
            entry.waiting.add(consumer);
        } else {
            consumer.accept(entry.connection);
        }
    }

    /// Readable cells of a partition in the order in which they should be asked.
    int[] readable(int partition) {
        int[] cells = view.readable(partition);
        long now = clock.monotonicNs();
        failedUntilNs.values().removeIf(until -> until - now <= 0);
        var keys = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            int nid = cells[i];
            double key = readKey(nid, now);
            int at = i;
            for (; at > 0 && keys[at - 1] > key; at--) {
                cells[at] = cells[at - 1];
                keys[at] = keys[at - 1];
            }
            cells[at] = nid;
            keys[at] = key;
        }
        return cells;
    }

    private double readKey(int nid, long now) {
        var until = failedUntilNs.get(nid);
        return until == null ? random.nextDouble() : 1.0 + (until - now);
    }

    /// Closes the connection to a node that the master says is not running.
    void disconnect(int nid) {
        var entry = entries.get(nid);
        if (entry != null && entry.connection != null) {
            entry.connection.close();
        }
    }

    /// Closes all connections. Storages know us by the time of our identification: once the master has removed
    /// us, they abort what comes through connections that were made before, even if it was begun since.
    void closeAll() {
        var closed = List.copyOf(entries.values());
        entries.clear();
        for (var entry : closed) {
            if (entry.connection != null) {
                entry.connection.close();
            }
        }
    }

    private void connect(int nid, Consumer<@Nullable Connection> consumer) {
        var address = view.runningAddress(nid);
        if (address == null) {
            consumer.accept(null);
            return;
        }
        var entry = new Entry();
        entry.waiting.add(consumer);
        entries.put(nid, entry);
        entry.connection = network.connect(
                address,
                new HandlerTable("ClientOfStorage")
                        .onNotification(NotifyDeadlock.class, deadlocks)
                        .whenOpen(connection -> identify(nid, entry, connection))
                        .whenClosed((connection, reason) -> onClosed(nid, entry, reason)));
    }

    private void identify(int nid, Entry entry, Connection connection) {
        var request = new RequestIdentification(
                NodeType.CLIENT, view.nid(), null, options.cluster(), view.idTimestamp(), Map.of());
        connection.ask(request, reply -> {
            switch (reply) {
                case Reply.Answered<AcceptIdentification>(var accepted) -> accepted(nid, entry, connection, accepted);
                case Reply.Refused<AcceptIdentification>(var code, var message) -> {
                    log.info("{} refuses us: {} {}", NodeIds.text(nid), code, message);
                    connection.close();
                }
                case Reply.Lost<AcceptIdentification>(var reason) -> log.debug("{}: {}", NodeIds.text(nid), reason);
            }
        });
    }

    private void accepted(int nid, Entry entry, Connection connection, AcceptIdentification accepted) {
        if (accepted.peerType() != NodeType.STORAGE || accepted.peerNid() != nid) {
            log.warning("{} is not {}", connection.remote(), NodeIds.text(nid));
            connection.close();
            return;
        }
        connection.identified(nid);
        failedUntilNs.remove(nid);
        release(entry, connection);
    }

    private void onClosed(int nid, Entry entry, String reason) {
        entries.remove(nid, entry);
        if (entry.waiting != null) {
            failedUntilNs.put(nid, clock.monotonicNs() + FAILURE_NS);
            release(entry, null);
        } else {
            log.info("connection to {} closed: {}", NodeIds.text(nid), reason);
        }
    }

    private static void release(Entry entry, @Nullable Connection connection) {
        var waiting = entry.waiting;
        entry.waiting = null;
        if (waiting != null) {
            waiting.forEach(consumer -> consumer.accept(connection));
        }
    }
}
