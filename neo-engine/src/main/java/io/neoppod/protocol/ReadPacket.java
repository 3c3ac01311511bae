package io.neoppod.protocol;

import java.util.List;
import java.util.Map;

/// Reading, between clients and storages.
public sealed interface ReadPacket extends Packet {

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
