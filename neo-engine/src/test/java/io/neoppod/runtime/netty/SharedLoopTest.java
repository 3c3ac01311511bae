package io.neoppod.runtime.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What the clients of a process have in common, and what not.
class SharedLoopTest {

    private static Thread threadOf(NettyRuntime client) {
        return CompletableFuture.supplyAsync(Thread::currentThread, client.loop())
                .join();
    }

    @Test
    void clientsHaveFewerLoopsThanThereAreClients() {
        try (var first = NettyRuntime.client(null);
                var second = NettyRuntime.client(null);
                var node = NettyRuntime.of("node", null)) {
            assertThat(threadOf(node)).isNotIn(threadOf(first), threadOf(second));
            int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
            if (loops == 1) {
                assertThat(threadOf(second)).isSameAs(threadOf(first));
            }
        }
    }

    @Test
    void aClosedClientDoesNotEndTheOthers() throws InterruptedException {
        Thread thread;
        try (var second = NettyRuntime.client(null)) {
            var first = NettyRuntime.client(null);
            thread = threadOf(first);
            first.close();
            first.close();
            assertThat(threadOf(second).isAlive()).isTrue();
        }
        thread.join();
        try (var third = NettyRuntime.client(null)) {
            assertThat(threadOf(third)).as("made anew").isNotSameAs(thread);
        }
    }

    @Test
    void aClosedClientRunsNothingMore() {
        try (var other = NettyRuntime.client(null)) {
            var client = NettyRuntime.client(null);
            client.close();
            var late = CompletableFuture.runAsync(() -> {}, client.loop());
            threadOf(other);
            assertThat(late).isNotDone();
        }
    }
}
