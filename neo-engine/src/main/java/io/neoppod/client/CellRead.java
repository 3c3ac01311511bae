package io.neoppod.client;

import io.neoppod.net.Connection;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.Request;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One read request, sent to the readable cells of a partition in turn until one answers. Confined to the loop.
///
/// Every cell is tried at least twice before giving up, with a round trip to the master in between so that a newer
/// partition table is known.
///
/// Reference: neo/client/app.py.
final class CellRead<A extends Packet> {

    /// What came back and from whom. The reply is never [Reply.Lost].
    record Result<A>(int nid, Reply<A> reply) {}

    private final ClientCore core;
    private final long id;
    private final Request<A> request;
    private final Set<Integer> excluded;
    private final CompletableFuture<Result<A>> result = new CompletableFuture<>();
    private int @Nullable [] cells;
    private int next;
    private int failures;

    /// @param id       object or transaction whose partition is read
    /// @param excluded nodes not to ask, because their answer is or would be wrong; may grow
    CellRead(ClientCore core, long id, Request<A> request, Set<Integer> excluded) {
        this.core = core;
        this.id = id;
        this.request = request;
        this.excluded = excluded;
    }

    CompletableFuture<Result<A>> start() {
        core.master().connection().whenComplete((master, error) -> {
            if (error == null) {
                round();
            } else {
                result.completeExceptionally(error);
            }
        });
        return result;
    }

    private void round() {
        if (isMasterLost()) {
            return;
        }
        cells = core.storages().readable(core.view().partition(id));
        next = 0;
        tryNext();
    }

    /// Without a master it is not known which cells there are: whoever wants the answer asks again once connected.
    private boolean isMasterLost() {
        boolean lost = !core.view().isFilled();
        if (lost) {
            result.completeExceptionally(new MasterLostException("connection to the primary master lost"));
        }
        return lost;
    }

    private void tryNext() {
        assert cells != null;
        while (next < cells.length && excluded.contains(cells[next])) {
            next++;
        }
        if (next == cells.length) {
            endOfRound(cells.length);
        } else {
            int nid = cells[next++];
            core.storages().connection(nid, connection -> ask(nid, connection));
        }
    }

    private void ask(int nid, @Nullable Connection connection) {
        if (connection == null) {
            failures++;
            tryNext();
            return;
        }
        connection.ask(request, reply -> {
            switch (reply) {
                case Reply.Lost<A> lost -> {
                    failures++;
                    tryNext();
                }
                case Reply.Refused<A>(var code, var message) when code == ErrorCode.NON_READABLE_CELL -> tryNext();
                case Reply.Refused<A>(var code, var message)
                when code == ErrorCode.NOT_READY -> {
                    failures++;
                    tryNext();
                }
                default -> result.complete(new Result<>(nid, reply));
            }
        });
    }

    private void endOfRound(int tried) {
        if (isMasterLost()) {
            return;
        }
        assert cells != null;
        boolean allExcluded = tried > 0 && IntStream.of(cells).allMatch(excluded::contains);
        if (tried < failures || allExcluded) {
            result.completeExceptionally(new StorageException(
                    "no storage available for partition " + core.view().partition(id)));
            return;
        }
        core.master().ping().whenComplete((done, error) -> {
            if (error == null) {
                round();
            } else {
                result.completeExceptionally(new MasterLostException("connection to the primary master lost"));
            }
        });
    }
}
