package io.neoppod.embedded;

import io.neoppod.config.ConfigException;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogWriter;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.storage.database.DatabaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The place of a node in this JVM. The node in it starts, ends and may start again, each time on a runtime of its own.
final class EmbeddedNode {
    /// Less than a node of its own would remember: several share the memory.
    private static final int LOG_BACKLOG_BYTES = 4 << 20;

    private final String name;
    private final NodeType type;
    private final Path logFile;
    private final Opener opener;
    private final Consumer<String> onEnd;
    // Changed by callers of EmbeddedCluster, one at a time; read by any thread.
    private volatile @Nullable Run run;

    /// Makes and starts the node; closes what it opened when this fails.
    interface Opener {
        Running open(NodeRuntime runtime) throws IOException, ConfigException;
    }

    /// A node that was started.
    ///
    /// @param ended   completes with one line when the node has ended, by itself or closed
    /// @param close   asks it to end
    /// @param release frees what a node that has not ended holds besides its runtime, which is closed then
    record Running(Address address, CompletionStage<String> ended, Runnable close, Runnable release) {}

    private record Run(NodeRuntime runtime, Running node, CompletableFuture<String> ended) {}

    /// @param logFile gets the log, for `neolog`
    /// @param onEnd   told of each end, with one line; called on the loop of the node, or by who kills it
    EmbeddedNode(String name, NodeType type, Path logFile, Opener opener, Consumer<String> onEnd) {
        this.name = name;
        this.type = type;
        this.logFile = logFile;
        this.opener = opener;
        this.onEnd = onEnd;
    }

    String name() {
        return name;
    }

    Path logFile() {
        return logFile;
    }

    boolean isRunning() {
        var current = run;
        return current != null && !current.ended.isDone();
    }

    NodeStatus status() {
        var current = run;
        if (current == null) {
            return new NodeStatus(name, type, null, "not started");
        }
        var reason = current.ended.getNow(null);
        return new NodeStatus(name, type, reason == null ? current.node.address : null, reason);
    }

    void start() throws ConfigException {
        release();
        var runtime = NettyRuntime.of(name, null);
        try {
            LogWriter.attach(runtime, logFile, LOG_BACKLOG_BYTES);
            var node = opener.open(runtime);
            var ended = new CompletableFuture<String>();
            run = new Run(runtime, node, ended);
            ended.thenAccept(reason -> onEnd.accept(name + " ended: " + reason));
            node.ended.thenAccept(ended::complete);
        } catch (IOException | DatabaseException | LogException failure) {
            runtime.close();
            throw new ConfigException(name + ": " + failure.getMessage());
        } catch (ConfigException | RuntimeException failure) {
            runtime.close();
            throw failure;
        }
    }

    /// Asks the node to end.
    ///
    /// @return completes once it has
    CompletableFuture<String> close() {
        var current = run;
        if (current == null) {
            return CompletableFuture.completedFuture("not started");
        }
        current.node.close.run();
        return current.ended;
    }

    /// Completes when the node has ended.
    CompletableFuture<String> ended() {
        var current = run;
        return current == null ? CompletableFuture.completedFuture("not started") : current.ended;
    }

    /// Ends the node if it has not, as if its process was killed, and frees what it had.
    void release() {
        var current = run;
        if (current == null) {
            return;
        }
        current.runtime.close();
        // Nothing runs any more: a node that has not ended by now never does.
        if (!current.ended.isDone()) {
            current.node.release.run();
            current.ended.complete("killed");
        }
    }
}
