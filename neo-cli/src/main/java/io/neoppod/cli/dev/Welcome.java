package io.neoppod.cli.dev;

import io.neoppod.protocol.Address;

/// What a user of a running cluster wants to copy and paste.
final class Welcome {
    private Welcome() {}

    static String text(String cluster, Address master, Address admin) {
        return """
                Ready: cluster %1$s, master %2$s, admin %3$s. Ctrl-C stops it.

                  URI      neo://%1$s@%2$s
                  control  neo ctl -a %3$s print summary

                  zope.conf:
                    %%import neo.client
                    <zodb_db main>
                      mount-point /
                      <NEOStorage>
                        master_nodes %2$s
                        name %1$s
                      </NEOStorage>
                    </zodb_db>
                """.formatted(cluster, master, admin);
    }
}
