package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.HistoryItem;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReadPacket.AnswerOIDsFrom;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AnswerObjectHistory;
import io.neoppod.protocol.ReadPacket.AnswerObjectUndoSerial;
import io.neoppod.protocol.ReadPacket.AnswerTIDs;
import io.neoppod.protocol.ReadPacket.AnswerTIDsFrom;
import io.neoppod.protocol.ReadPacket.AnswerTransactionInformation;
import io.neoppod.protocol.ReadPacket.AskOIDsFrom;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.ReadPacket.AskObjectHistory;
import io.neoppod.protocol.ReadPacket.AskObjectUndoSerial;
import io.neoppod.protocol.ReadPacket.AskTIDs;
import io.neoppod.protocol.ReadPacket.AskTIDsFrom;
import io.neoppod.protocol.ReadPacket.AskTransactionInformation;
import io.neoppod.protocol.UndoSerial;
import io.neoppod.storage.ReadPool.ReadJob;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.LoadResult;
import io.neoppod.storage.database.NonReadableCellException;
import io.neoppod.storage.database.ObjectRevision;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.StoredTransaction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What an identified client may read from an operating storage.
///
/// A read that must see a transaction between its lock and the commit of its unlock is held (see [TransactionStage]).
/// Where the reference answers from before the unlock (lists of transactions, undo), we wait as well: a client that was
/// told of a tid finds it. Only transactions that were locked when the request came are waited for, so that a busy
/// cluster starves nobody.
///
/// In backup mode, nothing after the backup tid is shown.
///
/// Reference: neo/storage/handlers/client.py.
final class ClientReads {
    private static final byte[] ZERO_HASH = new byte[20];
    private static final byte[] NO_DATA = {};

    /// Ids in one answer: keeps it far below the size limit of messages.
    static final int MAX_IDS_PER_ANSWER = 1 << 20;

    private final TransactionStage stage;
    private final Database database;
    private final LongSupplier backupTid;

    /// @param backupTid last tid to show, [Ids#NONE] outside backup mode
    ClientReads(TransactionStage stage, Database database, LongSupplier backupTid) {
        this.stage = stage;
        this.database = database;
        this.backupTid = backupTid;
    }

    HandlerTable table() {
        return new HandlerTable("ClientReads")
                .on(AskObject.class, this::load)
                .on(AskObjectHistory.class, this::history)
                .on(AskObjectUndoSerial.class, this::undoSerials)
                .on(AskTransactionInformation.class, this::transaction)
                .on(AskTIDs.class, this::tids)
                .on(AskTIDsFrom.class, this::tidsFrom)
                .on(AskOIDsFrom.class, this::oidsFrom);
    }

    private void load(Exchange<AnswerObject> exchange, AskObject request) {
        whenReadable(exchange, request.oid(), () -> {
            long limit = limit();
            long at = request.at() == Ids.NONE || bounded(request.at()) <= limit ? request.at() : Ids.ZERO;
            long before = before(request.at(), request.before(), limit);
            stage.loaded(
                    exchange,
                    session -> session.load(request.oid(), at, before),
                    result -> answerLoad(exchange, request.oid(), result));
        });
    }

    private static long before(long at, long before, long limit) {
        if (limit == Ids.MAX_TID || at != Ids.NONE) {
            return before;
        }
        return before == Ids.NONE ? limit + 1 : Math.min(bounded(before), limit + 1);
    }

    private static void answerLoad(Exchange<AnswerObject> exchange, long oid, LoadResult result) {
        switch (result) {
            case LoadResult.Found(var revision) -> exchange.answer(toAnswer(oid, revision));
            case LoadResult.Absent(var exists) ->
                exchange.refuse(exists ? ErrorCode.OID_NOT_FOUND : ErrorCode.OID_DOES_NOT_EXIST, Ids.hex(oid));
        }
    }

    private static AnswerObject toAnswer(long oid, ObjectRevision revision) {
        var data = revision.data();
        long serial = revision.serial();
        return data == null
                ? new AnswerObject(
                        oid, serial, revision.nextSerial(), Ids.NO_INTEGER, ZERO_HASH, NO_DATA, revision.dataSerial())
                : new AnswerObject(
                        oid,
                        serial,
                        revision.nextSerial(),
                        data.compression(),
                        data.checksum(),
                        data.data(),
                        revision.dataSerial());
    }

    private void history(Exchange<AnswerObjectHistory> exchange, AskObjectHistory request) {
        int length = length(request.first(), request.last());
        whenReadable(
                exchange,
                request.oid(),
                () -> read(
                        exchange,
                        session -> session.history(request.oid(), request.first(), length),
                        history -> answerHistory(exchange, request.oid(), history)));
    }

    private void answerHistory(Exchange<AnswerObjectHistory> exchange, long oid, List<HistoryItem> history) {
        long limit = limit();
        var shown = history.stream().filter(item -> item.serial() <= limit).toList();
        if (shown.isEmpty()) {
            exchange.refuse(ErrorCode.OID_NOT_FOUND, Ids.hex(oid));
        } else {
            exchange.answer(new AnswerObjectHistory(oid, shown));
        }
    }

    private void undoSerials(Exchange<AnswerObjectUndoSerial> exchange, AskObjectUndoSerial request) {
        long limit = limit();
        long before = bounded(request.ltid());
        long visible = limit == Ids.MAX_TID ? before : Math.min(before, limit + 1);
        whenUnlocked(exchange, stage.locks().lastLockedTid(), () -> {
            var stored = storedSerials(request.ttid(), request.oidList());
            read(
                    exchange,
                    session -> findUndoSerials(session, request, visible, stored),
                    serials -> answerUndo(exchange, serials));
        });
    }

