package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replication and comparison of replicas, between storages.
public sealed interface ReplicationPacket extends Packet {

    /// Orders storages of a backup cluster to replicate partitions up to a transaction.
    ///
    /// @param upstreamName name of the cluster of the sources, empty for their own
    /// @param sources      by partition; null where nothing is to be fetched
    record Replicate(long tid, String upstreamName, Map<Integer, @Nullable Address> sources)
            implements ReplicationPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.id(tid);
            out.text(upstreamName);
            out.map(sources, PacketWriter::integer, PacketWriter::optionalAddress);
        }

        static Replicate read(PacketReader in) {
            in.array(3);
            return new Replicate(in.id(), in.text(), in.map(PacketReader::integer, PacketReader::optionalAddress));
        }
    }

    /// The partition holds everything up to a transaction.
    record NotifyReplicationDone(int partition, long tid) implements ReplicationPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.integer(partition);
            out.id(tid);
        }

        static NotifyReplicationDone read(PacketReader in) {
            in.array(2);
            return new NotifyReplicationDone(in.integer(), in.id());
        }
    }

    /// Asks for the next `length` transactions of a partition, within bounds included.
    ///
    /// @param tidList     those that the asker has already
    /// @param askPackInfo whether to tell the last pack that was completed
    record AskFetchTransactions(
            int partition, int length, long minTid, long maxTid, long[] tidList, boolean askPackInfo)
            implements ReplicationPacket, Request<AnswerFetchTransactions> {
        @Override
        public void write(PacketWriter out) {
            out.array(6);
            out.integer(partition);
            out.integer(length);
            out.id(minTid);
            out.id(maxTid);
            out.ids(tidList);
            out.bool(askPackInfo);
        }

        static AskFetchTransactions read(PacketReader in) {
            in.array(6);
            return new AskFetchTransactions(in.integer(), in.integer(), in.id(), in.id(), in.ids(), in.bool());
        }
    }

    /// Ends the burst of [AddTransaction] that carries the same message id.
    ///
    /// @param nextTid       where to go on; [Ids#NONE] at the end
    /// @param toDelete      transactions that the asker has and the source has not
    /// @param completedPack [Ids#NONE] when it was not asked for, or there is none
    record AnswerFetchTransactions(long nextTid, long[] toDelete, long completedPack)
            implements ReplicationPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.optionalId(nextTid);
            out.ids(toDelete);
            out.optionalId(completedPack);
        }

        static AnswerFetchTransactions read(PacketReader in) {
            in.array(3);
            return new AnswerFetchTransactions(in.optionalId(), in.ids(), in.optionalId());
        }
    }

    /// Asks for the next `length` revisions of a partition, by transaction then object, from `minOid` of `minTid`.
    ///
    /// @param oidsByTid those that the asker has already
    record AskFetchObjects(
            int partition, int length, long minTid, long maxTid, long minOid, Map<Long, long[]> oidsByTid)
            implements ReplicationPacket, Request<AnswerFetchObjects> {
        @Override
        public void write(PacketWriter out) {
            out.array(6);
            out.integer(partition);
            out.integer(length);
            out.id(minTid);
            out.id(maxTid);
            out.id(minOid);
            out.map(oidsByTid, PacketWriter::id, PacketWriter::ids);
        }

        static AskFetchObjects read(PacketReader in) {
            in.array(6);
            return new AskFetchObjects(
                    in.integer(), in.integer(), in.id(), in.id(), in.id(), in.map(PacketReader::id, PacketReader::ids));
        }
    }

    /// Ends the burst of [AddObject] that carries the same message id.
    ///
    /// @param nextTid  where to go on, with `nextOid`; both [Ids#NONE] at the end
    /// @param toDelete revisions that the asker has and the source has not
    record AnswerFetchObjects(long nextTid, long nextOid, Map<Long, long[]> toDelete)
            implements ReplicationPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.optionalId(nextTid);
            out.optionalId(nextOid);
            out.map(toDelete, PacketWriter::id, PacketWriter::ids);
        }

        static AnswerFetchObjects read(PacketReader in) {
            in.array(3);
            return new AnswerFetchObjects(
                    in.optionalId(), in.optionalId(), in.map(PacketReader::id, PacketReader::ids));
        }
    }

    /// One item of a burst; carries the message id of the request it belongs to.
    ///
    /// @param pack the pack order of the transaction, or null
    record AddTransaction(
            long tid,
            byte[] user,
            byte[] description,
            byte[] extension,
            boolean packed,
            long ttid,
            long[] oidList,
            @Nullable PackDetails pack)
            implements ReplicationPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(8);
            out.id(tid);
            out.bytes(user);
            out.bytes(description);
            out.bytes(extension);
            out.bool(packed);
            out.id(ttid);
            out.ids(oidList);
            out.optional(pack, PacketWriter::value);
        }

        static AddTransaction read(PacketReader in) {
            in.array(8);
            return new AddTransaction(
                    in.id(),
                    in.bytes(),
                    in.bytes(),
                    in.bytes(),
                    in.bool(),
                    in.id(),
                    in.ids(),
                    in.optional(PackDetails::read));
        }
    }

    /// One item of a burst; carries the message id of the request it belongs to.
    ///
    /// @param dataSerial transaction that the data comes from, after an undo; else [Ids#NONE]
    record AddObject(long oid, long serial, int compression, byte[] checksum, byte[] data, long dataSerial)
            implements ReplicationPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(6);
            out.id(oid);
            out.id(serial);
            out.integer(compression);
            out.bytes(checksum);
            out.bytes(data);
            out.optionalId(dataSerial);
        }

        static AddObject read(PacketReader in) {
            in.array(6);
            return new AddObject(in.id(), in.id(), in.integer(), in.hash(), in.bytes(), in.optionalId());
        }
    }

    /// Orders the comparison of replicas.
    ///
    /// @param references by partition, the node that is right; [NodeIds#NONE] when none is trusted more
    /// @param maxTid     [Ids#NONE] for the last transaction
    record CheckReplicas(Map<Integer, Integer> references, long minTid, long maxTid)
            implements ReplicationPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.map(references, PacketWriter::integer, PacketWriter::optionalNid);
            out.id(minTid);
            out.optionalId(maxTid);
        }

        static CheckReplicas read(PacketReader in) {
            in.array(3);
            return new CheckReplicas(
                    in.map(PacketReader::integer, PacketReader::optionalNid), in.id(), in.optionalId());
        }
    }

    /// Orders a storage to compare a partition with another copy.
    record CheckPartition(int partition, CheckSource source, long minTid, long maxTid)
            implements ReplicationPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(4);
            out.integer(partition);
            out.value(source);
            out.id(minTid);
            out.id(maxTid);
        }

        static CheckPartition read(PacketReader in) {
            in.array(4);
            return new CheckPartition(in.integer(), CheckSource.read(in), in.id(), in.id());
        }
    }

    /// Asks for a digest of the first `length` transactions within bounds.
    record AskCheckTIDRange(int partition, int length, long minTid, long maxTid)
            implements ReplicationPacket, Request<AnswerCheckTIDRange> {
        @Override
        public void write(PacketWriter out) {
            out.array(4);
            out.integer(partition);
            out.integer(length);
            out.id(minTid);
            out.id(maxTid);
        }

        static AskCheckTIDRange read(PacketReader in) {
            in.array(4);
            return new AskCheckTIDRange(in.integer(), in.integer(), in.id(), in.id());
        }
    }

    /// @param checksum SHA-1 of the TIDs in decimal, joined by commas; zeros without any
    /// @param maxTid   last one counted
    record AnswerCheckTIDRange(int count, byte[] checksum, long maxTid) implements ReplicationPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.integer(count);
            out.bytes(checksum);
            out.id(maxTid);
        }

        static AnswerCheckTIDRange read(PacketReader in) {
            in.array(3);
            return new AnswerCheckTIDRange(in.integer(), in.hash(), in.id());
        }
    }

    /// Asks for a digest of the first `length` revisions, by transaction then object, from `minOid` of `minTid`.
    record AskCheckSerialRange(int partition, int length, long minTid, long maxTid, long minOid)
            implements ReplicationPacket, Request<AnswerCheckSerialRange> {
        @Override
        public void write(PacketWriter out) {
            out.array(5);
            out.integer(partition);
            out.integer(length);
            out.id(minTid);
            out.id(maxTid);
            out.id(minOid);
        }

        static AskCheckSerialRange read(PacketReader in) {
            in.array(5);
            return new AskCheckSerialRange(in.integer(), in.integer(), in.id(), in.id(), in.id());
        }
    }

    /// @param tidChecksum SHA-1 of the TIDs in decimal, joined by commas; zeros without any
    /// @param oidChecksum likewise of the OIDs
    /// @param maxTid      TID of the last revision counted
    /// @param maxOid      OID of the last revision counted
    record AnswerCheckSerialRange(int count, byte[] tidChecksum, long maxTid, byte[] oidChecksum, long maxOid)
            implements ReplicationPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(5);
            out.integer(count);
            out.bytes(tidChecksum);
            out.id(maxTid);
            out.bytes(oidChecksum);
            out.id(maxOid);
        }

        static AnswerCheckSerialRange read(PacketReader in) {
            in.array(5);
            return new AnswerCheckSerialRange(in.integer(), in.hash(), in.id(), in.hash(), in.id());
        }
    }

    /// Nodes whose copy of a partition differs.
    record NotifyPartitionCorrupted(int partition, int[] nids) implements ReplicationPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.integer(partition);
            out.integers(nids);
        }

        static NotifyPartitionCorrupted read(PacketReader in) {
            in.array(2);
            return new NotifyPartitionCorrupted(in.integer(), in.integers());
        }
    }
}
