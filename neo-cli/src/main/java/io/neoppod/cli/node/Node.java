package io.neoppod.cli.node;

import io.neoppod.admin.AdminNode;
import io.neoppod.config.ConfigException;
import io.neoppod.master.MasterNode;
import io.neoppod.storage.StorageNode;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/// What a process needs to know of the node that it is, whatever its role.
interface Node {
    void start() throws IOException, ConfigException;

    /// Stops cleanly; [#ended] tells when it is done.
    void stop();

    /// Writes what the node knows and does into its log.
    void logState();

    CompletionStage<Ending> ended();

    /// How a node ended.
    ///
    /// @param status exit status of its process
    record Ending(int status, String message) {}

    static Node of(MasterNode node) {
        return new Node() {
            @Override
            public void start() throws IOException {
                node.start();
            }

            @Override
            public void stop() {
                node.close();
            }

            @Override
            public void logState() {
                node.logState();
            }

            @Override
            public CompletionStage<Ending> ended() {
                return node.terminated()
                        .thenApply(end -> new Ending(end.reason().exitStatus(), end.message()));
            }
        };
    }

    static Node of(StorageNode node) {
        return new Node() {
            @Override
            public void start() throws IOException, ConfigException {
                node.start();
            }

            @Override
            public void stop() {
                node.close();
            }

            @Override
            public void logState() {
                node.logState();
            }

            @Override
            public CompletionStage<Ending> ended() {
                return node.terminated()
                        .thenApply(end -> new Ending(end.reason().exitStatus(), end.message()));
            }
        };
    }

    static Node of(AdminNode node) {
        return new Node() {
            @Override
            public void start() throws IOException {
                node.start();
            }

            @Override
            public void stop() {
                node.close();
            }

            @Override
            public void logState() {
                node.logState();
            }

            @Override
            public CompletionStage<Ending> ended() {
                return node.terminated()
                        .thenApply(end -> new Ending(end.reason().exitStatus(), end.message()));
            }
        };
    }
}
