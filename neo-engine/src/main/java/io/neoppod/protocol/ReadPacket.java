package io.neoppod.protocol;

import java.util.List;
import java.util.Map;

/// Reading, between clients and storages.
public sealed interface ReadPacket extends Packet {

    /// Reads a revision: exactly `at`, else the last one before `before`, else the last one.
    ///
    /// @param at     a revision, or [Ids#NONE]
    /// @param before first revision not to consider, or [Ids#NONE]
    record AskObject(long oid, long at, long before) implements ReadPacket, Request<AnswerObject> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.id(oid);
            out.optionalId(at);
            out.optionalId(before);
        }

        static AskObject read(PacketReader in) {
            in.array(3);
            return new AskObject(in.id(), in.optionalId(), in.optionalId());
        }
    }

    /// @param nextSerial  next revision, or [Ids#NONE] for the last one
    /// @param compression 0, 1 for zlib, or [Ids#NO_INTEGER] without data
    /// @param checksum    SHA-1 of `data`; zeros for a deletion
    /// @param dataSerial  transaction that the data comes from, after an undo; else [Ids#NONE]
    record AnswerObject(
            long oid, long serial, long nextSerial, int compression, byte[] checksum, byte[] data, long dataSerial)
            implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(7);
            out.id(oid);
            out.id(serial);
            out.optionalId(nextSerial);
            out.optionalInteger(compression);
            out.bytes(checksum);
            out.bytes(data);
            out.optionalId(dataSerial);
        }

        static AnswerObject read(PacketReader in) {
            in.array(7);
            return new AnswerObject(
                    in.id(), in.id(), in.optionalId(), in.optionalInteger(), in.hash(), in.bytes(), in.optionalId());
        }
    }

    /// Asks for the last transactions of a storage, from `first` included to `last` excluded, the last one being 0.
    ///
    /// @param partition [Ids#INVALID_PARTITION] for all that are readable there
    record AskTIDs(int first, int last, int partition) implements ReadPacket, Request<AnswerTIDs> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.integer(first);
            out.integer(last);
            out.unsigned32(partition);
        }

        static AskTIDs read(PacketReader in) {
            in.array(3);
            return new AskTIDs(in.position(), in.position(), in.unsigned32());
        }
    }

    /// Descending.
    record AnswerTIDs(long[] tids) implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.ids(tids);
        }

        static AnswerTIDs read(PacketReader in) {
            in.array(1);
            return new AnswerTIDs(in.ids());
        }
    }

    /// Asks for the metadata of a transaction.
    record AskTransactionInformation(long tid) implements ReadPacket, Request<AnswerTransactionInformation> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(tid);
        }

        static AskTransactionInformation read(PacketReader in) {
            in.array(1);
            return new AskTransactionInformation(in.id());
        }
    }

    /// Metadata of a transaction.
    ///
    /// @param extension pickle of a dictionary, or empty
    record AnswerTransactionInformation(
            long tid, byte[] user, byte[] description, byte[] extension, boolean packed, long[] oidList)
            implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(6);
            out.id(tid);
            out.bytes(user);
            out.bytes(description);
            out.bytes(extension);
            out.bool(packed);
            out.ids(oidList);
        }

        static AnswerTransactionInformation read(PacketReader in) {
            in.array(6);
            return new AnswerTransactionInformation(in.id(), in.bytes(), in.bytes(), in.bytes(), in.bool(), in.ids());
        }
    }

    /// Asks for revisions of an object, from `first` included to `last` excluded, the last one being 0.
    record AskObjectHistory(long oid, int first, int last) implements ReadPacket, Request<AnswerObjectHistory> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.id(oid);
            out.integer(first);
            out.integer(last);
        }

        static AskObjectHistory read(PacketReader in) {
            in.array(3);
            return new AskObjectHistory(in.id(), in.position(), in.position());
        }
    }

    /// Descending.
    record AnswerObjectHistory(long oid, List<HistoryItem> history) implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(oid);
            out.list(history, PacketWriter::value);
        }

        static AnswerObjectHistory read(PacketReader in) {
            in.array(2);
            return new AnswerObjectHistory(in.id(), in.list(HistoryItem::read));
        }
    }

    /// Asks what undoing a transaction means for objects.
    ///
    /// @param ltid first transaction that the undoing one does not see
    record AskObjectUndoSerial(long ttid, long ltid, long undoneTid, long[] oidList)
            implements ReadPacket, Request<AnswerObjectUndoSerial> {
        @Override
        public void write(PacketWriter out) {
            out.array(4);
            out.id(ttid);
            out.id(ltid);
            out.id(undoneTid);
            out.ids(oidList);
        }

        static AskObjectUndoSerial read(PacketReader in) {
            in.array(4);
            return new AskObjectUndoSerial(in.id(), in.id(), in.id(), in.ids());
        }
    }

    /// By object; those that the undone transaction did not write are missing.
    record AnswerObjectUndoSerial(Map<Long, UndoSerial> serials) implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.map(serials, PacketWriter::id, PacketWriter::value);
        }

        static AnswerObjectUndoSerial read(PacketReader in) {
            in.array(1);
            return new AnswerObjectUndoSerial(in.map(PacketReader::id, UndoSerial::read));
        }
    }

    /// Asks for at most `length` transactions of a partition, bounds included.
    record AskTIDsFrom(long minTid, long maxTid, int length, int partition)
            implements ReadPacket, Request<AnswerTIDsFrom> {
        @Override
        public void write(PacketWriter out) {
            out.array(4);
            out.id(minTid);
            out.id(maxTid);
            out.integer(length);
            out.integer(partition);
        }

        static AskTIDsFrom read(PacketReader in) {
            in.array(4);
            return new AskTIDsFrom(in.id(), in.id(), in.integer(), in.integer());
        }
    }

    /// Ascending.
    record AnswerTIDsFrom(long[] tids) implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.ids(tids);
        }

        static AnswerTIDsFrom read(PacketReader in) {
            in.array(1);
            return new AnswerTIDsFrom(in.ids());
        }
    }

    /// Asks for objects of a partition that exist as of `tid`, from `minOid`; examines at most `length`.
    record AskOIDsFrom(int partition, int length, long minOid, long tid)
            implements ReadPacket, Request<AnswerOIDsFrom> {
        @Override
        public void write(PacketWriter out) {
            out.array(4);
            out.integer(partition);
            out.integer(length);
            out.id(minOid);
            out.id(tid);
        }

        static AskOIDsFrom read(PacketReader in) {
            in.array(4);
            return new AskOIDsFrom(in.integer(), in.integer(), in.id(), in.id());
        }
    }

    /// Ascending.
    ///
    /// @param nextOid where to go on, even if the list is short; [Ids#NONE] at the end
    record AnswerOIDsFrom(long nextOid, long[] oids) implements ReadPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.optionalId(nextOid);
            out.ids(oids);
        }

        static AnswerOIDsFrom read(PacketReader in) {
            in.array(2);
            return new AnswerOIDsFrom(in.optionalId(), in.ids());
        }
    }
}
