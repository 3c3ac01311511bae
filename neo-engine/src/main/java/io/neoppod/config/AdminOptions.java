package io.neoppod.config;

import io.neoppod.protocol.Address;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options of an admin node.
///
/// @param masters           known masters, at least one
/// @param dynamicMasterList file that remembers known masters
/// @param nid               imposed node id, or [io.neoppod.protocol.NodeIds#NONE]
public record AdminOptions(
        String cluster,
        List<Address> masters,
        Address bind,
        @Nullable Path dynamicMasterList,
        int nid) {

    public AdminOptions {
        masters = List.copyOf(masters);
    }
}
