package io.neoppod.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.neoppod.net.TalkingNode.Raw;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.AnswerPrimary;
import io.neoppod.protocol.AdminPacket.AskPrimary;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.Pong;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.TransactionPacket.AnswerNewOIDs;
import io.neoppod.protocol.TransactionPacket.AskNewOIDs;
import io.neoppod.runtime.Transport;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What connections promise to role code and to peers, however bytes are cut and delayed.
class ConnectionTest {
    private static final Address SERVER = new Address("127.0.0.1", 10_000);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String PROTOCOL_ERROR = "ErrorPacket[code=PROTOCOL_ERROR, message=";

    private SimNode<TalkingNode> server;
    private SimNode<TalkingNode> client;

    /// A server whose table is filled by the test, and a client.
    private void start(Simulation sim, Consumer<HandlerTable> fill) {
        server = sim.node("S", TalkingNode::new).start();
        client = sim.node("C", TalkingNode::new).start();
        server.call(node -> {
            var table = node.table("Test");
            fill.accept(table);
            node.listen(SERVER, table);
        });
    }

    private static void nothing(HandlerTable table) {
        // Only what every table has.
    }

    private Connection connect() {
        return client.ask(node -> node.network.connect(SERVER, node.table("Client")));
    }

    private Raw raw(Simulation sim) {
        var raw = client.ask(node -> node.raw(SERVER));
        sim.until("a raw stream", () -> raw.link() != null);
        return raw;
    }

    private Raw greetedRaw(Simulation sim) {
        var raw = raw(sim);
        client.call(node -> raw.shakeHands());
        return raw;
    }

    private List<String> serverLog() {
        return List.copyOf(server.ask(node -> node.log));
    }

    private List<String> clientLog() {
        return List.copyOf(client.ask(node -> node.log));
    }

    // --- handshake

    @SimulationTest
    void takesTheHandshakeInFragments(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var raw = raw(sim);
        for (byte b : new byte[] {(byte) 0x92, (byte) 0xa3, 0x4e, 0x45, 0x4f, 0x05}) {
            client.call(node -> raw.send(b));
            sim.run(Duration.ofMillis(10));
        }

        client.call(node -> raw.send(7, new Ping()));

        sim.until("the answer", () -> !raw.received.isEmpty());
        assertThat(raw.received).containsExactly("#7 " + new Pong());
    }

    @SimulationTest
    void closesOnAnotherVersionWithoutAWord(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var raw = raw(sim);

        client.call(node -> raw.send((byte) 0x92, (byte) 0xa3, (byte) 0x4e, (byte) 0x45, (byte) 0x4f, (byte) 4));

        sim.until("the end", () -> raw.end != null && serverLog().size() == 2);
        assertThat(serverLog()).containsExactly("open", "closed: protocol version mismatch");
        assertThat(raw.received).isEmpty();
    }

    @SimulationTest
    void closesOnWhatIsNotNeo(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var raw = raw(sim);

        client.call(node -> raw.send((byte) 'G', (byte) 'E', (byte) 'T'));

        sim.until("the end", () -> raw.end != null && serverLog().size() == 2);
        assertThat(serverLog()).containsExactly("open", "closed: not a NEO stream");
    }

    // --- requests and answers

    @SimulationTest
    void givesEachAnswerToItsRequestInAnyOrder(Simulation sim) {
        var waiting = new ArrayList<Exchange<AnswerPrimary>>();
        start(sim, table -> table.on(AskPrimary.class, (exchange, packet) -> waiting.add(exchange)));
        var connection = connect();
        client.call(node -> {
            for (int i = 0; i < 3; i++) {
                connection.ask(new AskPrimary(), node.logs("ask " + i));
            }
        });
        sim.until("all requests", () -> waiting.size() == 3);

        server.call(node -> {
            waiting.get(2).answer(new AnswerPrimary(12));
            waiting.get(0).answer(new AnswerPrimary(10));
            waiting.get(1).refuse(ErrorCode.DENIED, "no");
        });

        sim.until("all answers", () -> clientLog().size() == 4);
        assertThat(clientLog())
                .containsExactly(
                        "open",
                        "ask 2 → " + new Reply.Answered<>(new AnswerPrimary(12)),
                        "ask 0 → " + new Reply.Answered<>(new AnswerPrimary(10)),
                        "ask 1 → " + new Reply.Refused<AnswerPrimary>(ErrorCode.DENIED, "no"));
        assertThat(connection.pendingRequests()).isZero();
        assertThat(connection.isOpen()).isTrue();
    }

