package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import org.jspecify.annotations.Nullable;

/// Transactions, between clients and the master.
public sealed interface TransactionPacket extends Packet {

    /// @param tid imposed by an import, otherwise [Ids#NONE]
    record AskBeginTransaction(long tid) implements TransactionPacket, Request<AnswerBeginTransaction> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalId(tid);
        }

        static AskBeginTransaction read(PacketReader in) {
            in.array(1);
            return new AskBeginTransaction(in.optionalId());
        }
    }

    /// The temporary id of a transaction that begins.
    record AnswerBeginTransaction(long ttid) implements TransactionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(ttid);
        }

        static AnswerBeginTransaction read(PacketReader in) {
            in.array(1);
            return new AnswerBeginTransaction(in.id());
        }
    }

    /// Asks for ids of new objects, at least 1.
    record AskNewOIDs(int count) implements TransactionPacket, Request<AnswerNewOIDs> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.integer(count);
        }

        static AskNewOIDs read(PacketReader in) {
            in.array(1);
            return new AskNewOIDs(in.integer());
        }
    }

    /// Consecutive ids, reserved for the asker.
    record AnswerNewOIDs(long[] oids) implements TransactionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.ids(oids);
        }

        static AnswerNewOIDs read(PacketReader in) {
            in.array(1);
            return new AnswerNewOIDs(in.ids());
        }
    }

    /// Storages that a client could not write to, or that did not vote, while they are announced as running.
    record FailedVote(long ttid, int[] nids) implements TransactionPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.integers(nids);
        }

        static FailedVote read(PacketReader in) {
            in.array(2);
            return new FailedVote(in.id(), in.integers());
        }
    }

    /// Asks to commit. Done even if the client no longer waits.
    ///
    /// @param oidList objects stored, without deletions and without those only checked
    /// @param deleted partitions of deleted objects, possibly repeated
    /// @param checked partitions of objects only checked
    /// @param pack    the pack order that the transaction carries, or null
    record AskFinishTransaction(
            long ttid,
            long[] oidList,
            int[] deleted,
            int[] checked,
            @Nullable PackInfo pack) implements TransactionPacket, Request<AnswerTransactionFinished> {
        @Override
        public void write(PacketWriter out) {
            out.array(5);
            out.id(ttid);
            out.ids(oidList);
            out.integers(deleted);
            out.integers(checked);
            out.optional(pack, PacketWriter::value);
        }

        static AskFinishTransaction read(PacketReader in) {
            in.array(5);
            return new AskFinishTransaction(
                    in.id(), in.ids(), in.integers(), in.integers(), in.optional(PackInfo::read));
        }
    }

    /// The transaction is committed; it takes its place among [InvalidateObjects].
    record AnswerTransactionFinished(long ttid, long tid) implements TransactionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.id(tid);
        }

        static AnswerTransactionFinished read(PacketReader in) {
            in.array(2);
            return new AnswerTransactionFinished(in.id(), in.id());
        }
    }

    /// Forgets a transaction.
    ///
    /// @param nids towards the master, all storages that the client tried to write to; towards storages empty
    record AbortTransaction(long ttid, int[] nids) implements TransactionPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.integers(nids);
        }

        static AbortTransaction read(PacketReader in) {
            in.array(2);
            return new AbortTransaction(in.id(), in.integers());
        }
    }

    /// A commit of another client changed objects.
    record InvalidateObjects(long tid, long[] oidList) implements TransactionPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(tid);
            out.ids(oidList);
        }

        static InvalidateObjects read(PacketReader in) {
            in.array(2);
            return new InvalidateObjects(in.id(), in.ids());
        }
    }

    /// A commit changed partitions, for a backup cluster. The partition of the TID itself is implied.
    record InvalidatePartitions(long tid, int[] partitions) implements TransactionPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(tid);
            out.integers(partitions);
        }

        static InvalidatePartitions read(PacketReader in) {
            in.array(2);
            return new InvalidatePartitions(in.id(), in.integers());
        }
    }

    /// Asks for the last committed TID.
    record AskLastTransaction() implements TransactionPacket, Request<AnswerLastTransaction> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskLastTransaction read(PacketReader in) {
            in.array(0);
            return new AskLastTransaction();
        }
    }

    /// From here on, the client gets every [InvalidateObjects].
    record AnswerLastTransaction(long tid) implements TransactionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(tid);
        }

        static AnswerLastTransaction read(PacketReader in) {
            in.array(1);
            return new AnswerLastTransaction(in.id());
        }
    }
}
