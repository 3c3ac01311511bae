package io.neoppod.embedded;

import io.neoppod.admin.AdminNode.Snapshot;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An embedded cluster at a moment.
///
/// @param state null while it is not known, or nobody is there to tell it
/// @param nodes the masters, the storages by number, the admin
/// @param view  the last that the admin knew of the cluster; null before it knew anything
public record ClusterStatus(
        String cluster,
        Path folder,
        List<Address> masters,
        Address admin,
        int partitions,
        int replicas,
        @Nullable ClusterState state,
        List<NodeStatus> nodes,
        @Nullable Snapshot view) {}
