package io.neoppod.node;

import io.neoppod.runtime.Loop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How nodes start: on their loop, while whoever starts them waits and learns of a failure.
public final class Startup {

    private Startup() {}

    /// What a node does first, typically to listen.
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /// Runs an action on the loop and waits for its end; may be called from any thread, the loop included.
    ///
    /// @throws IOException the failure of the action
    public static void run(Loop loop, Action action) throws IOException {
        if (loop.isOwner()) {
            action.run();
            return;
        }
        var outcome = new CompletableFuture<@Nullable IOException>();
        loop.execute(() -> {
            try {
                action.run();
                outcome.complete(null);
            } catch (IOException failure) {
                outcome.complete(failure);
            } catch (RuntimeException fault) {
                outcome.completeExceptionally(fault);
            }
        });
        var failure = outcome.join();
        if (failure != null) {
            throw failure;
        }
    }
}
