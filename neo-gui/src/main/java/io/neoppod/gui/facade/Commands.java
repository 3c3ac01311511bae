package io.neoppod.gui.facade;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.ctl.ControlException;
import io.neoppod.ctl.ControlException.Reason;
import io.neoppod.runtime.netty.TlsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Sends commands, each over a connection of its own: what takes long does not delay what is polled, nor is it cut
/// when a poll fails meanwhile.
final class Commands {
    private final AdminDoor door;

    Commands(AdminDoor door) {
        this.door = door;
    }

    /// @return fails with [ControlException], also when there is no answer in time
    <T> CompletableFuture<T> send(Duration deadline, Function<ClusterControl, CompletableFuture<T>> command) {
        var result = new CompletableFuture<T>();
        Thread.ofVirtual().name("command").start(() -> {
            try {
                var control = door.open();
                command.apply(control)
                        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((answer, failure) -> {
                            control.close();
                            complete(result, answer, failure, deadline);
                        });
            } catch (TlsException unusable) {
                result.completeExceptionally(new ControlException(Reason.NOT_CONNECTED, unusable.getMessage()));
            } catch (RuntimeException fault) {
                result.completeExceptionally(fault);
            }
        });
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, T answer, Throwable failure, Duration deadline) {
        switch (failure) {
            case null -> result.complete(answer);
            case TimeoutException _ ->
                result.completeExceptionally(new ControlException(
                        Reason.NOT_CONNECTED,
                        "no answer within " + deadline.toSeconds() + " s; the cluster may still do it"));
            default -> result.completeExceptionally(failure);
        }
    }
}
