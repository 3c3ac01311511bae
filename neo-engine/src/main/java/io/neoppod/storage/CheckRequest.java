package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.StorePacket.AnswerCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AskCheckCurrentSerial;

/// `AskCheckCurrentSerial`: locks an object that the transaction does not change.
final class CheckRequest extends LockRequest<AnswerCheckCurrentSerial> {

    CheckRequest(
            TransactionStage stage,
            Exchange<AnswerCheckCurrentSerial> exchange,
            Transaction transaction,
            AskCheckCurrentSerial request) {
        super(stage, exchange, transaction, request.oid(), request.serial());
    }

    @Override
    void requirePossible() {
        super.requirePossible();
        if (transaction.objects.contains(oid)) {
            throw new ProtocolException("oid " + Ids.hex(oid) + " was already stored or checked");
        }
    }

    @Override
    void granted(long answer) {
        stage.locks().check(transaction, oid, serial);
        answer(answer);
    }

    @Override
    void conflict(long revision) {
        answer(revision);
    }

    @Override
    void answer(long answer) {
        exchange.answer(new AnswerCheckCurrentSerial(answer));
    }
}
