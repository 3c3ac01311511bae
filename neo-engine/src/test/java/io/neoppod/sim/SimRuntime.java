package io.neoppod.sim;

import io.neoppod.runtime.Clock;
import io.neoppod.runtime.Loop;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Transport;
import io.neoppod.runtime.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a simulated node gets, from one start to the end of that run.
public final class SimRuntime implements NodeRuntime {
    private final Simulation sim;
    private final SimNode<?> node;
    private final long seed;
    private final NodeLog log;
    private final SimLoop loop;
    private final SimTransport transport;
    private final List<SimWorker> workers = new ArrayList<>();

    SimRuntime(Simulation sim, SimNode<?> node, int start) {
        this.sim = sim;
        this.node = node;
        log = NodeLog.of(node.name());
        seed = Simulation.mix(sim.seed() ^ Simulation.mix(node.name().hashCode()) ^ start);
        loop = new SimLoop(sim, node, random("loop"));
        transport = new SimTransport(sim.network(), node, loop);
    }

    /// The machine that this runs on.
    public SimNode<?> node() {
        return node;
    }

    @Override
    public Clock clock() {
        return node.clock();
    }

    @Override
    public NodeLog log() {
        return log;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public RandomGenerator random(String purpose) {
        return new SplittableRandom(Simulation.mix(seed ^ purpose.hashCode()));
    }

    @Override
    public Worker worker(String name) {
        var worker = new SimWorker(sim, node, loop, name, random("worker " + name));
        workers.add(worker);
        return worker;
    }

    @Override
    public Worker backgroundWorker(String name) {
        return worker(name);
    }

    /// Time passes as the simulation says.
    @Override
    public void workBehindAnswers() {}

    /// An object that survives the node, as its disk does; made when first asked.
    public <T> T disk(Class<T> type, Supplier<T> empty) {
        return node.disk(type, empty);
    }

    /// The scenario fails, unless it announced faults of this node.
    @Override
    public void fault(String context, Throwable fault) {
        if (node.tookFault(context + ": " + fault.getMessage())) {
            return;
        }
        throw sim.failure("fault of " + node.name() + " while " + context + ": " + fault, fault);
    }

    @Override
    public void close() {
        workers.forEach(SimWorker::close);
        end();
    }

    /// Ends as a killed process does: jobs in progress are lost, the system closes the sockets.
    void crash() {
        workers.forEach(SimWorker::abandon);
        end();
    }

    private void end() {
        loop.stop();
        transport.end();
    }

    void pause() {
        loop.pause();
        workers.forEach(SimWorker::pause);
    }

    void resume() {
        loop.resume();
        workers.forEach(SimWorker::resume);
    }

    SimLoop simLoop() {
        return loop;
    }
}
