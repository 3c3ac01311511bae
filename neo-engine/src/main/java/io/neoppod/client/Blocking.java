package io.neoppod.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How application threads wait for the loop.
final class Blocking {

    private Blocking() {}

    /// Waits for a result. Interruption ends the wait, not what was asked.
    static <T> T await(CompletableFuture<T> future, @Nullable Duration timeout) {
        try {
            return timeout == null ? future.get() : future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw rethrow(failed.getCause());
        } catch (TimeoutException late) {
            throw new NeoTimeoutException("no answer from the cluster within " + timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NeoTimeoutException("interrupted while waiting for the cluster");
        }
    }

    /// The reason of a failure on the loop, with the caller's stack as well.
    private static RuntimeException rethrow(@Nullable Throwable cause) {
        var reason = cause instanceof CompletionException wrapper ? wrapper.getCause() : cause;
        if (reason instanceof RuntimeException failure) {
            failure.addSuppressed(new CallerStack());
            return failure;
        }
        return new IllegalStateException(reason);
    }

    /// Where the application waited.
    private static final class CallerStack extends RuntimeException {
        private static final long serialVersionUID = 1;

        CallerStack() {
            super("asked here");
        }
    }
}
