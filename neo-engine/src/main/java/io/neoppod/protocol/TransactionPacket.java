package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import org.jspecify.annotations.Nullable;

/// Transactions, between clients and the master.
public sealed interface TransactionPacket extends Packet {

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
