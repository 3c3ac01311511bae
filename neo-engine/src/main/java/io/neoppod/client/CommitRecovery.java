package io.neoppod.client;

import io.neoppod.net.Reply;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Finds out whether a transaction is committed, when the master was lost before it answered. Confined to the loop.
///
/// The next primary answers that it is not, that it is, or that it does not know any more; then the storages of the
/// transaction do. It is asked for as long as needed: only a refusal for good leaves the question open.
///
/// Reference: neo/client/app.py.
final class CommitRecovery {
    private final ClientCore core;
    private final long ttid;
    private final String reason;
    private final CompletableFuture<Long> result;

    /// @param reason why the master was lost
    /// @param result gets the final TID, [MasterLostException] when the transaction is not committed, or
    ///               [ConnectionLostException] when nobody can tell
    CommitRecovery(ClientCore core, long ttid, String reason, CompletableFuture<Long> result) {
        this.core = core;
        this.ttid = ttid;
        this.reason = reason;
        this.result = result;
    }

    void start() {
        core.master().ask(new AskFinalTID(ttid)).whenComplete((reply, error) -> {
            if (error != null) {
                unknown(error.getMessage());
                return;
            }
            switch (reply) {
                case Reply.Answered<AnswerFinalTID>(var answer) -> answered(answer.tid());
                case Reply.Refused<AnswerFinalTID>(var code, var message) ->
                    unknown(CommitSession.refusal(code, message).getMessage());
                case Reply.Lost<AnswerFinalTID> lost -> start();
            }
        });
    }

    private void answered(long tid) {
        if (tid == Ids.NONE) {
            result.completeExceptionally(new MasterLostException("transaction " + Ids.hex(ttid)
                    + " is not committed: the primary master was lost (" + reason + ")"));
        } else if (tid == Ids.MAX_TID) {
            askStorages();
        } else {
            result.complete(tid);
        }
    }

    private void askStorages() {
        new CellRead<>(core, ttid, new AskFinalTID(ttid), Set.of()).start().whenComplete((answer, error) -> {
            if (error instanceof MasterLostException) {
                start();
            } else if (error != null) {
                unknown(error.getMessage());
            } else if (answer.reply() instanceof Reply.Refused<AnswerFinalTID>(var code, var message)) {
                unknown(CommitSession.refusal(code, message).getMessage());
            } else if (answer.reply() instanceof Reply.Answered<AnswerFinalTID>(var found)) {
                answered(found.tid());
            }
        });
    }

    private void unknown(String why) {
        result.completeExceptionally(new ConnectionLostException(
                "it is not known whether transaction " + Ids.hex(ttid) + " is committed: " + why));
    }
}
