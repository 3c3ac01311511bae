package io.neoppod.storage;

import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Connections between storages: one per pair, used in both directions, whoever opened it. Those to storages of another
/// cluster are ours alone.
///
/// When both nodes open one at the same time, the one of the greater node id survives.
///
/// Each side remembers whether it still needs a link and whether the peer does. A side that has not needed it for
/// [#IDLE_NS] closes it, or, when the peer needs it, says so by `CloseClient` and leaves it to the peer.
///
/// Reference: neo/storage/handlers/identification.py, neo/storage/replicator.py.
final class StorageLinks {
    /// How long an unused link stays open; as in the reference.
    static final long IDLE_NS = Duration.ofSeconds(100).toNanos();

    private final Host host;
    private final Function<@Nullable Node, HandlerTable> tables;

    /// Established links, with who needs them.
    private final Map<Connection, Needs> needs = new LinkedHashMap<>();

    /// Established connections to storages of another cluster, by address.
    private final Map<Address, Connection> upstream = new LinkedHashMap<>();

    /// Who waits for a connection that is being established.
    private final Map<Connection, List<BiConsumer<@Nullable Connection, String>>> waiting = new LinkedHashMap<>();

    /// Who needs a link.
    private static final class Needs {
        /// Number of those here that use it.
        int users;

        /// Whether the peer may believe that we need it.
        boolean ours;

        boolean peers;

        @Nullable
        Timer idle;
    }

    /// @param tables the packets that a storage may send, given its node, or null for another cluster
    StorageLinks(Host host, Function<@Nullable Node, HandlerTable> tables) {
        this.host = host;
        this.tables = tables;
    }

    /// The table for a storage that connected to us, or null when it must use another connection.
    @Nullable
    HandlerTable welcome(Connection connection, Node storage) {
        var existing = storage.connection();
        if (existing != null && !existing.isClosed()) {
            if (storage.isIdentified() || host.nid() > storage.nid()) {
                return null;
            }
            existing.close();
        }
        storage.identify(connection);
        needs.put(connection, new Needs());
        return tables.apply(storage);
    }

    /// The table for a storage of another cluster.
    HandlerTable welcomeStranger(Connection connection) {
        needs.put(connection, new Needs());
        return tables.apply(null);
    }

    /// Established links.
    int size() {
        return needs.size();
    }

    /// The peer asks something of us.
    void serve(Connection connection) {
        var need = needs.get(connection);
        if (need != null) {
            need.peers = true;
        }
    }

    /// The peer does not need the link any more.
    void onPeerDone(Connection connection) {
        var need = needs.get(connection);
        if (need != null) {
            need.peers = false;
            if (!need.ours) {
                connection.close();
            }
        }
    }

    private void use(Connection connection) {
        var need = needs.get(connection);
        if (need != null) {
            need.users++;
            need.ours = true;
            if (need.idle != null) {
                need.idle.cancel();
            }
        }
    }

    /// Ends what [#open] or [#openUpstream] began: every connection that they gave must be released once.
    void release(Connection connection) {
        var need = needs.get(connection);
        if (need != null) {
            need.users--;
            if (need.users == 0) {
                need.idle = host.runtime.loop().schedule(IDLE_NS, () -> onIdle(connection, need));
            }
        }
    }

    private static void onIdle(Connection connection, Needs need) {
        need.ours = false;
        if (need.peers) {
            connection.send(new CloseClient());
        } else {
            connection.close();
        }
    }

    /// Gets a connection to a storage of our cluster, to be given back by [#release]. `done` may run at once; it gets
    /// null and the reason when there is none.
    void open(Node storage, BiConsumer<@Nullable Connection, String> done) {
        var existing = storage.connection();
        var address = storage.address();
        if (existing != null && storage.isIdentified()) {
            use(existing);
            done.accept(existing, "");
        } else if (existing != null && waiting.containsKey(existing)) {
            waiting.get(existing).add(done);
        } else if (address == null) {
            done.accept(null, storage + " has no address");
        } else {
            storage.attach(connect(address, host.options.cluster(), storage, done));
        }
    }

    /// As [#open], to a storage of another cluster.
    void openUpstream(Address address, String cluster, BiConsumer<@Nullable Connection, String> done) {
        var existing = upstream.get(address);
        if (existing != null && existing.isOpen()) {
            use(existing);
            done.accept(existing, "");
        } else {
            connect(address, cluster, null, done);
        }
    }

    /// Leaves the other cluster.
    void closeUpstream() {
        List.copyOf(upstream.values()).forEach(Connection::close);
    }

    private Connection connect(
            Address address, String cluster, @Nullable Node storage, BiConsumer<@Nullable Connection, String> done) {
        var table = new HandlerTable("StorageBootstrap")
                .whenOpen(opened -> identify(opened, address, cluster, storage))
                .whenClosed((ended, reason) -> onFailed(ended, storage, reason));
        var connection = host.network.connect(address, table);
        waiting.put(connection, new ArrayList<>(List.of(done)));
        return connection;
    }

    private void identify(Connection opened, Address address, String cluster, @Nullable Node storage) {
        var request = new RequestIdentification(
                NodeType.STORAGE,
                storage == null ? NodeIds.NONE : host.nid(),
                host.address,
                cluster,
                host.nodes.ownIdTimestamp(),
                Map.of());
        opened.ask(request, reply -> {
            switch (reply) {
                case Reply.Answered<AcceptIdentification>(var _) -> onAccepted(opened, address, storage);
                case Reply.Refused<AcceptIdentification>(var _, var message) -> {
                    onFailed(opened, storage, message);
                    opened.close();
                }
                case Reply.Lost<AcceptIdentification>(var _) -> {}
            }
        });
    }

    private void onAccepted(Connection opened, Address address, @Nullable Node storage) {
        opened.identified(storage == null ? NodeIds.NONE : storage.nid());
        opened.setHandlers(tables.apply(storage));
        needs.put(opened, new Needs());
        if (storage == null) {
            upstream.put(address, opened);
        } else {
            storage.identify(opened);
        }
        tell(opened, opened, "");
    }

    private void onFailed(Connection ended, @Nullable Node storage, String reason) {
        if (storage != null) {
            storage.detach(ended);
        }
        tell(ended, null, reason);
    }

    private void tell(Connection connection, @Nullable Connection result, String reason) {
        var waiters = waiting.remove(connection);
        if (waiters != null) {
            waiters.forEach(waiter -> {
                if (result != null) {
                    use(result);
                }
                waiter.accept(result, reason);
            });
        }
    }

    /// An established connection ended.
    void onClosed(Connection ended, @Nullable Node storage) {
        upstream.values().remove(ended);
        var need = needs.remove(ended);
        if (need != null && need.idle != null) {
            need.idle.cancel();
        }
        if (storage != null) {
            storage.detach(ended);
        }
    }
}
