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

    /// Reads the options of `neo storage`.
    ///
    /// @throws ConfigException when one is missing or wrong
    public static StorageOptions from(OptionValues values) throws ConfigException {
        NotYet.refuse(values, "engine");
        return new StorageOptions(
                values.required("cluster"),
                values.masters("127.0.0.1:10000"),
                values.bind("127.0.0.1"),
                values.path("dynamic-master-list"),
                DatabaseOptions.from(values),
                values.flag("disable-pack"),
                values.flag("disable-drop-partitions"),
                values.flag("new-nid"),
                values.nid());
    }
}
