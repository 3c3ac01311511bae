package io.neoppod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.neoppod.protocol.Address;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a [Transport] promises, run on each implementation.
public abstract class TransportContract {
    protected static final Address ANY_PORT = new Address("127.0.0.1", 0);
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private Harness harness;
    private NodeRuntime server;
    private NodeRuntime client;
    private final List<Recorder> accepted = new ArrayList<>();

    protected abstract Harness newHarness();

    @BeforeEach
    void startNodes() {
        harness = newHarness();
        server = harness.node("server");
        client = harness.node("client");
    }

    @AfterEach
    void stopNodes() {
        harness.close();
    }

    @Test
    void opensBothEnds() {
        var listener = listen(this::recorder);
        assertThat(listener.address().port()).isPositive();

        var there = connect(listener.address());
        var here = firstAccepted();

        assertThat(there.link().remote()).isEqualTo(listener.address());
        assertThat(here.link().remote().host()).isEqualTo("127.0.0.1");
        assertThat(here.link().remote().port())
                .isPositive()
                .isNotEqualTo(listener.address().port());
    }

    @Test
    void reportsARefusedConnection() {
        var listener = listen(this::recorder);
        onServer(listener::close);
        roundTrip();

        var refused = connecting(listener.address());

        harness.await("the refusal", refused::isClosed);
        assertThat(refused.events()).containsExactly("closed");
        assertThat(refused.reason()).isEqualTo("Connection refused");
    }

    @Test
    void reportsAFailureOutsideOfTheCall() {
        var failed = recorder();
        var duringCall = new ArrayList<String>();
        onClient(() -> {
            client.transport().connect(new Address("localhost", 1), failed);
            duringCall.addAll(failed.events());
        });

        harness.await("the failure", failed::isClosed);
        assertThat(duringCall).isEmpty();
        assertThat(failed.reason()).isEqualTo("not a numeric address");
    }

    @Test
    void saysWhyItCannotListen() {
        var listener = listen(this::recorder);

        var failure = catchThrowable(() -> listenAt(listener.address(), this::recorder));

        assertThat(failure).hasMessage("cannot listen on " + listener.address() + ": Address already in use");
    }

    @Test
    void listensAgainOnceClosedWhileOldLinksLive() {
        var listener = listen(() -> recorder().echo());
        var old = connect(listener.address());
        // Until it is accepted, a link ends with its listener.
        firstAccepted();
        onServer(listener::close);
        roundTrip();

        listenAt(listener.address(), this::recorder);
        connect(listener.address());
        onClient(() -> old.send(HELLO));

        harness.await("the echo on the old link", () -> old.receivedCount() == HELLO.length);
    }

    @Test
    void keepsBytesInOrderHoweverTheyAreCut() {
        var there = connect(listen(() -> recorder().echo()).address());
        var random = new SplittableRandom(7);
        var sent = new byte[1 << 20];
        random.nextBytes(sent);

        onClient(() -> {
            for (int from = 0; from < sent.length; ) {
                int size = Math.min(sent.length - from, 1 + random.nextInt(random.nextBoolean() ? 10 : 70_000));
                there.link().write(Unpooled.copiedBuffer(sent, from, size));
                if (random.nextBoolean()) {
                    there.link().flush();
                }
                from += size;
            }
            there.link().flush();
        });

        harness.await("the whole echo", () -> there.receivedCount() == sent.length);
        assertThat(there.received()).isEqualTo(sent);
    }

    @Test
    void countsWhatIsQueuedUntilItIsFlushed() {
        var there = connect(listen(() -> recorder().echo()).address());

        onClient(() -> {
            there.link().write(Unpooled.copiedBuffer(HELLO));
            assertThat(there.link().pendingBytes()).isGreaterThanOrEqualTo(HELLO.length);
        });
        onClient(there.link()::flush);

        harness.await("the echo", () -> there.receivedCount() == HELLO.length);
        onClient(() -> assertThat(there.link().pendingBytes()).isZero());
    }

    @Test
    void closesBothEndsOnceAndLast() {
        var there = connect(listen(this::recorder).address());
        var here = firstAccepted();
        onClient(() -> there.send(HELLO));
        harness.await("bytes", () -> here.receivedCount() == HELLO.length);

        var duringCall = new ArrayList<String>();
        onClient(() -> {
            there.link().close();
            there.link().close();
            duringCall.addAll(there.events());
        });

        harness.await("both ends", () -> there.isClosed() && here.isClosed());
        roundTrip();
        assertThat(duringCall).containsExactly("open");
        assertThat(there.events()).containsExactly("open", "closed");
        assertThat(there.reason()).isEqualTo("closed here");
        assertThat(here.events()).containsExactly("open", "bytes", "closed");
        // A reset when the closing end had not read everything, such as the session tickets of TLS.
        assertThat(here.reason()).isIn("closed by peer", "Connection reset by peer");
    }

