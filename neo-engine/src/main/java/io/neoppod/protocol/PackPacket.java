package io.neoppod.protocol;

import java.util.List;

/// Pack orders.
public sealed interface PackPacket extends Packet {

    /// Asks to be answered when a pack is completed.
    record WaitForPack(long packId) implements PackPacket, Request<WaitedForPack> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(packId);
        }

        static WaitForPack read(PacketReader in) {
            in.array(1);
            return new WaitForPack(in.id());
        }
    }

    /// The pack is completed, or unknown.
    record WaitedForPack() implements PackPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static WaitedForPack read(PacketReader in) {
            in.array(0);
            return new WaitedForPack();
        }
    }

    /// Asks for pack orders.
    ///
    /// @param packId first one wanted; [Ids#NONE] for all
    record AskPackOrders(long packId) implements PackPacket, Request<AnswerPackOrders> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalId(packId);
        }

        static AskPackOrders read(PacketReader in) {
            in.array(1);
            return new AskPackOrders(in.optionalId());
        }
    }

    /// Ascending by id.
    record AnswerPackOrders(List<PackOrder> orders) implements PackPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.list(orders, PacketWriter::value);
        }

        static AnswerPackOrders read(PacketReader in) {
            in.array(1);
            return new AnswerPackOrders(in.list(PackOrder::read));
        }
    }

    /// Pack orders that were decided upon.
    record NotifyPackSigned(long[] approved, long[] rejected) implements PackPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.ids(approved);
            out.ids(rejected);
        }

        static NotifyPackSigned read(PacketReader in) {
            in.array(2);
            return new NotifyPackSigned(in.ids(), in.ids());
        }
    }

    /// All partitions of the storage are packed up to this order.
    record NotifyPackCompleted(long packId) implements PackPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.id(packId);
        }

        static NotifyPackCompleted read(PacketReader in) {
            in.array(1);
            return new NotifyPackCompleted(in.id());
        }
    }
}
