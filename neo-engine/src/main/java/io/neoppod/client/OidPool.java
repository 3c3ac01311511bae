package io.neoppod.client;

import io.neoppod.net.Reply;
import io.neoppod.protocol.TransactionPacket.AnswerNewOIDs;
import io.neoppod.protocol.TransactionPacket.AskNewOIDs;

/// Object ids reserved from the master and not yet given. Thread-safe.
///
/// A new primary gives again what was never stored, so a reservation is valid for the connection that made it only.
final class OidPool {
    /// Object ids reserved at a time.
    private static final int BATCH = 100;

    private final ClientCore core;
    // Guarded by the monitor of this object.
    private long[] reserved = new long[0];
    private int next;
    private int generation;

    OidPool(ClientCore core) {
        this.core = core;
    }

    synchronized Oid take() {
        int current = core.master().generation();
        if (next == reserved.length || generation != current) {
            var asked = core.onLoop(() -> core.master().askAgain(new AskNewOIDs(BATCH)));
            reserved = Blocking.await(
                    asked.thenApply(OidPool::oids), core.options().timeout());
            next = 0;
            generation = current;
        }
        return new Oid(reserved[next++]);
    }

    private static long[] oids(Reply<AnswerNewOIDs> reply) {
        return switch (reply) {
            case Reply.Answered<AnswerNewOIDs>(var answer) -> answer.oids();
            case Reply.Refused<AnswerNewOIDs>(var code, var message) -> throw CommitSession.refusal(code, message);
            case Reply.Lost<AnswerNewOIDs>(var reason) ->
                throw new ConnectionLostException("connection to the primary master lost: " + reason);
        };
    }
}
