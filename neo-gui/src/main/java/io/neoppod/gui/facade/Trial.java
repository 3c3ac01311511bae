package io.neoppod.gui.facade;

import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Whether a cluster can be reached as it is described, before it is saved. Waits: not for the thread of the user
/// interface.
///
/// @param link    how the admin answered
/// @param detail  what it or the system said; may be empty
/// @param state   null when the admin does not know it
/// @param primary node id, or [NodeIds#NONE]
/// @param masters how the masters answered
public record Trial(Link link, String detail, @Nullable ClusterState state, int primary, Masters masters) {
    private static final long MASTER_MS = 5_000;

    /// What the masters say to the name of the cluster.
    public enum Masters {
        /// No masters were given.
        NOT_ASKED,
        /// They know the name, or are not ready to tell.
        FINE,
        /// Their cluster has another name.
        OTHER_NAME,
        UNREACHABLE
    }

    public static Trial of(ClusterSource source) throws InterruptedException {
        try (var poll = new AdminPoll(new AdminDoor(source))) {
            return switch (poll.ask(null)) {
                case AdminPoll.Answered(var view) ->
                    new Trial(Link.LIVE, "", view.state(), view.primary(), askMasters(source));
                case AdminPoll.Failed(var link, var detail) ->
                    new Trial(
                            link,
                            detail,
                            null,
                            NodeIds.NONE,
                            link == Link.NO_PRIMARY ? askMasters(source) : Masters.NOT_ASKED);
            };
        }
    }

    /// One answer tells: all masters of a cluster know its name.
    private static Masters askMasters(ClusterSource source) throws InterruptedException {
        if (source.masters().isEmpty() || source.cluster() == null) {
            return Masters.NOT_ASKED;
        }
        for (var master : source.masters()) {
            var answer = ask(source, master);
            if (answer != Masters.UNREACHABLE) {
                return answer;
            }
        }
        return Masters.UNREACHABLE;
    }

    /// What a master says to the name of the cluster.
    static Masters ask(ClusterSource source, Address master) throws InterruptedException {
        var log = NodeLog.of("desktop");
        try {
            var tls = source.tls() == null ? null : TlsContexts.load(source.tls());
            try (var runtime = new NettyRuntime("trial", tls, (what, fault) -> log.error("{}", what, fault))) {
                var answer = new CompletableFuture<Masters>();
                var identity = new RequestIdentification(
                        NodeType.CLIENT,
                        NodeIds.NONE,
                        null,
                        String.valueOf(source.cluster()),
                        Double.NaN,
                        Map.of("read_only", true));
                runtime.loop().execute(() -> {
                    var connection = new Network(runtime, log).connect(master, new HandlerTable("Trial"));
                    connection.ask(identity, reply -> {
                        answer.complete(judge(reply));
                        // A master that takes us for a client goes on to tell what it knows.
                        connection.close();
                    });
                });
                return answer.get(MASTER_MS, TimeUnit.MILLISECONDS);
            }
        } catch (TlsException | ExecutionException | TimeoutException failure) {
            return Masters.UNREACHABLE;
        }
    }

    /// The name is looked at before everything else.
    private static Masters judge(Reply<?> reply) {
        return switch (reply) {
            case Reply.Answered<?> _ -> Masters.FINE;
            case Reply.Refused<?>(var code, var message) ->
                code == ErrorCode.PROTOCOL_ERROR && message.contains("cluster") ? Masters.OTHER_NAME : Masters.FINE;
            case Reply.Lost<?> _ -> Masters.UNREACHABLE;
        };
    }
}
