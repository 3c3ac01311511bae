package io.neoppod.runtime.netty;

import io.neoppod.runtime.Harness;
import io.neoppod.runtime.WorkerContract;

class NettyWorkerTest extends WorkerContract {

    @Override
    protected Harness newHarness() {
        return new NettyHarness(Sockets.best(), null);
    }
}
