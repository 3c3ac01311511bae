package io.neoppod.config;

import io.neoppod.protocol.Address;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options of a master node.
///
/// @param masters           other known masters; may be empty and may contain `bind`
/// @param bind              listening address, which is also the identity of the master
/// @param dynamicMasterList file that remembers known masters
/// @param autostart         pending storages that start a *new* cluster without an operator; 0: never
/// @param nid               imposed node id, or [io.neoppod.protocol.NodeIds#NONE]
/// @param replicas          extra copies of a new cluster
/// @param partitions        partitions of a new cluster
public record MasterOptions(
        String cluster,
        List<Address> masters,
        Address bind,
        @Nullable Path dynamicMasterList,
        int autostart,
        int nid,
        int replicas,
        int partitions) {
    private static final int DEFAULT_PARTITIONS = 100;

    public MasterOptions {
        masters = List.copyOf(masters);
    }

    /// Reads the options of `neo master`.
    ///
    /// @throws ConfigException when one is missing or wrong, with the reference's texts where it has one
    public static MasterOptions from(OptionValues values) throws ConfigException {
        NotYet.refuse(values, "upstream-cluster", "upstream-masters", "backup");
        return new MasterOptions(
                        values.required("cluster"),
                        values.masters(""),
                        values.bind("127.0.0.1:10000"),
                        values.path("dynamic-master-list"),
                        values.integer("autostart", 0),
                        values.nid(),
                        values.integer("replicas", 0),
                        values.integer("partitions", DEFAULT_PARTITIONS))
                .validated();
    }

    /// Checks what the types do not say.
    ///
    /// @throws ConfigException with the reference's texts
    public MasterOptions validated() throws ConfigException {
        if (replicas < 0) {
            throw new ConfigException("replicas must be a positive integer");
        }
        if (partitions <= 0) {
            throw new ConfigException("partitions must be more than zero");
        }
        return this;
    }
}
