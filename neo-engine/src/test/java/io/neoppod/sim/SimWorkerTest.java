package io.neoppod.sim;

import io.neoppod.runtime.Harness;
import io.neoppod.runtime.WorkerContract;

class SimWorkerTest extends WorkerContract {

    @Override
    protected Harness newHarness() {
        return new SimHarness();
    }
}