    @SimulationTest
    void anAcknowledgementIsTheAnswerOfARequestThatHasNoOther(Simulation sim) {
        start(
                sim,
                table -> table.on(SetClusterState.class, (exchange, packet) -> {
                    if (packet.state() == ClusterState.RUNNING) {
                        exchange.acknowledge("state changed");
                    } else {
                        exchange.refuse(ErrorCode.DENIED, "Invalid state requested");
                    }
                }));
        var connection = connect();

        client.call(node -> {
            connection.ask(new SetClusterState(ClusterState.RUNNING), node.logs("run"));
            connection.ask(new SetClusterState(ClusterState.BACKINGUP), node.logs("backup"));
        });

        sim.until("both answers", () -> clientLog().size() == 3);
        assertThat(clientLog().get(1))
                .isEqualTo("run → " + new Reply.Answered<>(new ErrorPacket(ErrorCode.ACK, "state changed")));
        assertThat(clientLog().get(2))
                .isEqualTo("backup → " + new Reply.Refused<ErrorPacket>(ErrorCode.DENIED, "Invalid state requested"));
    }

    @SimulationTest
    void asksLostWithTheConnectionAreTold(Simulation sim) {
        start(sim, table -> table.on(AskPrimary.class, (exchange, packet) -> {}));
        var connection = connect();
        client.call(node -> connection.ask(new AskPrimary(), node.logs("ask")));
        sim.run(SECOND);

        sim.network().reset("C", "S");

        sim.until("the end", () -> clientLog().size() == 3);
        assertThat(clientLog())
                .containsExactly(
                        "open",
                        "ask → " + new Reply.Lost<>("Connection reset by peer"),
                        "closed: Connection reset by peer");
        client.call(node -> connection.ask(new AskPrimary(), node.logs("late")));
        assertThat(clientLog()).hasSize(3);
        sim.run(SECOND);
        assertThat(clientLog().get(3)).startsWith("late → Lost");
    }

    @SimulationTest
    void notReadyEndsTheConnectionAndDeniedDoesNot(Simulation sim) {
        start(
                sim,
                table -> table.on(AskPrimary.class, (exchange, packet) -> exchange.refuse(ErrorCode.DENIED, "no"))
                        .on(
                                AskLastIDs.class,
                                (exchange, packet) -> exchange.refuse(ErrorCode.NOT_READY, "Retry Later")));
        var connection = connect();
        client.call(node -> {
            connection.ask(new AskPrimary(), node.logs("denied"));
            connection.ask(new AskLastIDs(), node.logs("not ready"));
            connection.ask(new AskPrimary(), node.logs("ignored"));
        });

        sim.until("the end", () -> clientLog().size() == 5);
        assertThat(clientLog())
                .containsExactly(
                        "open",
                        "denied → " + new Reply.Refused<>(ErrorCode.DENIED, "no"),
                        "not ready → " + new Reply.Refused<>(ErrorCode.NOT_READY, "Retry Later"),
                        "ignored → " + new Reply.Lost<>("closed by peer"),
                        "closed: closed by peer");
    }

    // --- what a peer must not send

