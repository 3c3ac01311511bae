package io.neoppod.protocol;

import java.util.List;

/// What the primary master tells about the cluster.
public sealed interface ClusterPacket extends Packet {

    /// Nodes that appeared or changed; the first one after identification lists all that the receiver must know.
    ///
    /// @param timestamp seconds since the epoch, strictly increasing on a connection
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

    /// The whole partition table: one row per partition, in order.
    ///
    /// @param ptid [Ids#NO_INTEGER] while there is no table
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

    /// Changes of cells, applied in order.
    ///
    /// @param ptid the previous one plus 1
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

    /// The cluster enters a state.
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

    /// A storage may serve from now on, in backup mode or not.
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

    /// The cluster is no longer operational: storages drop transactions and peers before they handle anything else.
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

    /// A storage serves, after [StartOperation].
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
