package io.neoppod.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opening, identifying and closing connections.
public sealed interface ConnectionPacket extends Packet {

    /// Refuses a request, or acknowledges one that has no answer of its own (code ACK). `message` is for people.
    record ErrorPacket(ErrorCode code, String message) implements ConnectionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.errorCode(code);
            out.text(message);
        }

        static ErrorPacket read(PacketReader in) {
            in.array(2);
            return new ErrorPacket(in.errorCode(), in.text());
        }
    }

    /// First packet of the side that connects: who it is and which cluster it means.
    ///
    /// @param nid         [NodeIds#NONE] when it has none, or connects to another cluster
    /// @param address     where it listens; null for clients and for those that do not listen yet
    /// @param idTimestamp towards storages, as the master announced it; between masters, election time; else NaN
    /// @param extra       what else the receiver may know, by key; unknown keys are kept
    record RequestIdentification(
            NodeType nodeType,
            int nid,
            @Nullable Address address,
            String cluster,
            double idTimestamp,
            Map<String, @Nullable Object> extra)
            implements ConnectionPacket, Request<AcceptIdentification> {
        @Override
        public void write(PacketWriter out) {
            out.array(6);
            out.ext(nodeType);
            out.optionalNid(nid);
            out.optionalAddress(address);
            out.text(cluster);
            out.optionalFloat64(idTimestamp);
            out.dictionary(extra);
        }

        static RequestIdentification read(PacketReader in) {
            in.array(6);
            return new RequestIdentification(
                    in.lenientNodeType(),
                    in.optionalNid(),
                    in.optionalAddress(),
                    in.text(),
                    in.optionalFloat64(),
                    in.dictionary());
        }
    }

    /// The connection is usable.
    ///
    /// @param peerNid id of the one that accepts; [NodeIds#NONE] towards another cluster
    /// @param yourNid id of the one that asked, given by the master; [NodeIds#NONE] towards another cluster
    record AcceptIdentification(NodeType peerType, int peerNid, int yourNid) implements ConnectionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.ext(peerType);
            out.optionalNid(peerNid);
            out.optionalNid(yourNid);
        }

        static AcceptIdentification read(PacketReader in) {
            in.array(3);
            return new AcceptIdentification(in.ext(NodeType.class), in.optionalNid(), in.optionalNid());
        }
    }

    /// A barrier: the answer comes after everything that the peer had sent. Not a keep-alive.
    record Ping() implements ConnectionPacket, Request<Pong> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static Ping read(PacketReader in) {
            in.array(0);
            return new Ping();
        }
    }

    /// Everything sent before it was sent before the ping was handled.
    record Pong() implements ConnectionPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static Pong read(PacketReader in) {
            in.array(0);
            return new Pong();
        }
    }

    /// The storage that sends it no longer needs the connection for requests of its own.
    record CloseClient() implements ConnectionPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static CloseClient read(PacketReader in) {
            in.array(0);
            return new CloseClient();
        }
    }

    /// Sends a node away to the other masters.
    ///
    /// @param primary index of the primary in the list, or [Ids#NO_INTEGER] when it is not known
    record NotPrimaryMaster(int primary, List<Address> knownMasterList) implements ConnectionPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.optionalInteger(primary);
            out.list(knownMasterList, PacketWriter::address);
        }

        static NotPrimaryMaster read(PacketReader in) {
            in.array(2);
            return new NotPrimaryMaster(in.optionalInteger(), in.list(PacketReader::address));
        }
    }

    /// Asks to write the log that is kept in memory.
    record FlushLog() implements ConnectionPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static FlushLog read(PacketReader in) {
            in.array(0);
            return new FlushLog();
        }
    }
}
