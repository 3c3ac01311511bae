package io.neoppod.gui.facade;

import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.protocol.Address;
import java.util.ArrayList;
import java.util.List;

/// Saved clusters as they are reached. Names of hosts are looked up: not for the thread of the user interface.
public final class ClusterSources {
    public static final int ADMIN_PORT = 9_999;
    private static final int MASTER_PORT = 10_000;

    private ClusterSources() {}

    /// @throws ConfigException when an address is wrong or its host unknown, in one line
    public static ClusterSource of(Context context) throws ConfigException {
        var masters = new ArrayList<Address>();
        for (var master : context.masters()) {
            masters.add(Addresses.parse(master, MASTER_PORT));
        }
        return new ClusterSource(
                context.name(),
                context.kind(),
                Addresses.parse(String.valueOf(context.address()), ADMIN_PORT),
                List.copyOf(masters),
                context.cluster(),
                context.tls(),
                null,
                context.logs(),
                context.options());
    }
}
