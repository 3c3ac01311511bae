package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.storage.LockTable.Verdict;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.UndoPackException;
import io.neoppod.storage.database.WriteSession;
import org.jspecify.annotations.Nullable;

/// `AskStoreObject`: locks an object and gives its new data to the database. One job of the writer both compares the
/// serial and inserts the data.
final class StoreRequest extends LockRequest<AnswerStoreObject> {
    private final @Nullable DataRecord data;
    private final long dataSerial;

    /// What the writer did.
    private sealed interface Staging {
        /// @param latest last revision of the object, [Ids#NONE] if there is none or no comparison was needed
        /// @param dataId data that were inserted, [Ids#NONE] if there are none
        record Done(long latest, long dataId) implements Staging {}

        /// The revision to undo to is gone.
        record Gone(String message) implements Staging {}
    }

    /// @param data null for a deletion
    StoreRequest(
            TransactionStage stage,
            Exchange<AnswerStoreObject> exchange,
            Transaction transaction,
            AskStoreObject request,
            @Nullable DataRecord data) {
        super(stage, exchange, transaction, request.oid(), request.serial());
        this.data = data;
        this.dataSerial = request.dataSerial();
    }

    @Override
    void requirePossible() {
        super.requirePossible();
        if (transaction.objects.contains(oid) && !transaction.objects.isStored(oid)) {
            throw new ProtocolException("oid " + Ids.hex(oid) + " was checked, it cannot be stored");
        }
    }

    @Override
    void askDatabase() {
        stage.<Staging>staged(exchange, bytes(), this::checkAndHold, this::onChecked);
    }

    private Staging checkAndHold(WriteSession session) {
        long latest = session.lastObjectTidOfAnyCell(oid);
        return latest == Ids.NONE || latest == serial ? hold(session, latest) : new Staging.Done(latest, Ids.NONE);
    }

    private Staging hold(WriteSession session, long latest) {
        try {
            return new Staging.Done(latest, session.holdData(oid, data, dataSerial));
        } catch (UndoPackException packed) {
            return new Staging.Gone(String.valueOf(packed.getMessage()));
        }
    }

    private void onChecked(Staging staging) {
        switch (staging) {
            case Staging.Gone(var message) -> {
                stage.locks().staged(transaction, oid);
                stage.locks().yield(transaction, oid);
                exchange.refuse(ErrorCode.UNDO_PACK_ERROR, message);
                stage.onLocksReleased();
            }
            case Staging.Done(var latest, var dataId) -> {
                var verdict = stage.locks().checked(transaction, oid, serial, latest);
                if (verdict == Verdict.LOCKED) {
                    keep(dataId);
                } else {
                    stage.release(oid, new Stored(dataId, dataSerial));
                }
                onVerdict(verdict, latest);
            }
        }
    }

    /// The data were kept by [#onChecked].
    @Override
    void locked() {
        answer(Ids.NONE);
    }

    @Override
    void granted(long answer) {
        stage.locks().staging(transaction, oid);
        stage.<Staging>staged(
                exchange, bytes(), session -> hold(session, Ids.NONE), staging -> onHeld(staging, answer));
    }

    private int bytes() {
        return data == null ? 0 : data.data().length;
    }

    private void onHeld(Staging staging, long answer) {
        boolean wanted = stage.locks().staged(transaction, oid);
        switch (staging) {
            case Staging.Gone(var message) -> exchange.refuse(ErrorCode.UNDO_PACK_ERROR, message);
            case Staging.Done(var latest, var dataId)
            when wanted -> {
                keep(dataId);
                answer(answer);
            }
            case Staging.Done(var latest, var dataId) -> {
                stage.release(oid, new Stored(dataId, dataSerial));
                answer(Ids.ZERO);
            }
        }
        stage.onLocksReleased();
    }

    private void keep(long dataId) {
        var previous = stage.locks().unstore(transaction, oid);
        if (previous != null) {
            stage.release(oid, previous);
        }
        stage.locks().store(transaction, oid, serial, new Stored(dataId, dataSerial));
    }

    @Override
    void conflict(long revision) {
        answer(revision);
    }

    @Override
    void answer(long answer) {
        exchange.answer(new AnswerStoreObject(answer));
    }
}