    @Test
    void loseWhatIsNotSentWhenClosed() {
        var there = connect(listen(() -> recorder().whenOpen(link -> link.setReading(false)))
                .address());
        var here = firstAccepted();
        var big = new byte[64 << 20];

        onClient(() -> {
            there.send(big);
            there.link().close();
        });
        harness.await("the local end", there::isClosed);
        onServer(() -> here.link().setReading(true));

        harness.await("the other end", here::isClosed);
        assertThat(here.receivedCount()).isLessThan(big.length);
    }

    @Test
    void sendsEverythingBeforeClosingWhenAsked() {
        var there = connect(listen(this::recorder).address());
        var here = firstAccepted();
        var big = new byte[20 << 20];
        new SplittableRandom(1).nextBytes(big);

        onClient(() -> {
            there.send(big);
            there.link().closeAfterFlush();
            there.link().closeAfterFlush();
        });

        harness.await("both ends", () -> there.isClosed() && here.isClosed());
        assertThat(here.received()).isEqualTo(big);
        assertThat(here.reason()).isEqualTo("closed by peer");
        assertThat(there.events()).containsExactly("open", "closed");
        assertThat(there.reason()).isEqualTo("closed here");
    }

    /// As when a peer is refused while it still sends: the refusal must reach it.
    @Test
    void sendsEverythingBeforeClosingWhileThePeerStillSends() {
        var refusal = new byte[100_000];
        var listener = listen(() -> {
            var events = recorder();
            return events.whenReceived(bytes -> {
                if (!events.link().remote().host().isEmpty()) {
                    events.send(refusal);
                    events.link().closeAfterFlush();
                }
            });
        });
        var there = connect(listener.address());

        onClient(() -> there.send(new byte[4 << 20]));

        harness.await("both ends", () -> there.isClosed() && firstAccepted().isClosed());
        assertThat(there.receivedCount()).isEqualTo(refusal.length);
        assertThat(firstAccepted().events()).containsExactly("open", "bytes", "closed");
    }

    @Test
    void deliversNothingWhileNotReading() {
        var there = connect(listen(() -> recorder().whenOpen(link -> link.setReading(false)))
                .address());
        var here = firstAccepted();
        onClient(() -> there.send(HELLO));
        roundTrip();
        assertThat(here.receivedCount()).isZero();

        onServer(() -> here.link().setReading(true));

        harness.await("the bytes", () -> here.receivedCount() == HELLO.length);
    }

    @Test
    void stopsDeliveringInsideACallback() {
        var there = connect(listen(() -> {
                    var events = recorder();
                    return events.whenReceived(bytes -> events.link().setReading(false));
                })
                .address());
        var here = firstAccepted();
        onClient(() -> there.send(new byte[1 << 20]));
        harness.await("the first bytes", () -> here.receivedCount() > 0);
        int first = here.receivedCount();
        roundTrip();
        assertThat(here.receivedCount()).isEqualTo(first).isLessThan(1 << 20);

        here.whenReceived(bytes -> {});
        onServer(() -> here.link().setReading(true));

        harness.await("the rest", () -> here.receivedCount() == 1 << 20);
    }

    @Test
    void deliversWhatCameBeforeTheEnd() {
        var there = connect(listen(() -> recorder().whenOpen(link -> link.setReading(false)))
                .address());
        var here = firstAccepted();
        var bytes = new byte[100_000];
        onClient(() -> {
            there.send(bytes);
            there.link().closeAfterFlush();
        });
        roundTrip();

        onServer(() -> here.link().setReading(true));

        harness.await("the end", here::isClosed);
        assertThat(here.receivedCount()).isEqualTo(bytes.length);
        assertThat(here.events()).containsExactly("open", "bytes", "closed");
    }

    @Test
    void tellsWhenOutputHasDrained() {
        var pendingWhenTold = new ArrayList<Long>();
        var there = recorder();
        there.whenWritable(() -> pendingWhenTold.add(there.link().pendingBytes()));
        var address = listen(() -> recorder().whenOpen(link -> link.setReading(false)))
                .address();
        onClient(() -> client.transport().connect(address, there));
        harness.await("the link", there::isOpen);
        var here = firstAccepted();
        int chunks = 40;

        onClient(() -> {
            for (int i = 0; i < chunks; i++) {
                there.send(new byte[1 << 20]);
            }
            assertThat(there.link().pendingBytes()).isGreaterThan(Transport.HIGH_WATER_BYTES);
        });
        roundTrip();
        assertThat(there.writable()).isZero();
        onServer(() -> here.link().setReading(true));

        harness.await("everything", () -> here.receivedCount() == chunks << 20);
        harness.await("the event", () -> there.writable() > 0);
        assertThat(there.writable()).isEqualTo(1);
        assertThat(pendingWhenTold).allMatch(pending -> pending <= Transport.LOW_WATER_BYTES);
    }

    @Test
    void carriesManyLinks() {
        var listener = listen(() -> recorder().echo());
        var all = new ArrayList<Recorder>();
        for (int i = 0; i < 100; i++) {
            all.add(connecting(listener.address()));
        }
        all.forEach(events -> harness.await("link", events::isOpen));

        for (int i = 0; i < all.size(); i++) {
            var events = all.get(i);
            var text = new byte[] {(byte) i, 1, 2};
            onClient(() -> events.send(text));
        }

        for (int i = 0; i < all.size(); i++) {
            var events = all.get(i);
            harness.await("echo", () -> events.receivedCount() == 3);
            assertThat(events.received()).containsExactly(i, 1, 2);
        }
    }

