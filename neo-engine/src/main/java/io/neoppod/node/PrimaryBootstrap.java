package io.neoppod.node;

import io.neoppod.net.Connection;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the primary master and identifies to it: known masters are tried in turn, for ever, following the hints
/// that secondary masters give.
///
/// | From | Event | To |
/// |---|---|---|
/// | idle | [#start] | connecting to the next known master |
/// | connecting | accepted | idle, after [Listener#onPrimary] |
/// | connecting | `NotPrimaryMaster` with a primary | connecting to that one |
/// | connecting | `NotPrimaryMaster` without, `NOT_READY`, connection lost | connecting to the next one |
/// | connecting | any other refusal | as before, after [Listener#onRefused] |
/// | any | [#stop] | idle |
///
/// Pace: [Network] spaces attempts to one address. A primary that was cut off does not refuse connections: a master
/// that does not accept one within a second is left for the others, several times. Each time that happens the limit
/// doubles, in case the network is slow. Each reason why a master cannot be used is a warning in the log once per
/// search, not once an attempt.
///
/// Reference: neo/lib/bootstrap.py.
public final class PrimaryBootstrap {

    /// What the bootstrap tells its node. Called on the loop.
    public interface Listener {

        /// The primary accepted us. Before returning, the node must give the connection its next handler table:
        /// packets that follow in the same read are handled by it.
        void onPrimary(Connection connection, AcceptIdentification accepted);

        /// A master refused us for a reason that waiting may not cure, such as `invalid cluster name`. The
        /// bootstrap goes on unless [#stop] is called here.
        default void onRefused(Address master, ErrorCode code, String message) {}

        /// An attempt ended without an answer, or with "not ready".
        default void onUnreachable(Address master, String reason) {}
    }

    private static final long SHORTEST_LIMIT_NS = Duration.ofSeconds(1).toNanos();

    private static final long LONGEST_LIMIT_NS = Duration.ofSeconds(8).toNanos();

    /// Others are tried that often before a master that did not answer: for about five seconds.
    private static final int MISSED_TURNS = 8;

    private static final int MAX_REASONS_TOLD = 100;

    /// Nothing is wrong with a secondary: it tells whom to ask.
    private static final String NOT_PRIMARY = "not the primary master";

    private final Network network;
    private final Supplier<RequestIdentification> identity;
    private final Listener listener;
    private final MasterList masters;
    /// Masters that do not answer, and how many turns they miss. At most one entry per known master.
    private final Map<Address, Integer> silent = new LinkedHashMap<>();

    private @Nullable Connection connection;
    private @Nullable Address hint;
    private int next;
    private long limitNs = SHORTEST_LIMIT_NS;

    /// What the log was told during this search; at most a few reasons for each known master.
    private final Set<String> told = new LinkedHashSet<>();

    /// @param masters  grows as secondaries tell others
    /// @param identity asked anew for each attempt, since the node id may change
    public PrimaryBootstrap(
            Network network, MasterList masters, Supplier<RequestIdentification> identity, Listener listener) {
        this.network = network;
        this.masters = masters;
        this.identity = identity;
        this.listener = listener;
    }

    /// Starts looking for the primary; no effect while already looking.
    public void start() {
        if (connection == null) {
            network.onPrimaryLost();
            connect(nextMaster());
        }
    }

    /// Stops looking. A connection that was handed over is not touched.
    public void stop() {
        var current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    private Address nextMaster() {
        var hinted = hint;
        hint = null;
        if (hinted != null) {
            return hinted;
        }
        var known = masters.addresses();
        for (int i = 0; i < known.size(); i++) {
            var master = known.get(Math.floorMod(next++, known.size()));
            int turns = silent.getOrDefault(master, 0);
            if (turns == 0) {
                return master;
            }
            silent.put(master, turns - 1);
        }
        return known.get(Math.floorMod(next++, known.size()));
    }

    private void complain(Address master, String reason) {
        var text = "master " + master + " cannot be used, trying again: " + reason;
        if (!reason.equals(NOT_PRIMARY) && told.size() < MAX_REASONS_TOLD && told.add(text)) {
            network.log().warning("{}", text);
        }
    }

    private void connect(Address master) {
        var attempt = new Attempt(master);
        connection = network.connect(master, attempt.table(), limitNs);
    }

    /// One connection attempt. Events of an attempt that is no longer the current one are ignored.
    private final class Attempt {
        private final Address master;
        private @Nullable String failure;

        Attempt(Address master) {
            this.master = master;
        }

        HandlerTable table() {
            return new HandlerTable("PrimaryBootstrap")
                    .onNotification(NotPrimaryMaster.class, this::redirected)
                    .whenOpen(this::identify)
                    .whenClosed(this::closed);
        }

        private void identify(Connection opened) {
            opened.ask(identity.get(), reply -> {
                switch (reply) {
                    case Reply.Answered<AcceptIdentification>(var accepted) -> accepted(opened, accepted);
                    case Reply.Refused<AcceptIdentification>(var code, var message) -> refused(opened, code, message);
                    case Reply.Lost<AcceptIdentification> lost -> {}
                }
            });
        }

        private void accepted(Connection opened, AcceptIdentification accepted) {
            if (connection != opened) {
                return;
            }
            if (accepted.peerType() != NodeType.MASTER) {
                failure = "not a master";
                opened.close();
                return;
            }
            connection = null;
            told.clear();
            // Not the others: a primary that was just elected may leave at once, for one that was elected elsewhere.
            silent.remove(master);
            limitNs = SHORTEST_LIMIT_NS;
            network.onPrimaryFound();
            opened.identified(accepted.peerNid());
            listener.onPrimary(opened, accepted);
        }

        private void refused(Connection opened, ErrorCode code, String message) {
            failure = message;
            if (code != ErrorCode.NOT_READY && connection == opened) {
                listener.onRefused(master, code, message);
            }
            opened.close();
        }

        private void redirected(Connection opened, NotPrimaryMaster packet) {
            failure = NOT_PRIMARY;
            masters.learn(packet.knownMasterList());
            if (packet.primary() >= 0
                    && packet.primary() < packet.knownMasterList().size()) {
                hint = packet.knownMasterList().get(packet.primary());
            }
        }

        private void closed(Connection ended, String reason) {
            if (connection == ended) {
                connection = null;
                if (reason.equals(Network.NO_ANSWER)) {
                    silent.put(master, MISSED_TURNS);
                    limitNs = Math.min(2 * limitNs, LONGEST_LIMIT_NS);
                }
                complain(master, failure == null ? reason : failure);
                listener.onUnreachable(master, failure == null ? reason : failure);
                start();
            }
        }
    }
}
