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

    /// Reads the options of `neo admin`.
    ///
    /// @throws ConfigException when one is missing or wrong
    public static AdminOptions from(OptionValues values) throws ConfigException {
        NotYet.refuse(values, "monitor-email", "monitor-backup");
        return new AdminOptions(
                values.required("cluster"),
                values.masters("127.0.0.1:10000"),
                values.bind("127.0.0.1:9999"),
                values.path("dynamic-master-list"),
                values.nid());
    }
}
