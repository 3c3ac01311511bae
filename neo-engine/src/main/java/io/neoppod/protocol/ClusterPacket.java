package io.neoppod.protocol;

import java.util.List;

/// What the primary master tells about the cluster.
public sealed interface ClusterPacket extends Packet {

    record NotifyNodeInformation(double timestamp, List<NodeInfo> nodeList) implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.float64(timestamp);
            out.list(nodeList, PacketWriter::value);
        }

        static NotifyNodeInformation read(PacketReader in) {
            in.array(2);
            return new NotifyNodeInformation(in.float64(), in.list(NodeInfo::read));
        }
    }

    record SendPartitionTable(int ptid, int numReplicas, List<List<CellEntry>> rowList)
            implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.optionalInteger(ptid);
            out.integer(numReplicas);
            out.list(rowList, PacketWriter::values);
        }

        static SendPartitionTable read(PacketReader in) {
            in.array(3);
            return new SendPartitionTable(in.optionalInteger(), in.integer(), in.list(CellEntry::readRow));
        }
    }

    record NotifyPartitionChanges(int ptid, int numReplicas, List<CellChange> cellList)
            implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.integer(ptid);
            out.integer(numReplicas);
            out.list(cellList, PacketWriter::value);
        }

        static NotifyPartitionChanges read(PacketReader in) {
            in.array(3);
            return new NotifyPartitionChanges(in.integer(), in.integer(), in.list(CellChange::read));
        }
    }

    record NotifyClusterInformation(ClusterState state) implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.ext(state);
        }

        static NotifyClusterInformation read(PacketReader in) {
            in.array(1);
            return new NotifyClusterInformation(in.ext(ClusterState.class));
        }
    }

    record StartOperation(boolean backup) implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.bool(backup);
        }

        static StartOperation read(PacketReader in) {
            in.array(1);
            return new StartOperation(in.bool());
        }
    }

    record StopOperation() implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static StopOperation read(PacketReader in) {
            in.array(0);
            return new StopOperation();
        }
    }

    record NotifyReady() implements ClusterPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static NotifyReady read(PacketReader in) {
            in.array(0);
            return new NotifyReady();
        }
    }
}
