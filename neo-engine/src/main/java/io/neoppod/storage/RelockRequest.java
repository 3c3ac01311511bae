package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.RelockConflict;
import io.neoppod.protocol.RelockConflict.StoredData;
import io.neoppod.protocol.StorePacket.AnswerRelockObject;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.WriteSession;
import org.jspecify.annotations.Nullable;

/// `AskRelockObject`: a transaction that yielded an object to an older one wants it back. When the older one changed
/// it,
/// what was stored is given back to the client, for conflict resolution.
final class RelockRequest extends LockRequest<AnswerRelockObject> {

    RelockRequest(
            TransactionStage stage,
            Exchange<AnswerRelockObject> exchange,
            Transaction transaction,
            long oid,
            long serial) {
        super(stage, exchange, transaction, oid, serial);
    }

    @Override
    boolean isStillWanted() {
        return super.isStillWanted() && transaction.objects.contains(oid);
    }

    @Override
    void granted(long answer) {
        answer(answer);
    }

    @Override
    void conflict(long revision) {
        var stored = stage.locks().unstore(transaction, oid);
        if (stored == null || stored.dataId() == Ids.NONE) {
            exchange.answer(new AnswerRelockObject(new RelockConflict(serial, revision, null)));
            return;
        }
        stage.<@Nullable DataRecord>staged(
                exchange, 0, session -> takeBack(session, stored), data -> giveBack(revision, data));
    }

    private @Nullable DataRecord takeBack(WriteSession session, Stored stored) {
        var data = session.data(stored.dataId());
        session.release(stored.use(oid));
        return data;
    }

    private void giveBack(long revision, @Nullable DataRecord data) {
        var stored = data == null ? null : new StoredData(data.compression(), data.checksum(), data.data());
        exchange.answer(new AnswerRelockObject(new RelockConflict(serial, revision, stored)));
    }

    @Override
    void answer(long answer) {
        exchange.answer(new AnswerRelockObject(null));
    }
}
