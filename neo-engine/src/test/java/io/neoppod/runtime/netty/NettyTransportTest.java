package io.neoppod.runtime.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.Harness;
import io.neoppod.runtime.Recorder;
import io.neoppod.runtime.TransportContract;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Sockets as production has them.
class NettyTransportTest extends TransportContract {
    private NettyHarness netty;

    @Override
    protected Harness newHarness() {
        netty = new NettyHarness(Sockets.best(), null);
        return netty;
    }

    @Test
    void anExceptionInACallbackIsReportedAndCostsTheLink() {
        var address = listen(() -> recorder().whenReceived(bytes -> {
                    throw new IllegalStateException("a bug");
                }))
                .address();
        var there = connect(address);

        onClient(() -> there.send(new byte[1]));

        netty.await("the ends", () -> there.isClosed() && firstAccepted().isClosed());
        assertThat(firstAccepted().reason()).isEqualTo("internal error");
        assertThat(netty.takeFaults())
                .singleElement()
                .asString()
                .startsWith("a callback of the link with 127.0.0.1:")
                .endsWith("IllegalStateException: a bug");
    }

    @Test
    void anExceptionInATaskIsReportedAndTheLoopGoesOn() {
        var node = netty.node("other");
        node.loop().execute(() -> {
            throw new IllegalStateException("a bug");
        });
        netty.on(node, () -> {});

        assertThat(netty.takeFaults()).containsExactly("a task of the loop: java.lang.IllegalStateException: a bug");
    }

    @Test
    void listensOnIpv6() {
        var node = netty.node("six");
        var events = new Recorder(netty.changes());
        var there = new Recorder(netty.changes());
        netty.on(node, () -> {
            try {
                var listener = node.transport().listen(new Address("::1", 0), () -> events);
                node.transport().connect(listener.address(), there);
            } catch (IOException noIpv6) {
                there.onClosed(noIpv6.getMessage());
            }
        });
        netty.await("an outcome", () -> events.isOpen() || there.isClosed());
        assumeTrue(events.isOpen(), "this machine has no IPv6");

        assertThat(events.link().remote().host()).isEqualTo("::1");
        assertThat(events.link().remote()).asString().startsWith("[::1]:");
    }

    @Test
    void writesWithoutCopying() {
        var there = connect(listen(this::recorder).address());
        var payload = Unpooled.directBuffer(100).writeZero(100);

        onClient(() -> {
            there.link().write(payload);
            assertThat(payload.refCnt()).isEqualTo(1);
            there.link().flush();
        });

        netty.await("the bytes", () -> firstAccepted().receivedCount() == 100);
        onClient(() -> assertThat(payload.refCnt()).isZero());
    }
}
