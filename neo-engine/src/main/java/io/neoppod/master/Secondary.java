package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.cluster.NodeRegistry;
import io.neoppod.cluster.PartitionTable;
import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.node.StateLog;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A master that follows the primary, and tells others where it is. See [PrimarySearch] for whom it follows.
///
/// Reference: neo/master/handlers/secondary.py.
final class Secondary implements MasterRole {
    /// How long a master may take to accept us before another one is tried: a primary that was cut off does not
    /// refuse connections, and everybody waits for its successor.
    static final long ATTEMPT_LIMIT_NS = Duration.ofSeconds(3).toNanos();

    /// How long it may take to accept the connection.
    private static final long OPENING_LIMIT_NS = Duration.ofSeconds(1).toNanos();

    private final Station station;
    private final NodeRegistry nodes;
    private final PrimarySearch search;
    private @Nullable Connection connection;
    private ClusterState clusterState = ClusterState.RECOVERING;

    /// @param nodes masters known so far, with our own id
    Secondary(Station station, NodeRegistry nodes, Address primary) {
        this.station = station;
        this.nodes = nodes;
        this.search = new PrimarySearch(station.address(), primary);
        nodes.master(station.address());
        nodes.master(primary);
    }

    @Override
    public void begin() {
        if (connection == null) {
            // Whoever elected it can be reached now.
            station.network().forgetAttempt(search.primary());
            connect();
        }
    }

    @Override
    public NodeRegistry nodes() {
        return nodes;
    }

    @Override
    public MasterNode.Snapshot snapshot() {
        var known = nodes.all().stream().map(Node::info).toList();
        return new MasterNode.Snapshot(false, clusterState, known, Ids.NO_INTEGER, 0, List.of(), Ids.ZERO, 0, 0);
    }

    @Override
    public void logState(StateLog state, Network network) {
        state.line("secondary master, cluster {}, primary at {}", clusterState, search.primary());
        state.cluster(network, nodes, new PartitionTable());
    }

    // --- the primary

    private void connect() {
        await(station.network().connect(search.primary(), electionTable(), OPENING_LIMIT_NS));
    }

    /// Goes on with a challenge that the primary was about to answer: it would refuse a second connection while it
    /// has this one.
    void adopt(Connection challenge) {
        challenge.setHandlers(electionTable());
        await(challenge);
    }

    /// Whether this is the connection on which the primary is to accept us.
    boolean isAwaiting(Connection challenge) {
        return connection == challenge && !search.isFollowing();
    }

    private HandlerTable electionTable() {
        return new HandlerTable("ElectionHandler")
                .onNotification(NotPrimaryMaster.class, this::redirected)
                .whenOpen(this::identify)
                .whenClosed(this::closed);
    }

    private void await(Connection attempt) {
        connection = attempt;
        station.runtime().loop().schedule(ATTEMPT_LIMIT_NS, () -> {
            if (isAwaiting(attempt)) {
                attempt.close();
            }
        });
    }

    private void identify(Connection opened) {
        opened.ask(station.identity(nodes.ownNid(), Double.NaN), reply -> {
            if (opened != connection) {
                return;
            }
            switch (reply) {
                case Reply.Answered<AcceptIdentification>(var accepted) -> {
                    if (accepted.peerType() == NodeType.MASTER) {
                        accepted(opened, accepted);
                    } else {
                        opened.close();
                    }
                }
                case Reply.Refused<AcceptIdentification>(var code, var message) -> {
                    station.log().warning("the master at {} refuses us: {}", search.primary(), message);
                    opened.close();
                }
                case Reply.Lost<AcceptIdentification> lost -> {}
            }
        });
    }