    /// What the running transaction already stored of these objects.
    private Map<Long, Long> storedSerials(long ttid, long[] oids) {
        var serials = new HashMap<Long, Long>();
        var transaction = stage.locks().find(ttid);
        if (transaction != null) {
            for (long oid : oids) {
                var stored = transaction.objects.stored(oid);
                if (stored != null) {
                    serials.put(oid, stored.valueTid() == Ids.NONE ? ttid : stored.valueTid());
                }
            }
        }
        return serials;
    }

    private static Map<Long, UndoSerial> findUndoSerials(
            ReadSession session, AskObjectUndoSerial request, long before, Map<Long, Long> stored) {
        var serials = new TreeMap<Long, UndoSerial>();
        for (long oid : request.oidList()) {
            var serial = session.findUndoSerial(oid, before, request.undoneTid(), stored.getOrDefault(oid, Ids.NONE));
            if (serial != null) {
                serials.put(oid, serial);
            }
        }
        return serials;
    }

    private static void answerUndo(Exchange<AnswerObjectUndoSerial> exchange, Map<Long, UndoSerial> serials) {
        for (var entry : serials.entrySet()) {
            if (entry.getValue().current() == Ids.NONE) {
                exchange.refuse(ErrorCode.OID_NOT_FOUND, Ids.hex(entry.getKey()));
                return;
            }
        }
        exchange.answer(new AnswerObjectUndoSerial(serials));
    }

    private void transaction(Exchange<AnswerTransactionInformation> exchange, AskTransactionInformation request) {
        long tid = request.tid();
        long limit = limit();
        if (bounded(tid) > limit) {
            exchange.refuse(ErrorCode.TID_NOT_FOUND, "tids > " + Ids.hex(limit) + " are not fully fetched yet");
            return;
        }
        whenUnlocked(
                exchange,
                bounded(tid),
                () -> this.<AnswerTransactionInformation, @Nullable StoredTransaction>read(
                        exchange, session -> session.transaction(tid), found -> answer(exchange, tid, found)));
    }

    private static void answer(
            Exchange<AnswerTransactionInformation> exchange, long tid, @Nullable StoredTransaction found) {
        if (found == null) {
            exchange.refuse(ErrorCode.TID_NOT_FOUND, Ids.hex(tid) + " does not exist");
            return;
        }
        var meta = found.meta();
        exchange.answer(new AnswerTransactionInformation(
                tid, meta.user(), meta.description(), meta.extension(), meta.packed(), meta.oids()));
    }

    private void tids(Exchange<AnswerTIDs> exchange, AskTIDs request) {
        int length = length(request.first(), request.last());
        long limit = limit();
        whenUnlocked(
                exchange,
                stage.locks().lastLockedTid(),
                () -> read(
                        exchange,
                        session -> session.tids(request.first(), length, partitions(request.partition())),
                        tids -> exchange.answer(new AnswerTIDs(
                                Arrays.stream(tids).filter(tid -> tid <= limit).toArray()))));
    }

    private int[] partitions(int asked) {
        return asked == Ids.INVALID_PARTITION
                ? database.partitions().readable().stream().toArray()
                : new int[] {asked};
    }

    private void tidsFrom(Exchange<AnswerTIDsFrom> exchange, AskTIDsFrom request) {
        int partition = request.partition();
        int length = Math.clamp(request.length(), 0, MAX_IDS_PER_ANSWER);
        long max = Math.min(bounded(request.maxTid()), limit());
        whenUnlocked(
                exchange,
                max,
                () -> read(
                        exchange,
                        session -> {
                            requireReadable(partition);
                            var tids = session.replicationTids(partition, request.minTid(), max, length);
                            requireReadable(partition);
                            return tids;
                        },
                        tids -> exchange.answer(new AnswerTIDsFrom(tids))));
    }

    /// The cell may be discarded, and its rows dropped, while a list is being read: checked before and after.
    private void requireReadable(int partition) {
        if (!database.partitions().isReadable(partition)) {
            throw new NonReadableCellException(partition);
        }
    }

    private void oidsFrom(Exchange<AnswerOIDsFrom> exchange, AskOIDsFrom request) {
        int length = Math.clamp(request.length(), 0, MAX_IDS_PER_ANSWER);
        long tid = Math.min(bounded(request.tid()), limit());
        whenUnlocked(
                exchange,
                tid,
                () -> read(
                        exchange,
                        session -> session.oidsFrom(request.partition(), length, request.minOid(), tid),
                        page -> exchange.answer(new AnswerOIDsFrom(page.next(), page.oids()))));
    }

    // --- rules shared by all reads

    private <A extends Packet> void whenReadable(Exchange<A> exchange, long oid, Runnable read) {
        stage.read(exchange, () -> {
            if (stage.locks().isReadLocked(oid)) {
                return false;
            }
            read.run();
            return true;
        });
    }

    private <A extends Packet> void whenUnlocked(Exchange<A> exchange, long maxTid, Runnable read) {
        stage.read(exchange, () -> {
            if (stage.locks().isLockedTid(maxTid)) {
                return false;
            }
            read.run();
            return true;
        });
    }

    private <A extends Packet, T extends @Nullable Object> void read(
            Exchange<A> exchange, ReadJob<T> job, Consumer<T> done) {
        stage.queried(exchange, job, done);
    }

    /// Last tid to show.
    private long limit() {
        long tid = backupTid.getAsLong();
        return tid == Ids.NONE ? Ids.MAX_TID : tid;
    }

    /// Tids beyond what databases hold mean "no bound".
    private static long bounded(long tid) {
        return tid < 0 ? Ids.MAX_TID : tid;
    }

    private static int length(int first, int last) {
        if (first < 0 || first >= last) {
            throw new ProtocolException("invalid offsets");
        }
        return Math.min(last - first, MAX_IDS_PER_ANSWER);
    }
}
