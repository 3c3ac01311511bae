package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Challenges the other masters while this one recovers, until one of them is known to win or the recovery ends.
///
/// Masters that cannot be reached are tried again for ever, at the pace of [io.neoppod.net.Network].
///
/// Reference: neo/master/handlers/election.py.
final class Candidacy {
    private final Master master;
    private final Map<Node, Connection> challenges = new LinkedHashMap<>();
    private final Set<Node> untried = new LinkedHashSet<>();
    private boolean over;

    Candidacy(Master master) {
        this.master = master;
    }

    void begin() {
        var nodes = master.members().registry();
        untried.addAll(nodes.masters());
        nodes.masters().forEach(this::challenge);
        untried.retainAll(challenges.keySet());
    }

    void end() {
        over = true;
        List.copyOf(challenges.values()).forEach(Connection::close);
    }

    /// Whether some masters did not have the time to say that they are older: new storages must not get an id that
    /// the primary may be giving to others.
    boolean hasUntried() {
        untried.removeIf(Node::isIdentified);
        return !untried.isEmpty();
    }

    /// Challenges a master, unless it is our secondary, is challenged already, or is ourselves.
    void challenge(Node other) {
        var address = other.address();
        boolean pointless = over || other == master.members().self() || other.isIdentified() || other.isUnknown();
        if (pointless || address == null || challenges.containsKey(other)) {
            return;
        }
        master.members().change(other, NodeState.DOWN);
        var table = new HandlerTable("ElectionHandler")
                .onNotification(NotPrimaryMaster.class, (connection, packet) -> redirected(packet))
                .whenOpen(connection -> identify(connection, address))
                .whenClosed((connection, reason) -> closed(other));
        challenges.put(other, master.station().network().connect(address, table));
    }

    /// The connection on which a master is challenged, if it is.
    @Nullable
    Connection challengeOf(Address address) {
        var other = master.members().registry().byAddress(address);
        var connection = other == null ? null : challenges.get(other);
        return connection == null || connection.isClosed() ? null : connection;
    }

    /// A master came as our secondary: it needs no challenge. One that was sent stays, since the other master may
    /// have stopped recovering meanwhile, and accept us.
    void onIdentified(Node other) {
        var connection = challenges.get(other);
        if (connection != null && !connection.isOpen()) {
            connection.close();
        }
    }

    private void identify(Connection connection, Address address) {
        int nid = master.members().self().nid();
        var claim = master.station().identity(nid, master.election().timestamp());
        connection.ask(claim, reply -> {
            if (over) {
                return;
            }
            switch (reply) {
                case Reply.Answered<AcceptIdentification>(var accepted) -> {
                    if (accepted.peerType() == NodeType.MASTER) {
                        master.station().host().follow(connection, address, accepted);
                    } else {
                        connection.close();
                    }
                }
                case Reply.Refused<AcceptIdentification>(var code, var message) -> {
                    master.log().warning("the master at {} refuses us: {}", address, message);
                    connection.close();
                }
                case Reply.Lost<AcceptIdentification> lost -> {}
            }
        });
    }

    /// The master that was challenged is a secondary.
    private void redirected(NotPrimaryMaster packet) {
        if (over) {
            return;
        }
        var nodes = master.members().registry();
        var learned = new ArrayList<Node>();
        for (var address : packet.knownMasterList()) {
            if (nodes.byAddress(address) == null) {
                learned.add(nodes.master(address));
            }
        }
        master.members().broadcast(learned);
        master.station().host().mastersChanged();
        if (packet.primary() >= 0 && packet.primary() < packet.knownMasterList().size()) {
            var primary = nodes.byAddress(packet.knownMasterList().get(packet.primary()));
            // A secondary of ours is no primary, whatever others believe.
            if (primary != null
                    && primary.isMaster()
                    && !primary.isIdentified()
                    && primary != master.members().self()) {
                master.station().host().follow(primary.address(), "told by another master");
                return;
            }
        }
        learned.forEach(this::challenge);
    }

    private void closed(Node other) {
        challenges.remove(other);
        untried.remove(other);
        challenge(other);
        master.connectionEnded();
    }
}