    @SimulationTest
    void refusesAPacketThatIsNotInTheTable(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var raw = greetedRaw(sim);

        client.call(node -> raw.send(5, new NotifyReady()));

        sim.until("the end", () -> raw.end != null && serverLog().size() == 2);
        assertThat(raw.received)
                .containsExactly("#5 " + PROTOCOL_ERROR + "unexpected packet: no handler found in Test]");
        assertThat(serverLog()).containsExactly("open", "closed: unexpected packet: no handler found in Test");
    }

    @SimulationTest
    void refusesAnAnswerThatNobodyAskedFor(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var raw = greetedRaw(sim);

        client.call(node -> raw.send(5, new AnswerPrimary(1)));

        sim.until("the end", () -> raw.end != null);
        assertThat(raw.received).containsExactly("#5 " + PROTOCOL_ERROR + "Unexpected answer: AnswerPrimary]");
    }

    @SimulationTest
    void aStrayErrorIsTreatedByItsCode(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var raw = greetedRaw(sim);
        client.call(node -> {
            raw.send(1, new ErrorPacket(ErrorCode.ACK, "fine"));
            raw.send(2, new ErrorPacket(ErrorCode.PROTOCOL_ERROR, "you are wrong"));
            raw.send(3, new Pong());
            raw.send(4, new Ping());
        });
        sim.until("the pong", () -> raw.received.size() == 1);
        assertThat(raw.end).isNull();

        client.call(node -> raw.send(5, new ErrorPacket(ErrorCode.NOT_READY, "Retry Later")));

        sim.until("the end", () -> raw.end != null);
        assertThat(raw.received.get(1)).isEqualTo("#5 " + PROTOCOL_ERROR + "unexpected packet: Retry Later in Test]");
    }

    @SimulationTest
    void closesOnMalformedBytesOnceWhatCameBeforeIsHandled(Simulation sim) {
        start(sim, table -> table.onNotification(FlushLog.class, (connection, packet) -> log(connection)));
        var raw = greetedRaw(sim);

        client.call(node -> {
            raw.send(1, new FlushLog());
            raw.send((byte) 0x93, (byte) 2, (byte) 0xc1);
        });

        sim.until("the end", () -> raw.end != null && serverLog().size() == 2);
        assertThat(seen).hasSize(1);
        assertThat(serverLog().get(1)).startsWith("closed: malformed message");
        assertThat(raw.received).isEmpty();
    }

    @SimulationTest
    void limitsMessagesOfAPeerThatHasNotIdentified(Simulation sim) {
        start(
                sim,
                table -> table.onNotification(
                                FlushLog.class, (connection, packet) -> connection.identified(NodeIds.NONE))
                        .on(AskObject.class, (exchange, packet) -> exchange.answer(object(0))));
        var big = new byte[] {(byte) 0x93, 1, 32, (byte) 0x91, (byte) 0xc6, 0, 0x20, 0, 0};
        var stranger = greetedRaw(sim);
        client.call(node -> stranger.send(big));
        sim.until("the end", () -> stranger.end != null && serverLog().size() == 2);
        assertThat(serverLog().get(1)).startsWith("closed: a message of more than 1048576 bytes");

        var known = greetedRaw(sim);
        client.call(node -> {
            known.send(1, new FlushLog());
            known.send(big);
        });
        sim.run(SECOND);
        assertThat(known.end).isNull();
    }

    /// Nobody releases what a killed node held: it must come from the memory of its transport.
    @SimulationTest
    void aMessageInPiecesIsKeptInTheMemoryOfTheTransport(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        long before = pooledBuffers();
        var raw = greetedRaw(sim);
        for (byte b : new byte[] {(byte) 0x93, 1, 32, (byte) 0x91, (byte) 0xc6, 0, 0, 1, 0}) {
            client.call(node -> raw.send(b));
            sim.run(Duration.ofMillis(10));
        }
        assertThat(pooledBuffers()).isEqualTo(before);
        server.kill();
    }

