package io.neoppod.protocol;

/// Commit, between the master and storages.
public sealed interface CommitPacket extends Packet {

    /// Records the final TID and keeps readers off the objects. Done even if the connection is lost.
    ///
    /// @param pack whether the pack order of the transaction is approved
    record AskLockInformation(long ttid, long tid, boolean pack)
            implements CommitPacket, Request<AnswerInformationLocked> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.id(ttid);
            out.id(tid);
            out.bool(pack);
        }

        static AskLockInformation read(PacketReader in) {
            in.array(3);
            return new AskLockInformation(in.id(), in.id(), in.bool());
        }
    }

    /// The final TID is on stable storage.
    record AnswerInformationLocked(long ttid) implements CommitPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(ttid);
        }

        static AnswerInformationLocked read(PacketReader in) {
            in.array(1);
            return new AnswerInformationLocked(in.id());
        }
    }

    /// Makes a locked transaction visible. Sent in the order of TIDs.
    record NotifyUnlockInformation(long ttid) implements CommitPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(ttid);
        }

        static NotifyUnlockInformation read(PacketReader in) {
            in.array(1);
            return new NotifyUnlockInformation(in.id());
        }
    }

    /// Asks, for partitions that are out of date, which transactions a storage can not expect to receive whole.
    record AskUnfinishedTransactions(int[] partitions) implements CommitPacket, Request<AnswerUnfinishedTransactions> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.integers(partitions);
        }

        static AskUnfinishedTransactions read(PacketReader in) {
            in.array(1);
            return new AskUnfinishedTransactions(in.integers());
        }
    }

    /// @param maxTid last committed transaction, up to which to replicate now
    record AnswerUnfinishedTransactions(long maxTid, long[] ttidList) implements CommitPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(maxTid);
            out.ids(ttidList);
        }

        static AnswerUnfinishedTransactions read(PacketReader in) {
            in.array(2);
            return new AnswerUnfinishedTransactions(in.id(), in.ids());
        }
    }

    /// A transaction of [AnswerUnfinishedTransactions] was committed: replicate up to `maxTid` again.
    record NotifyTransactionFinished(long ttid, long maxTid) implements CommitPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.id(maxTid);
        }

        static NotifyTransactionFinished read(PacketReader in) {
            in.array(2);
            return new NotifyTransactionFinished(in.id(), in.id());
        }
    }
}
