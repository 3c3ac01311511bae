package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.storage.database.NonReadableCellException;
import java.util.OptionalLong;

/// The master asks what became of a transaction: only what is in the final tables counts.
///
/// Answered by the writer, behind what the master ordered before.
final class FinalTids {
    private final Host host;

    FinalTids(Host host) {
        this.host = host;
    }

    HandlerTable table() {
        return new HandlerTable("FinalTids").on(AskFinalTID.class, this::find);
    }

    private void find(Exchange<AnswerFinalTID> exchange, AskFinalTID request) {
        host.store.visible(
                session -> {
                    try {
                        return OptionalLong.of(session.finalTid(request.ttid()));
                    } catch (NonReadableCellException unreadable) {
                        return OptionalLong.empty();
                    }
                },
                found -> {
                    if (found.isPresent()) {
                        exchange.answer(new AnswerFinalTID(found.getAsLong()));
                    } else {
                        exchange.refuse(ErrorCode.NON_READABLE_CELL, "");
                    }
                });
    }
}