    /// The primary let us in; what it sends next is handled by the tables set here.
    void accepted(Connection primary, AcceptIdentification accepted) {
        connection = primary;
        search.onAccepted();
        station.network().onPrimaryFound();
        nodes.beginSession(accepted.yourNid());
        primary.identified(accepted.peerNid());
        station.log().node(station.options().cluster(), accepted.yourNid());
        primary.setHandlers(new HandlerTable("PrimaryHandler")
                .onNotification(NotifyNodeInformation.class, this::followNodes)
                .onNotification(NotifyClusterInformation.class, this::followState)
                .onNotification(NotPrimaryMaster.class, this::redirected)
                .onNotification(FlushLog.class, (from, packet) -> {})
                .whenClosed(this::closed));
        station.log().info("following the primary master at {}", search.primary());
    }

    private void followNodes(Connection primary, NotifyNodeInformation packet) {
        for (var info : packet.nodeList()) {
            boolean ends = info.state() == NodeState.DOWN || info.state() == NodeState.UNKNOWN;
            if (info.nid() == nodes.ownNid() && ends) {
                end(new Outcome(Outcome.Reason.DOWN, "the primary master put this node down"));
                return;
            }
        }
        nodes.update(packet.timestamp(), packet.nodeList(), null);
        station.host().mastersChanged();
    }

    private void followState(Connection primary, NotifyClusterInformation packet) {
        clusterState = packet.state();
        if (clusterState == ClusterState.STOPPING) {
            end(new Outcome(Outcome.Reason.STOPPED, "the cluster was stopped"));
        }
    }

    private void end(Outcome outcome) {
        connection = null;
        station.log().info("ending: {}", outcome.message());
        station.host().afterFlush(outcome);
    }

    private void redirected(Connection from, NotPrimaryMaster packet) {
        if (from != connection) {
            return;
        }
        packet.knownMasterList().forEach(this::learn);
        if (packet.primary() >= 0 && packet.primary() < packet.knownMasterList().size()) {
            follow(packet.knownMasterList().get(packet.primary()), "told by " + from.remote());
        }
    }

    private void follow(Address elected, String reason) {
        if (!search.onElected(elected)) {
            return;
        }
        station.log().info("looking for the primary master at {}: {}", elected, reason);
        learn(elected);
        var former = connection;
        connect();
        if (former != null) {
            former.close();
        }
    }

    private void learn(Address master) {
        if (nodes.byAddress(master) == null) {
            nodes.master(master);
            station.host().mastersChanged();
        }
    }

    private void closed(Connection ended, String reason) {
        if (ended == connection) {
            connection = null;
            var lost = search.primary();
            station.log().info("{} the primary master at {}: {}", search.isFollowing() ? "lost" : "no", lost, reason);
            station.network().onPrimaryLost();
            if (search.onLost(nodes.masterAddresses())) {
                connect();
            } else {
                station.host().claim("no primary master is found");
            }
        }
        station.host().connectionEnded();
    }

    // --- nodes that look for the primary

    @Override
    public HandlerTable incoming() {
        return new HandlerTable("IdentificationHandler")
                .on(RequestIdentification.class, this::redirect)
                .onNotification(FlushLog.class, (connection, packet) -> {})
                .onNotification(CloseClient.class, (connection, packet) -> connection.close())
                .whenClosed((connection, reason) -> station.host().connectionEnded());
    }

    private void redirect(Exchange<AcceptIdentification> exchange, RequestIdentification request) {
        var refusal = station.refusal(request);
        if (!refusal.isEmpty()) {
            exchange.refuse(ErrorCode.PROTOCOL_ERROR, refusal);
            return;
        }
        var asker = request.address();
        if (request.nodeType() == NodeType.MASTER && asker != null && !search.isFollowing()) {
            learn(asker);
            if (!Double.isNaN(request.idTimestamp()) && !asker.equals(search.primary())) {
                exchange.connection().close();
                station.network().forgetAttempt(asker);
                follow(asker, "it claims to be");
                return;
            }
        }
        var hint = search.hintFor(asker);
        var known = nodes.masterAddresses();
        int index = hint == null ? -1 : known.indexOf(hint);
        exchange.connection().send(new NotPrimaryMaster(index < 0 ? Ids.NO_INTEGER : index, known));
        exchange.connection().abort();
    }
}
