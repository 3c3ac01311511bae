package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import java.util.List;
import java.util.Map;

/// Recovery and verification, before the cluster operates.
public sealed interface RecoveryPacket extends Packet {

    /// Asks a storage, or the master for a user, where a database stands.
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

    /// @param ptid        [Ids#NO_INTEGER] for an empty database
    /// @param backupTid   [Ids#NONE] out of backup mode
    /// @param truncateTid [Ids#NONE] when no truncation is pending
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

    /// Asks a storage for the partition table it has saved.
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

    /// The partition table of a storage.
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

    /// Asks a storage for its unfinished transactions.
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

    /// Final TID by TTID of each unfinished transaction; [Ids#NONE] when it is only voted.
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

    /// Asks what became of a transaction.
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

    /// @param tid [Ids#NONE] when it was not committed; [Ids#MAX_TID] from a master that sends to the storages
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

    /// Makes a voted transaction final, during verification.
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

    /// Asks for the greatest ids. A storage first performs a pending truncation.
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

    /// @param lastTid  [Ids#NONE] for an empty storage
    /// @param lastOid  [Ids#NONE] for an empty storage
    /// @param firstTid [Ids#MAX_TID] for an empty storage
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

    /// Deletes everything after a transaction. Between master and storage it is sent one-way, without answer.
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
