package io.neoppod.cli;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.config.ConfigException;
import io.neoppod.protocol.Address;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// A cluster may be waited for as long as it takes: whoever sits before the screen is told what for.
///
/// @param command what the line begins with
/// @param err     gets it
public record Waiting(String command, PrintWriter err) {
    private static final long SHORT_MS = 1_000;

    /// Opens a cluster; after a second without an answer says so, and leaves the rest of the wait to whoever uses it.
    public NeoStorage open(ClientOptions options) throws ConfigException {
        var storage = NeoStorage.open(options);
        var answer = CompletableFuture.runAsync(
                storage::lastTransaction, task -> Thread.ofVirtual().start(task));
        var masters = options.masters().stream().map(Address::toString).collect(Collectors.joining(" "));
        tellIfLate(answer, "cluster " + options.cluster() + " at " + masters);
        return storage;
    }

    /// Waits for an answer a moment; when it is late, says for whom one waits. What became of it is not looked at.
    public void tellIfLate(CompletableFuture<?> answer, String whom) {
        try {
            answer.get(SHORT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            err.println(command + ": waiting for " + whom);
            err.flush();
        } catch (ExecutionException failed) {
            // Whoever asks next fails in the same way.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
