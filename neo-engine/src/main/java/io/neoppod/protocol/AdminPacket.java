package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Administration.
public sealed interface AdminPacket extends Packet {

    /// Asks for the primary master.
    record AskPrimary() implements AdminPacket, Request<AnswerPrimary> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskPrimary read(PacketReader in) {
            in.array(0);
            return new AskPrimary();
        }
    }

    /// The primary master.
    record AnswerPrimary(int nid) implements AdminPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.integer(nid);
        }

        static AnswerPrimary read(PacketReader in) {
            in.array(1);
            return new AnswerPrimary(in.integer());
        }
    }

    /// Asks for rows of the partition table.
    ///
    /// @param max one after the last row; 0 for all
    /// @param nid ignored; [NodeIds#NONE]
    record AskPartitionList(int min, int max, int nid) implements AdminPacket, Request<AnswerPartitionList> {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.integer(min);
            out.integer(max);
            out.optionalNid(nid);
        }

        static AskPartitionList read(PacketReader in) {
            in.array(3);
            return new AskPartitionList(in.integer(), in.integer(), in.optionalNid());
        }
    }

    /// @param ptid [Ids#NO_INTEGER] while there is no table
    record AnswerPartitionList(int ptid, int numReplicas, List<List<CellEntry>> rowList)
            implements AdminPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.optionalInteger(ptid);
            out.integer(numReplicas);
            out.list(rowList, PacketWriter::values);
        }

        static AnswerPartitionList read(PacketReader in) {
            in.array(3);
            return new AnswerPartitionList(in.optionalInteger(), in.integer(), in.list(CellEntry::readRow));
        }
    }

    /// @param type null for all types
    record AskNodeList(@Nullable NodeType type) implements AdminPacket, Request<AnswerNodeList> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalExt(type);
        }

        static AskNodeList read(PacketReader in) {
            in.array(1);
            return new AskNodeList(in.optionalExt(NodeType.class));
        }
    }

    /// Nodes that the admin knows.
    record AnswerNodeList(List<NodeInfo> nodeList) implements AdminPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.list(nodeList, PacketWriter::value);
        }

        static AnswerNodeList read(PacketReader in) {
            in.array(1);
            return new AnswerNodeList(in.list(NodeInfo::read));
        }
    }

    /// Asks for the state of the cluster.
    record AskClusterState() implements AdminPacket, Request<AnswerClusterState> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskClusterState read(PacketReader in) {
            in.array(0);
            return new AskClusterState();
        }
    }

    /// @param state null while the admin does not know it
    record AnswerClusterState(@Nullable ClusterState state) implements AdminPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.optionalExt(state);
        }

        static AnswerClusterState read(PacketReader in) {
            in.array(1);
            return new AnswerClusterState(in.optionalExt(ClusterState.class));
        }
    }

    /// Orders to stop a node (DOWN) or to forget it (UNKNOWN).
    record SetNodeState(int nid, NodeState state) implements AdminPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.integer(nid);
            out.ext(state);
        }

        static SetNodeState read(PacketReader in) {
            in.array(2);
            return new SetNodeState(in.integer(), in.ext(NodeState.class));
        }
    }

    /// Orders to let pending storages in.
    record AddPendingNodes(int[] nids) implements AdminPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.integers(nids);
        }

        static AddPendingNodes read(PacketReader in) {
            in.array(1);
            return new AddPendingNodes(in.integers());
        }
    }

    /// Orders to compute anew who stores what.
    ///
    /// @param excluded storages to take cells away from
    record TweakPartitionTable(boolean dryRun, int[] excluded)
            implements AdminPacket, Request<AnswerTweakPartitionTable> {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.bool(dryRun);
            out.integers(excluded);
        }

        static TweakPartitionTable read(PacketReader in) {
            in.array(2);
            return new TweakPartitionTable(in.bool(), in.integers());
        }
    }

    /// The partition table as it is now, or as it would be.
    ///
    /// @param changed false when there was nothing to do
    record AnswerTweakPartitionTable(boolean changed, List<List<CellEntry>> rowList) implements AdminPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.bool(changed);
            out.list(rowList, PacketWriter::values);
        }

        static AnswerTweakPartitionTable read(PacketReader in) {
            in.array(2);
            return new AnswerTweakPartitionTable(in.bool(), in.list(CellEntry::readRow));
        }
    }

    /// Orders to keep this number of extra copies.
    record SetNumReplicas(int numReplicas) implements AdminPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.integer(numReplicas);
        }

        static SetNumReplicas read(PacketReader in) {
            in.array(1);
            return new SetNumReplicas(in.integer());
        }
    }

    /// Orders to change the state of the cluster.
    record SetClusterState(ClusterState state) implements AdminPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.ext(state);
        }

        static SetClusterState read(PacketReader in) {
            in.array(1);
            return new SetClusterState(in.ext(ClusterState.class));
        }
    }

    /// Orders storages to find data that nothing refers to, and to delete it unless `dryRun`.
    record Repair(int[] nids, boolean dryRun) implements AdminPacket, Request<ErrorPacket> {
        @Override
        public void write(PacketWriter out) {
            out.array(2);
            out.integers(nids);
            out.bool(dryRun);
        }

        static Repair read(PacketReader in) {
            in.array(2);
            return new Repair(in.integers(), in.bool());
        }
    }

    /// Passes [Repair] on to a storage.
    record NotifyRepair(boolean dryRun) implements AdminPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.bool(dryRun);
        }

        static NotifyRepair read(PacketReader in) {
            in.array(1);
            return new NotifyRepair(in.bool());
        }
    }

    /// Asks for the health of this cluster and of those that back it up.
    record AskMonitorInformation() implements AdminPacket, Request<AnswerMonitorInformation> {
        @Override
        public void write(PacketWriter out) {
            out.array(0);
        }

        static AskMonitorInformation read(PacketReader in) {
            in.array(0);
            return new AskMonitorInformation();
        }
    }

    /// Names of clusters in a worrying or bad state, sorted; null, first, is this cluster.
    ///
    /// @param report text for people
    record AnswerMonitorInformation(List<@Nullable String> warning, List<@Nullable String> problem, String report)
            implements AdminPacket, Answer {
        @Override
        public void write(PacketWriter out) {
            out.array(3);
            out.list(warning, PacketWriter::optionalText);
            out.list(problem, PacketWriter::optionalText);
            out.text(report);
        }

        static AnswerMonitorInformation read(PacketReader in) {
            in.array(3);
            return new AnswerMonitorInformation(
                    in.list(PacketReader::optionalText), in.list(PacketReader::optionalText), in.text());
        }
    }

    /// State of a backup cluster by key: all of it first, then only what changed.
    record NotifyMonitorInformation(Map<String, @Nullable Object> values) implements AdminPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.dictionary(values);
        }

        static NotifyMonitorInformation read(PacketReader in) {
            in.array(1);
            return new NotifyMonitorInformation(in.dictionary());
        }
    }

    /// An admin of the upstream cluster, to report to.
    record NotifyUpstreamAdmin(Address address) implements AdminPacket, Notification {
        @Override
        public void write(PacketWriter out) {
            out.array(1);
            out.address(address);
        }

        static NotifyUpstreamAdmin read(PacketReader in) {
            in.array(1);
            return new NotifyUpstreamAdmin(in.address());
        }
    }
}
