package io.neoppod.cli.bench;

import io.neoppod.client.NeoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Clients that work at the same time, each on a thread of its own.
final class Crew implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /// Makes clients until there are `count`; none is left behind when one cannot be made.
    Crew(int count, Supplier<? extends Client> maker) {
        try {
            for (int i = 0; i < count; i++) {
                clients.add(maker.get());
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    List<Long> pids() {
        return clients.stream().map(Client::pid).distinct().toList();
    }

    /// CPU that the processes of all clients used so far.
    double cpuSeconds() {
        return Servers.cpuSeconds(pids());
    }

    /// Lets all work for a while and waits for them.
    ///
    /// @throws NeoException what the first client failed with
    Measured run(Duration time) {
        return join(start(time));
    }

    /// Lets all work for a while, unattended until [#join].
    List<Future<Measured>> start(Duration time) {
        return clients.stream()
                .map(client -> threads.submit(() -> client.run(time)))
                .toList();
    }

    static Measured join(List<Future<Measured>> running) {
        var measured = new ArrayList<Measured>();
        for (var client : running) {
            try {
                measured.add(client.get());
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
        return Measured.sum(measured);
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
        threads.shutdown();
    }
}
