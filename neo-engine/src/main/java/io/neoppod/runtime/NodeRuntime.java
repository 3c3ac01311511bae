package io.neoppod.runtime;

import java.util.random.RandomGenerator;

/// Everything a node may ask from its surroundings. One instance per node.
public interface NodeRuntime extends AutoCloseable {

    Clock clock();

    /// The log of the node, named as it is.
    NodeLog log();

    Loop loop();

    Transport transport();

    /// A generator of its own for each purpose, so that a draw added in one place does not change the others.
    RandomGenerator random(String purpose);

    /// A new worker; the name appears in thread names and fault reports.
    Worker worker(String name);

    /// As [#worker], for work that nobody waits for: it gets what other threads leave of the cores.
    Worker backgroundWorker(String name);

    /// From now on, what the system does for this process although nobody waits for it gets what other threads leave of
    /// the cores: compiling. For a process that has run for some time.
    void workBehindAnswers();

    /// Reports an exception that escaped role code, with what was being done. The node lives on.
    void fault(String context, Throwable fault);

    /// Ends the loop, all workers, links and listeners: no task, timer or callback starts any more. May be called from
    /// any thread, also from the loop; returns without waiting for the loop when called on it.
    @Override
    void close();
}
