package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// Writing, between clients and storages.
public sealed interface StorePacket extends Packet {

    /// Writes a revision, on every cell of its partition.
    ///
    /// @param serial     revision that it is based on, zero for a new object
    /// @param compression 0, or 1 for zlib
    /// @param checksum   SHA-1 of `data` as sent; zeros without data
    /// @param data       empty for a deletion (with a checksum of zeros)
    /// @param dataSerial for an undo, the transaction whose data it takes; else [Ids#NONE]
    record AskStoreObject(
            long oid, long serial, int compression, byte[] checksum, byte[] data, long dataSerial, long ttid)
            implements StorePacket, Request<AnswerStoreObject> {
        @Override
        public void write(PacketWriter out) {
            out.array(7);
            out.id(oid);
            out.id(serial);
            out.integer(compression);
            out.bytes(checksum);
            out.bytes(data);
            out.optionalId(dataSerial);
            out.id(ttid);
        }

        static AskStoreObject read(PacketReader in) {
            in.array(7);
            return new AskStoreObject(in.id(), in.id(), in.integer(), in.hash(), in.bytes(), in.optionalId(), in.id());
        }
    }

    /// @param conflict [Ids#NONE] when stored with a lock, zero when stored without, else the revision in conflict
    record AnswerStoreObject(long conflict) implements StorePacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalId(conflict);
        }

        static AnswerStoreObject read(PacketReader in) {
            in.array(1);
            return new AnswerStoreObject(in.optionalId());
        }
    }

    /// Takes the lock of an object that is only read, provided that `serial` is still its last revision.
    record AskCheckCurrentSerial(long ttid, long oid, long serial)
            implements StorePacket, Request<AnswerCheckCurrentSerial> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.id(ttid);
            out.id(oid);
            out.id(serial);
        }

        static AskCheckCurrentSerial read(PacketReader in) {
            in.array(3);
            return new AskCheckCurrentSerial(in.id(), in.id(), in.id());
        }
    }

    /// @param conflict as in [AnswerStoreObject]
    record AnswerCheckCurrentSerial(long conflict) implements StorePacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalId(conflict);
        }

        static AnswerCheckCurrentSerial read(PacketReader in) {
            in.array(1);
            return new AnswerCheckCurrentSerial(in.optionalId());
        }
    }

    /// An older transaction waits for this lock: the client is to give it back by [AskRelockObject].
    record NotifyDeadlock(long ttid, long oid) implements StorePacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.id(oid);
        }

        static NotifyDeadlock read(PacketReader in) {
            in.array(2);
            return new NotifyDeadlock(in.id(), in.id());
        }
    }

    /// Gives a lock back and asks for it again.
    record AskRelockObject(long ttid, long oid) implements StorePacket, Request<AnswerRelockObject> {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.id(ttid);
            out.id(oid);
        }

        static AskRelockObject read(PacketReader in) {
            in.array(2);
            return new AskRelockObject(in.id(), in.id());
        }
    }

    /// @param conflict null when the lock is held again and nothing changed
    record AnswerRelockObject(@Nullable RelockConflict conflict) implements StorePacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optional(conflict, PacketWriter::value);
        }

        static AnswerRelockObject read(PacketReader in) {
            in.array(1);
            return new AnswerRelockObject(in.optional(RelockConflict::read));
        }
    }

    /// Writes the metadata of a transaction and votes, on every cell of the partition of the TTID.
    ///
    /// @param user        UTF-8 by convention
    /// @param description UTF-8 by convention
    /// @param extension   pickle of a dictionary, or empty
    /// @param oidList     objects written, deletions included
    /// @param pack        the pack order that the transaction carries, or null
    record AskStoreTransaction(
            long ttid,
            byte[] user,
            byte[] description,
            byte[] extension,
            long[] oidList,
            @Nullable PackInfo pack) implements StorePacket, Request<AnswerStoreTransaction> {
        @Override
        public void write(PacketWriter out) {
            out.array(6);
            out.id(ttid);
            out.bytes(user);
            out.bytes(description);
            out.bytes(extension);
            out.ids(oidList);
            out.optional(pack, PacketWriter::value);
        }

        static AskStoreTransaction read(PacketReader in) {
            in.array(6);
            return new AskStoreTransaction(
                    in.id(), in.bytes(), in.bytes(), in.bytes(), in.ids(), in.optional(PackInfo::read));
        }
    }

    /// Voted: the transaction is on stable storage.
    record AnswerStoreTransaction() implements StorePacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AnswerStoreTransaction read(PacketReader in) {
            in.array(0);
            return new AnswerStoreTransaction();
        }
    }

    /// Votes on a storage that has objects of the transaction but not its metadata.
    record AskVoteTransaction(long ttid) implements StorePacket, Request<AnswerVoteTransaction> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(ttid);
        }

        static AskVoteTransaction read(PacketReader in) {
            in.array(1);
            return new AskVoteTransaction(in.id());
        }
    }

    /// Voted: the objects are on stable storage.
    record AnswerVoteTransaction() implements StorePacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AnswerVoteTransaction read(PacketReader in) {
            in.array(0);
            return new AnswerVoteTransaction();
        }
    }
}