    private static long pooledBuffers() {
        return Stream.concat(
                        PooledByteBufAllocator.DEFAULT.metric().heapArenas().stream(),
                        PooledByteBufAllocator.DEFAULT.metric().directArenas().stream())
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    @SimulationTest
    void anExceptionInAHandlerIsAFaultAndCostsTheConnection(Simulation sim) {
        start(
                sim,
                table -> table.on(AskPrimary.class, (exchange, packet) -> {
                    throw new IllegalStateException("a bug");
                }));
        server.expectFaults();
        var raw = greetedRaw(sim);

        client.call(node -> raw.send(9, new AskPrimary()));

        sim.until("the end", () -> raw.end != null);
        assertThat(raw.received).containsExactly("#9 " + PROTOCOL_ERROR + "internal error]");
        assertThat(server.faults())
                .singleElement()
                .asString()
                .startsWith("handling ASK_PRIMARY of from 127.0.0.1:")
                .endsWith(": a bug");
    }

    @SimulationTest
    void anExceptionInTheOutcomeOfARequestHidesNoOther(Simulation sim) {
        start(sim, table -> table.on(AskPrimary.class, (exchange, packet) -> {}));
        client.expectFaults();
        var connection = connect();
        client.call(node -> {
            connection.ask(new AskPrimary(), reply -> {
                throw new IllegalStateException("a bug");
            });
            connection.ask(new AskPrimary(), node.logs("second"));
        });
        sim.run(SECOND);

        server.kill();

        sim.until("the end", () -> clientLog().size() == 3);
        assertThat(clientLog().get(1)).startsWith("second → Lost");
        assertThat(clientLog().get(2)).startsWith("closed: ");
        assertThat(client.faults()).singleElement().asString().endsWith(": a bug");
    }

    @SimulationTest
    void aPromiseBrokenByRoleCodeIsToldToThePeer(Simulation sim) {
        start(
                sim,
                table -> table.onNotification(FlushLog.class, (connection, packet) -> {
                    throw new ProtocolException("not now");
                }));
        var raw = greetedRaw(sim);

        client.call(node -> raw.send(3, new FlushLog()));

        sim.until("the end", () -> raw.end != null);
        assertThat(raw.received).containsExactly("#3 " + PROTOCOL_ERROR + "not now]");
        assertThat(server.faults()).isEmpty();
    }

    // --- order

    @SimulationTest
    void anotherTableCountsFromTheNextPacketOn(Simulation sim) {
        var calls = new ArrayList<String>();
        var second = new HandlerTable("Second")
                .onNotification(NotifyReady.class, (connection, packet) -> calls.add("ready in second"));
        start(
                sim,
                table -> table.onNotification(NotifyReady.class, (connection, packet) -> {
                    calls.add("ready in first");
                    connection.setHandlers(second);
                }));
        var connection = connect();

        client.call(node -> {
            connection.send(new NotifyReady());
            connection.send(new NotifyReady());
        });

        sim.until("both", () -> calls.size() == 2);
        assertThat(calls).containsExactly("ready in first", "ready in second");
    }

    @SimulationTest
    void aSuspendedConnectionHandlesNothingUntilItIsResumed(Simulation sim) {
        var calls = new ArrayList<String>();
        start(
                sim,
                table -> table.onNotification(NotifyReady.class, (connection, packet) -> {
                            calls.add("ready");
                            connection.suspend();
                        })
                        .onNotification(FlushLog.class, (connection, packet) -> calls.add("flush")));
        var connection = connect();
        client.call(node -> {
            connection.send(new NotifyReady());
            connection.send(new FlushLog());
            connection.send(new FlushLog());
        });
        sim.run(SECOND);
        assertThat(calls).containsExactly("ready");

        server.call(node -> node.connections.getFirst().resume());

        sim.until("the rest", () -> calls.size() == 3);
        assertThat(calls).containsExactly("ready", "flush", "flush");
    }

    @SimulationTest
    void aSuspendedConnectionThatIsClosedEnds(Simulation sim) {
        start(sim, table -> table.onNotification(NotifyReady.class, (connection, packet) -> connection.suspend()));
        var connection = connect();
        client.call(node -> connection.send(new NotifyReady()));
        sim.run(SECOND);

        server.call(node -> node.connections.getFirst().close());

        sim.run(SECOND);
        assertThat(serverLog()).containsExactly("open", "closed: closed here");
        server.call(node -> assertThat(node.network.connections()).isEmpty());
    }

    @SimulationTest
    void whatCameBeforeTheEndIsHandledFirst(Simulation sim) {
        var calls = new ArrayList<String>();
        start(
                sim,
                table -> table.onNotification(NotifyReady.class, (connection, packet) -> {
                            calls.add("ready");
                            connection.suspend();
                        })
                        .onNotification(FlushLog.class, (connection, packet) -> calls.add("flush"))
                        .whenClosed((connection, reason) -> calls.add("closed")));
        var connection = connect();
        sim.until("a link", connection::isOpen);
        client.call(node -> {
            connection.send(new NotifyReady());
            connection.send(new FlushLog());
            connection.abort();
        });
        sim.run(SECOND);
        assertThat(calls).containsExactly("ready");

        server.call(node -> node.network.connections().getFirst().resume());

        sim.until("the end", () -> calls.size() == 3);
        assertThat(calls).containsExactly("ready", "flush", "closed");
    }

    @SimulationTest
    void abortSendsWhatWasQueuedAndIgnoresWhatComes(Simulation sim) {
        var calls = new ArrayList<String>();
        start(
                sim,
                table -> table.onNotification(NotifyReady.class, (connection, packet) -> {
                            connection.send(new FlushLog());
                            connection.send(new NotifyReady());
                            connection.abort();
                            connection.send(new FlushLog());
                        })
                        .onNotification(FlushLog.class, (connection, packet) -> calls.add("flush")));
        var raw = greetedRaw(sim);

        client.call(node -> {
            raw.send(1, new NotifyReady());
            raw.send(2, new FlushLog());
        });

        sim.until("the end", () -> raw.end != null);
        assertThat(raw.received).containsExactly("#0 " + new FlushLog(), "#1 " + new NotifyReady());
        assertThat(calls).isEmpty();
    }

    @SimulationTest
    void attachedNotificationsCarryTheIdOfTheirRequest(Simulation sim) {
        start(
                sim,
                table -> table.on(AskPrimary.class, (exchange, packet) -> {
                    exchange.attach(new NotifyReady());
                    exchange.answer(new AnswerPrimary(1));
                }));
        var raw = greetedRaw(sim);

        client.call(node -> raw.send(77, new AskPrimary()));

        sim.until("both", () -> raw.received.size() == 2);
        assertThat(raw.received).containsExactly("#77 " + new NotifyReady(), "#77 " + new AnswerPrimary(1));
    }

    // --- attempts, silence, congestion

    @SimulationTest
    void attemptsToOneAddressAreMoreAndMoreApart(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        sim.network().refuse("S");
        long[] pausesMs = {50, 100, 200, 400, 800, 1000, 1000};
        var measured = pausesMs(sim, pausesMs.length);
        for (int i = 0; i < pausesMs.length; i++) {
            assertThat(measured.get(i)).isCloseTo(pausesMs[i], within(10.0));
        }
    }

    @SimulationTest
    void pausesBeginAnewWhenAPrimaryIsLostThatHadStayed(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        sim.network().refuse("S");
        pausesMs(sim, 4);
        losePrimaryAfter(sim, Duration.ofMillis(200));
        assertThat(pausesMs(sim, 1).getFirst()).as("it left at once").isGreaterThan(700);
        losePrimaryAfter(sim, Duration.ofMillis(300));
        assertThat(pausesMs(sim, 1).getFirst()).isCloseTo(50, within(10.0));
        client.call(node -> node.network.onPrimaryLost());
        assertThat(pausesMs(sim, 1).getFirst()).as("it was not there again").isGreaterThan(150);
    }

    private void losePrimaryAfter(Simulation sim, Duration stay) {
        client.call(node -> node.network.onPrimaryFound());
        sim.run(stay);
        client.call(node -> node.network.onPrimaryLost());
    }

    /// Milliseconds between attempts to connect, one as soon as possible after the other.
    private List<Double> pausesMs(Simulation sim, int count) {
        var times = new ArrayList<Long>();
        client.call(node -> {
            for (int i = 0; i <= count; i++) {
                node.network.connect(
                        SERVER, new HandlerTable("Client").whenClosed((connection, reason) -> times.add(sim.nowNs())));
            }
        });
        sim.until("all refusals", () -> times.size() == count + 1);
        return IntStream.range(0, count)
                .mapToObj(i -> (times.get(i + 1) - times.get(i)) / 1e6)
                .toList();
    }

    @SimulationTest
    void aDelayedAttemptMayBeGivenUp(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        connect();
        var second = connect();

        client.call(node -> second.close());

        sim.run(Duration.ofSeconds(3));
        assertThat(clientLog()).containsExactlyInAnyOrder("open", "closed: closed before it was established");
        assertThat(serverLog()).containsExactly("open");
    }

    @SimulationTest
    void aSilentStreamIsClosedAfterAMinute(Simulation sim) {
        start(sim, ConnectionTest::nothing);
        var silent = greetedRaw(sim);
        var talkative = greetedRaw(sim);
        client.call(node -> talkative.send(1, new Ping()));

        sim.run(Duration.ofSeconds(59));
        assertThat(silent.end).isNull();
        sim.run(Duration.ofSeconds(2));

        assertThat(silent.end).isNotNull();
        assertThat(talkative.end).isNull();
        assertThat(serverLog()).containsExactly("open", "open", "closed: nothing received for a minute");
    }

    @SimulationTest(seeds = 3)
    void aPeerThatDoesNotReadIsNotReadFrom(Simulation sim) {
        int size = 1 << 20;
        var handled = new ArrayList<Long>();
        start(
                sim,
                table -> table.on(AskObject.class, (exchange, packet) -> {
                    handled.add(packet.oid());
                    exchange.answer(object(size));
                }));
        var raw = greetedRaw(sim);
        client.call(node -> raw.link().setReading(false));
        int requests = 100;
        for (int i = 0; i < requests; i++) {
            int id = i;
            client.call(node -> raw.send(id, new AskObject(id, 1, 2)));
            sim.run(Duration.ofMillis(10));
        }

        long pending = server.ask(node -> node.connections.getFirst().pendingBytes());
        assertThat(pending).isBetween((long) Transport.HIGH_WATER_BYTES, Transport.HIGH_WATER_BYTES + 4L * size);
        assertThat(handled).hasSizeLessThan(requests);
        client.call(node -> raw.link().setReading(true));

        sim.until("all answers", () -> raw.received.size() == requests);
        assertThat(handled).hasSize(requests);
    }

    @SimulationTest
    void smallPacketsOfATurnLeaveInOneWrite(Simulation sim) {
        start(
                sim,
                table -> table.on(AskNewOIDs.class, (exchange, packet) -> {
                    exchange.answer(new AnswerNewOIDs(new long[packet.count()]));
                }));
        var connection = connect();
        sim.until("a link", () -> clientLog().contains("open"));

        client.call(node -> {
            for (int i = 0; i < 10; i++) {
                connection.ask(new AskNewOIDs(1), node.logs("ask"));
            }
            assertThat(connection.pendingBytes()).isPositive();
        });

        sim.until("all answers", () -> clientLog().size() == 11);
        assertThat(connection.pendingBytes()).isZero();
    }

    private final List<Connection> seen = new ArrayList<>();

    private void log(Connection connection) {
        seen.add(connection);
    }

    private static AnswerObject object(int size) {
        return new AnswerObject(1, 2, 3, 0, new byte[20], new byte[size], 0);
    }
}
