package io.neoppod.runtime.netty;

import io.neoppod.runtime.Harness;
import io.neoppod.runtime.TransportContract;

/// Sockets where epoll is not available.
class NioTransportTest extends TransportContract {

    @Override
    protected Harness newHarness() {
        return new NettyHarness(Sockets.nio(), null);
    }
}
