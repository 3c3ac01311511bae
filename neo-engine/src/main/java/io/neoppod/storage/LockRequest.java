package io.neoppod.storage;

import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Packet;
import io.neoppod.storage.LockTable.Lock;
import io.neoppod.storage.LockTable.Verdict;

/// A client's request that needs the write lock of an object: tried again until it does not have to wait.
///
/// Answers are the same for stores and checks: [Ids#NONE] for "locked", [Ids#ZERO] for "accepted without lock", any
/// other value is the revision in conflict.
///
/// @param <A> the answer
abstract sealed class LockRequest<A extends Packet> permits CheckRequest, RelockRequest, StoreRequest {
    final TransactionStage stage;
    final Exchange<A> exchange;
    final Transaction transaction;
    final long oid;
    final long serial;

    LockRequest(TransactionStage stage, Exchange<A> exchange, Transaction transaction, long oid, long serial) {
        this.stage = stage;
        this.exchange = exchange;
        this.transaction = transaction;
        this.oid = oid;
        this.serial = serial;
    }

    /// @return false when the request must wait until locks are released
    boolean attempt() {
        if (!isStillWanted()) {
            answer(Ids.ZERO);
            return true;
        }
        requirePossible();
        switch (stage.locks().lock(transaction, oid, serial)) {
            case Lock.Wait(var deadlock) -> {
                stage.tell(deadlock);
                return false;
            }
            case Lock.Check() -> askDatabase();
            case Lock.Granted() -> granted(Ids.NONE);
            case Lock.Lockless() -> granted(Ids.ZERO);
            case Lock.Ignored() -> answer(Ids.ZERO);
            case Lock.Conflict(var revision) -> conflict(revision);
        }
        return true;
    }

    /// Whether the transaction is still under way here: it may have been aborted while the request waited.
    boolean isStillWanted() {
        return stage.locks().find(transaction.ttid) == transaction;
    }

    /// Refuses what no correct client asks.
    void requirePossible() {
        if (transaction.isVoted()) {
            throw new ProtocolException("ttid " + Ids.hex(transaction.ttid) + " has voted");
        }
    }

    /// The lock was taken provisionally: compare with the database.
    void askDatabase() {
        stage.staged(exchange, 0, session -> session.lastObjectTidOfAnyCell(oid), this::onLatest);
    }

    private void onLatest(long latest) {
        onVerdict(stage.locks().checked(transaction, oid, serial, latest), latest);
    }

    void onVerdict(Verdict verdict, long latest) {
        switch (verdict) {
            case LOCKED -> locked();
            case CONFLICT -> conflict(latest);
            case GONE -> answer(Ids.ZERO);
            case UNKNOWN_SERIAL ->
                exchange.refuse(
                        ErrorCode.PROTOCOL_ERROR,
                        "serial " + Ids.hex(serial) + " of oid " + Ids.hex(oid) + " is newer than " + Ids.hex(latest)
                                + ", the last one stored");
        }
        stage.onLocksReleased();
    }

    /// The database agrees: the provisional lock is ours.
    void locked() {
        granted(Ids.NONE);
    }

    /// The object is already locked by this transaction, or needs no lock.
    ///
    /// @param answer what to answer
    abstract void granted(long answer);

    abstract void conflict(long revision);

    abstract void answer(long answer);
}
