package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import java.util.List;
import java.util.Map;

/// Recovery and verification, before the cluster operates.
public sealed interface RecoveryPacket extends Packet {

    record AskRecovery() implements RecoveryPacket, Request<AnswerRecovery> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskRecovery read(PacketReader in) {
            in.array(0);
            return new AskRecovery();
        }
    }

    record AnswerRecovery(int ptid, long backupTid, long truncateTid) implements RecoveryPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.optionalInteger(ptid);
            out.optionalId(backupTid);
            out.optionalId(truncateTid);
        }

        static AnswerRecovery read(PacketReader in) {
            in.array(3);
            return new AnswerRecovery(in.optionalInteger(), in.optionalId(), in.optionalId());
        }
    }

    record AskPartitionTable() implements RecoveryPacket, Request<AnswerPartitionTable> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskPartitionTable read(PacketReader in) {
            in.array(0);
            return new AskPartitionTable();
        }
    }

    record AnswerPartitionTable(int ptid, int numReplicas, List<List<CellEntry>> rowList)
            implements RecoveryPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.integer(ptid);
            out.integer(numReplicas);
            out.list(rowList, PacketWriter::values);
        }

        static AnswerPartitionTable read(PacketReader in) {
            in.array(3);
            return new AnswerPartitionTable(in.integer(), in.integer(), in.list(CellEntry::readRow));
        }
    }

    record AskLockedTransactions() implements RecoveryPacket, Request<AnswerLockedTransactions> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskLockedTransactions read(PacketReader in) {
            in.array(0);
            return new AskLockedTransactions();
        }
    }

    record AnswerLockedTransactions(Map<Long, Long> tidsByTtid) implements RecoveryPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.map(tidsByTtid, PacketWriter::id, PacketWriter::optionalId);
        }

        static AnswerLockedTransactions read(PacketReader in) {
            in.array(1);
            return new AnswerLockedTransactions(in.map(PacketReader::id, PacketReader::optionalId));
        }
    }

    record AskFinalTID(long ttid) implements RecoveryPacket, Request<AnswerFinalTID> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(ttid);
        }

        static AskFinalTID read(PacketReader in) {
            in.array(1);
            return new AskFinalTID(in.id());
        }
    }

    record AnswerFinalTID(long tid) implements RecoveryPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalId(tid);
        }

        static AnswerFinalTID read(PacketReader in) {
            in.array(1);
            return new AnswerFinalTID(in.optionalId());
        }
    }

    record ValidateTransaction(long ttid, long tid) implements RecoveryPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.id(tid);
        }

        static ValidateTransaction read(PacketReader in) {
            in.array(2);
            return new ValidateTransaction(in.id(), in.id());
        }
    }

    record AskLastIDs() implements RecoveryPacket, Request<AnswerLastIDs> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskLastIDs read(PacketReader in) {
            in.array(0);
            return new AskLastIDs();
        }
    }

    record AnswerLastIDs(long lastTid, long lastOid, long firstTid) implements RecoveryPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.optionalId(lastTid);
            out.optionalId(lastOid);
            out.id(firstTid);
        }

        static AnswerLastIDs read(PacketReader in) {
            in.array(3);
            return new AnswerLastIDs(in.optionalId(), in.optionalId(), in.id());
        }
    }

    record Truncate(long tid) implements RecoveryPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(tid);
        }

        static Truncate read(PacketReader in) {
            in.array(1);
            return new Truncate(in.id());
        }
    }
}
