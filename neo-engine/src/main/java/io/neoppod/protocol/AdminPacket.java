package io.neoppod.protocol;

import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Administration.
public sealed interface AdminPacket extends Packet {

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
