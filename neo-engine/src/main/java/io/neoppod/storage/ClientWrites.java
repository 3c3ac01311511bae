package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.Request;
import io.neoppod.protocol.StorePacket.AnswerCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AnswerRelockObject;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AnswerStoreTransaction;
import io.neoppod.protocol.StorePacket.AnswerVoteTransaction;
import io.neoppod.protocol.StorePacket.AskCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AskRelockObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreTransaction;
import io.neoppod.protocol.StorePacket.AskVoteTransaction;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.storage.database.DataRecord;
import io.neoppod.storage.database.TransactionMeta;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// How an identified client writes to an operating storage. One object per connection.
///
/// Limits, refused by PROTOCOL_ERROR before anything is stored: [#MAX_OIDS] objects, [#MAX_TEXT_BYTES] bytes of user,
/// description or extension (what every backend can hold), known compressions, matching checksums.
///
/// Reference: neo/storage/handlers/client.py.
final class ClientWrites {
    /// As in the reference: the list must fit in one database value.
    static final int MAX_OIDS = (1 << 21) - 1;

    static final int MAX_TEXT_BYTES = 65535;
    private static final int MAX_COMPRESSION = 1;
    private static final byte[] ZERO_HASH = new byte[20];

    private final TransactionStage stage;
    private final int client;
    private final LongConsumer onAborted;

    /// @param onAborted told of each ttid that the client gives up
    ClientWrites(TransactionStage stage, int client, LongConsumer onAborted) {
        this.stage = stage;
        this.client = client;
        this.onAborted = onAborted;
    }

    HandlerTable table() {
        return new HandlerTable("ClientWrites")
                .on(AskStoreObject.class, this::store)
                .on(AskCheckCurrentSerial.class, this::check)
                .on(AskRelockObject.class, this::relock)
                .on(AskStoreTransaction.class, this::storeTransaction)
                .on(AskVoteTransaction.class, this::vote)
                .on(AskFinalTID.class, this::finalTid)
                .onNotification(AbortTransaction.class, this::abort);
    }

    /// What a client of a backup cluster gets instead. `AbortTransaction` is ignored: the reference answers an error,
    /// which stops its own clients.
    static HandlerTable readOnlyTable() {
        var table =
                new HandlerTable("ReadOnlyClient").onNotification(AbortTransaction.class, (connection, packet) -> {});
        readOnly(table, AskStoreObject.class);
        readOnly(table, AskCheckCurrentSerial.class);
        readOnly(table, AskRelockObject.class);
        readOnly(table, AskStoreTransaction.class);
        readOnly(table, AskVoteTransaction.class);
        readOnly(table, AskFinalTID.class);
        return table;
    }

    private static <P extends Packet & Request<A>, A extends Packet> void readOnly(HandlerTable table, Class<P> type) {
        table.on(
                type,
                (exchange, request) -> exchange.refuse(
                        ErrorCode.READ_ONLY_ACCESS, "read-only access because cluster is in backuping mode"));
    }

    private void store(Exchange<AnswerStoreObject> exchange, AskStoreObject request) {
        requireIds(request.ttid(), request.oid(), request.serial());
        if (request.compression() < 0 || request.compression() > MAX_COMPRESSION) {
            throw new ProtocolException("invalid compression value");
        }
        stage.storeObject(exchange, client, request, data(request));
    }

    private static @Nullable DataRecord data(AskStoreObject request) {
        if (request.data().length == 0 && Arrays.equals(request.checksum(), ZERO_HASH)) {
            return null;
        }
        if (!Arrays.equals(request.checksum(), sha1(request.data()))) {
            throw new ProtocolException("invalid checksum");
        }
        return new DataRecord(request.compression(), request.checksum(), request.data());
    }

    private static byte[] sha1(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(data);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    private void check(Exchange<AnswerCheckCurrentSerial> exchange, AskCheckCurrentSerial request) {
        requireIds(request.ttid(), request.oid(), request.serial());
        stage.checkSerial(exchange, client, request);
    }

    private void relock(Exchange<AnswerRelockObject> exchange, AskRelockObject request) {
        stage.relock(exchange, request);
    }

    private void storeTransaction(Exchange<AnswerStoreTransaction> exchange, AskStoreTransaction request) {
        requireIds(request.ttid());
        var pack = request.pack();
        long[] packed = pack == null ? null : pack.oids();
        if (request.oidList().length > MAX_OIDS || packed != null && packed.length > MAX_OIDS) {
            throw new ProtocolException("too many oids");
        }
        requireText("user", request.user());
        requireText("description", request.description());
        requireText("extension", request.extension());
        var meta = new TransactionMeta(
                request.user(), request.description(), request.extension(), false, request.ttid(), request.oidList());
        var transaction = stage.locks().register(request.ttid(), client);
        stage.vote(exchange, transaction, meta, pack, () -> exchange.answer(new AnswerStoreTransaction()));
    }

    private void vote(Exchange<AnswerVoteTransaction> exchange, AskVoteTransaction request) {
        var transaction = stage.locks().findOrThrow(request.ttid());
        stage.vote(exchange, transaction, null, null, () -> exchange.answer(new AnswerVoteTransaction()));
    }

    private void finalTid(Exchange<AnswerFinalTID> exchange, AskFinalTID request) {
        stage.finalTid(exchange, request.ttid());
    }

    private void abort(Connection connection, AbortTransaction packet) {
        stage.abort(packet.ttid());
        onAborted.accept(packet.ttid());
    }

    private static void requireIds(long... ids) {
        for (long id : ids) {
            if (id < 0) {
                throw new ProtocolException("id " + Ids.hex(id) + " is too great");
            }
        }
    }

    private static void requireText(String name, byte[] text) {
        if (text.length > MAX_TEXT_BYTES) {
            throw new ProtocolException(name + " is longer than " + MAX_TEXT_BYTES + " bytes");
        }
    }
}
