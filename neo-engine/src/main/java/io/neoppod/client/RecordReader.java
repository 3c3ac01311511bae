package io.neoppod.client;

import io.neoppod.net.Reply;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The records that a transaction wrote, in its order, past the cache.
///
/// Bound: [#AHEAD] records are asked before they are needed.
final class RecordReader {
    private static final int AHEAD = 32;

    private final ClientCore core;
    private final Tid tid;
    private final Iterator<Oid> oids;

    RecordReader(ClientCore core, TransactionRecord transaction) {
        this.core = core;
        this.tid = transaction.tid();
        this.oids = transaction.oids().iterator();
    }

    Stream<DataRecord> stream() {
        var iterator = new Pipeline<>(oids, this::ask, AHEAD, core.options().timeout());
        var records = Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED);
        return StreamSupport.stream(records, false).filter(Objects::nonNull);
    }

    private CompletableFuture<@Nullable DataRecord> ask(Oid oid) {
        return core.read(oid.value(), new AskObject(oid.value(), tid.value(), Ids.NONE), Set.of())
                .thenApply(result -> record(oid, result));
    }

    /// Null when the revision is gone, or never was: the object was only checked.
    private @Nullable DataRecord record(Oid oid, CellRead.Result<AnswerObject> result) {
        return switch (result.reply()) {
            case Reply.Answered<AnswerObject>(var answer) -> decode(oid, answer);
            case Reply.Refused<AnswerObject>(var code, var message) -> {
                if (code == ErrorCode.OID_NOT_FOUND || code == ErrorCode.OID_DOES_NOT_EXIST) {
                    yield null;
                }
                throw CommitSession.refusal(code, message);
            }
            case Reply.Lost<AnswerObject> lost -> throw new AssertionError("a lost read is tried elsewhere");
        };
    }

    private DataRecord decode(Oid oid, AnswerObject answer) {
        var record = new StoredRecord(answer.compression(), answer.checksum(), answer.data());
        if (record.isDeletion()) {
            return new DataRecord(oid, tid, null, null);
        }
        byte[] data = record.isIntact() ? record.data() : null;
        if (data == null) {
            throw new ChecksumException("wrong checksum for object " + oid + " at " + tid);
        }
        return new DataRecord(oid, tid, data, answer.dataSerial() == Ids.NONE ? null : new Tid(answer.dataSerial()));
    }
}
