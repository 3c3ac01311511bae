package io.neoppod.cli;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Turns SIGTERM and SIGINT (Ctrl-C) into a clean stop, as long as it is open.
///
/// A stop that takes too long ends the process with status 1: nothing is lost that a kill would not lose.
public final class StopSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Thread hook;

    /// @param stop  starts the stop
    /// @param ended completes when it is done
    /// @param status exit status of the process then
    public StopSignal(Runnable stop, CompletionStage<?> ended, int status) {
        hook = new Thread(() -> onSignal(stop, ended, status), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void onSignal(Runnable stop, CompletionStage<?> ended, int status) {
        stop.run();
        Runtime.getRuntime().halt(wait(ended) ? status : 1);
    }

    private static boolean wait(CompletionStage<?> ended) {
        try {
            ended.toCompletableFuture()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return true;
        } catch (CompletionException failed) {
            return !(failed.getCause() instanceof TimeoutException);
        }
    }

    /// The process ends by other means from now on. No effect while it is being stopped.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // The hook runs, and ends the process.
        }
    }
}
