package io.neoppod.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opening, identifying and closing connections.
public sealed interface ConnectionPacket extends Packet {

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
