package io.neoppod.net;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.Loop;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// All connections of one node. Confined to its loop.
///
/// Outgoing attempts to one address are spaced, whoever asks: a secondary master answers and closes, and relies on
/// peers not to hammer it. The first pause is [#FIRST_PAUSE_NS], since the nodes that remain elect another primary
/// within milliseconds; then it doubles up to [#LAST_PAUSE_NS]. An attempt made too early simply starts later.
/// Pauses begin anew after two quiet seconds, or when the primary master was lost that had been there for
/// [#STEADY_NS].
public final class Network {
    /// Time between two connection attempts to an address that was not tried for a while.
    static final long FIRST_PAUSE_NS = Duration.ofMillis(50).toNanos();

    /// Time between two connection attempts to an address that is tried again and again.
    static final long LAST_PAUSE_NS = Duration.ofSeconds(1).toNanos();

    /// Why a connection ended that did not open in time.
    public static final String NO_ANSWER = "no answer";

    /// After this long without attempt, the pause is the first one again.
    private static final long FORGET_PACE_NS = 2 * LAST_PAUSE_NS;

    /// A primary that stayed that long was not found in vain, and its successor is looked for at the first pace.
    /// One that leaves sooner may do it again and again, while masters that cannot reach each other disagree: all
    /// nodes would come back to it at once, and their coming is told to all.
    static final long STEADY_NS = Duration.ofMillis(250).toNanos();

    /// An accepted connection that sent no packet for this long is closed.
    static final long SILENCE_LIMIT_NS = Duration.ofSeconds(60).toNanos();

    /// Output is handed to the link at the end of a turn, or as soon as this much is queued.
    static final int WRITE_CHUNK_BYTES = 64 << 10;

    private final NodeRuntime runtime;
    private final NodeLog log;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<Address, Pace> paces = new LinkedHashMap<>();
    private List<Connection> dirty = new ArrayList<>();
    /// When the primary accepted us, [Long#MAX_VALUE] while it is looked for.
    private long primarySinceNs = Long.MAX_VALUE;

    /// @param attemptNs when the last attempt started, or will
    /// @param pauseNs   what must pass before the next one
    private record Pace(long attemptNs, long pauseNs) {
        static Pace first(long nowNs) {
            return new Pace(nowNs, FIRST_PAUSE_NS);
        }

        Pace next(long nowNs) {
            return new Pace(Math.max(nowNs, attemptNs + pauseNs), Math.min(2 * pauseNs, LAST_PAUSE_NS));
        }
    }

    public Network(NodeRuntime runtime, NodeLog log) {
        this.runtime = runtime;
        this.log = log;
    }

    /// Listens; each accepted connection starts with a table of its own.
    ///
    /// @throws IOException when the address cannot be bound
    public Listener listen(Address bind, Supplier<HandlerTable> tables) throws IOException {
        return runtime.transport().listen(bind, () -> accept(tables.get()));
    }

    /// As [#connect]; gives up, for the reason [#NO_ANSWER], when it takes longer than a limit.
    ///
    /// @param limitNs counted from the moment the attempt starts
    public Connection connect(Address to, HandlerTable table, long limitNs) {
        var connection = connect(to, table);
        long delay = paces.get(to).attemptNs - runtime.clock().monotonicNs();
        loop().schedule(delay + limitNs, () -> {
            if (!connection.isOpen() && !connection.isClosed()) {
                connection.closeBecause(NO_ANSWER);
            }
        });
        return connection;
    }

    /// Opens a connection; the table learns whether it succeeds.
    public Connection connect(Address to, HandlerTable table) {
        var connection = new Connection(this, to, table, false);
        connections.add(connection);
        long now = runtime.clock().monotonicNs();
        paces.values().removeIf(pace -> now - pace.attemptNs >= FORGET_PACE_NS);
        var last = paces.get(to);
        var pace = last == null ? Pace.first(now) : last.next(now);
        paces.put(to, pace);
        if (pace.attemptNs == now) {
            start(connection, to);
        } else {
            loop().schedule(pace.attemptNs - now, () -> start(connection, to));
        }
        return connection;
    }

    /// The primary master accepted us.
    public void onPrimaryFound() {
        primarySinceNs = runtime.clock().monotonicNs();
    }

    /// The primary master, if it was found, must be looked for.
    public void onPrimaryLost() {
        if (primarySinceNs <= runtime.clock().monotonicNs() - STEADY_NS) {
            paces.clear();
        }
        primarySinceNs = Long.MAX_VALUE;
    }

    /// Allows the next connection to this address at once, after an exchange that ended well.
    public void forgetAttempt(Address address) {
        paces.remove(address);
    }

    /// Closes every connection that the predicate does not keep; callbacks follow as usual.
    public void closeAllBut(Set<Connection> kept) {
        List.copyOf(connections).stream().filter(c -> !kept.contains(c)).forEach(Connection::close);
    }

    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    Loop loop() {
        return runtime.loop();
    }

    /// The log of the node.
    public NodeLog log() {
        return log;
    }

    ByteBuf newBuffer(int capacity) {
        return runtime.transport().newBuffer(capacity);
    }

    void onFault(String context, Throwable fault) {
        runtime.fault(context, fault);
    }

    void forget(Connection connection) {
        connections.remove(connection);
    }

    void flushAtEndOfTurn(Connection connection) {
        if (dirty.isEmpty()) {
            loop().execute(this::flushDirty);
        }
        dirty.add(connection);
    }

    private void flushDirty() {
        var flushed = dirty;
        dirty = new ArrayList<>();
        flushed.forEach(Connection::flush);
    }

    private void start(Connection connection, Address to) {
        if (!connection.isClosed()) {
            connection.attach(runtime.transport().connect(to, connection.events()));
        }
    }

    private LinkEvents accept(HandlerTable table) {
        var connection = new Connection(this, UNKNOWN, table, true);
        connections.add(connection);
        loop().schedule(SILENCE_LIMIT_NS, () -> closeIfSilent(connection));
        return connection.events();
    }

    private void closeIfSilent(Connection connection) {
        if (connection.received() == 0 && !connection.isClosed()) {
            log.info("connection {} closed: nothing received for a minute", connection);
            connection.closeBecause("nothing received for a minute");
        }
    }

    private static final Address UNKNOWN = new Address("unknown", 0);
}