    @Test
    void connectsFromInsideCallbacks() {
        var address = listen(() -> recorder().echo()).address();
        var third = recorder();
        var second = recorder();
        second.whenClosed(() -> client.transport().connect(address, third));
        var first = recorder();
        first.whenOpen(link -> client.transport().connect(address, second));
        second.whenOpen(Link::close);

        onClient(() -> client.transport().connect(address, first));

        harness.await("the third link", third::isOpen);
        assertThat(second.events()).containsExactly("open", "closed");
    }

    @Test
    void mayBeClosedBeforeItIsOpen() {
        var address = listen(this::recorder).address();
        var abandoned = recorder();

        onClient(() -> client.transport().connect(address, abandoned).close());

        harness.await("the end", abandoned::isClosed);
        roundTrip();
        assertThat(abandoned.events()).containsExactly("closed");
    }

    @Test
    void mayBeClosedInsideACallback() {
        var there = connect(listen(() -> {
                    var events = recorder();
                    return events.whenReceived(bytes -> {
                        events.link().close();
                        assertThat(events.isClosed()).isFalse();
                    });
                })
                .address());

        onClient(() -> there.send(new byte[1 << 20]));

        harness.await("both ends", () -> there.isClosed() && firstAccepted().isClosed());
        assertThat(firstAccepted().events()).containsExactly("open", "bytes", "closed");
    }

    @Test
    void dropsWhatIsWrittenToAClosedLink() {
        var there = connect(listen(this::recorder).address());
        onClient(there.link()::close);
        harness.await("the end", there::isClosed);
        var late = Unpooled.copiedBuffer(HELLO);

        onClient(() -> {
            there.link().write(late);
            there.link().flush();
        });

        assertThat(late.refCnt()).isZero();
        assertThat(there.link().pendingBytes()).isZero();
    }

    /// A node that ends by itself closes its runtime on its loop.
    @Test
    void peersSeeTheEndOfARuntimeThatIsClosedOnItsLoop() {
        var listener = listen(this::recorder);
        connect(listener.address());
        var here = firstAccepted();

        client.loop().execute(client::close);

        harness.await("the end", here::isClosed);
        assertThat(here.reason()).isEqualTo("closed by peer");
    }

    @Test
    void tellsNothingOnceTheRuntimeIsClosed() {
        var there = connect(listen(this::recorder).address());

        client.close();

        harness.await("the other end", firstAccepted()::isClosed);
        assertThat(there.events()).containsExactly("open");
    }

    // --- in few words

    protected final Recorder recorder() {
        return new Recorder(harness.changes());
    }

    protected final Listener listen(Supplier<Recorder> events) {
        return listenOn(server, ANY_PORT, events);
    }

    private Listener listenAt(Address address, Supplier<Recorder> events) {
        return listenOn(server, address, events);
    }

    protected final Listener listenOn(NodeRuntime node, Address address, Supplier<Recorder> events) {
        var result = new AtomicReference<Listener>();
        var failure = new AtomicReference<IOException>();
        harness.on(node, () -> {
            try {
                result.set(node.transport().listen(address, () -> accept(events.get())));
            } catch (IOException refused) {
                failure.set(refused);
            }
        });
        if (failure.get() != null) {
            throw new UncheckedIOException(failure.get().getMessage(), failure.get());
        }
        return result.get();
    }

    private Recorder accept(Recorder events) {
        synchronized (harness.changes()) {
            accepted.add(events);
            harness.changes().notifyAll();
        }
        return events;
    }

    protected final Recorder connecting(Address address) {
        return connectingFrom(client, address);
    }

    protected final Recorder connectingFrom(NodeRuntime node, Address address) {
        var events = recorder();
        harness.on(node, () -> node.transport().connect(address, events));
        return events;
    }

    protected final Recorder connect(Address address) {
        var events = connecting(address);
        harness.await("a link to " + address, events::isOpen);
        return events;
    }

    protected final Recorder firstAccepted() {
        harness.await(
                "an accepted link",
                () -> !accepted.isEmpty() && accepted.getFirst().isOpen());
        return accepted.getFirst();
    }

    /// The end of the first link that came in and was not let in.
    protected final Recorder firstRefused() {
        harness.await(
                "a refused link",
                () -> !accepted.isEmpty() && accepted.getFirst().isClosed());
        assertThat(accepted.getFirst().events()).containsExactly("closed");
        return accepted.getFirst();
    }

    /// Returns when a request sent now by each node to the other was answered: what was under way has arrived.
    private void roundTrip() {
        var there = connect(listen(() -> recorder().echo()).address());
        onClient(() -> there.send(HELLO));
        harness.await("a round trip", () -> there.receivedCount() == HELLO.length);
    }

    protected final void onServer(Runnable task) {
        harness.on(server, task);
    }

    protected final void onClient(Runnable task) {
        harness.on(client, task);
    }
}
