package io.neoppod.runtime.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.neoppod.runtime.Harness;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Real threads and sockets. Faults that no test announced fail it at the end.
final class NettyHarness implements Harness {
    private static final long PATIENCE_NS = Duration.ofSeconds(20).toNanos();

    private final Sockets sockets;
    private final @Nullable TlsContexts tls;
    private final Object changes = new Object();
    private final List<NettyRuntime> nodes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    NettyHarness(Sockets sockets, @Nullable TlsContexts tls) {
        this.sockets = sockets;
        this.tls = tls;
    }

    @Override
    public NodeRuntime node(String name) {
        return node(name, tls);
    }

    NodeRuntime node(String name, @Nullable TlsContexts credentials) {
        var node = new NettyRuntime(NodeLog.of(name), name, credentials, this::onFault, sockets);
        nodes.add(node);
        return node;
    }

    private void onFault(String context, Throwable fault) {
        synchronized (changes) {
            faults.add(context + ": " + fault);
            changes.notifyAll();
        }
    }

    /// Takes the faults reported so far.
    List<String> takeFaults() {
        synchronized (changes) {
            var taken = List.copyOf(faults);
            faults.clear();
            return taken;
        }
    }

    boolean hasFaults() {
        synchronized (changes) {
            return !faults.isEmpty();
        }
    }

    @Override
    public void on(NodeRuntime node, Runnable task) {
        try {
            CompletableFuture.runAsync(task, node.loop()).join();
        } catch (CompletionException wrapper) {
            if (wrapper.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw wrapper;
        }
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        synchronized (changes) {
            while (!condition.getAsBoolean()) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    fail("waited in vain for " + what + "; faults: " + faults);
                }
                try {
                    changes.wait(leftMs);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    fail("interrupted while waiting for " + what);
                }
            }
        }
    }

    @Override
    public Object changes() {
        return changes;
    }

    @Override
    public void close() {
        nodes.forEach(NettyRuntime::close);
        assertThat(takeFaults()).isEmpty();
    }
}
