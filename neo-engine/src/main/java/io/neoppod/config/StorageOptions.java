package io.neoppod.config;

import io.neoppod.protocol.Address;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options of a storage node.
///
/// @param masters               known masters, at least one
/// @param bind                  listening address; port 0 takes a free one
/// @param dynamicMasterList     file that remembers known masters
/// @param disablePack           pack orders are recorded but not processed
/// @param disableDropPartitions data of discarded cells are kept
/// @param newNid                clone: get a new node id for a copied database, store it and exit
/// @param nid                   imposed node id, or [io.neoppod.protocol.NodeIds#NONE]
public record StorageOptions(
        String cluster,
        List<Address> masters,
        Address bind,
        @Nullable Path dynamicMasterList,
        DatabaseOptions database,
        boolean disablePack,
        boolean disableDropPartitions,
        boolean newNid,
        int nid) {

    public StorageOptions {
        masters = List.copyOf(masters);
    }
}
