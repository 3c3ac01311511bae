package io.neoppod.master;

import io.neoppod.config.MasterOptions;
import io.neoppod.net.Connection;
import io.neoppod.net.Network;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import java.util.Map;

/// What stays when a master changes its role.
///
/// @param address where the master listens, which is its identity
record Station(NodeRuntime runtime, MasterOptions options, Address address, Network network, NodeLog log, Host host) {

    /// The node around a role.
    interface Host {

        /// Lets everything that was sent leave, then ends.
        void afterFlush(Outcome outcome);

        /// A connection ended: maybe the last one.
        void connectionEnded();

        /// Another master is the primary, or claims to be; we are to be its secondary.
        void follow(Address primary, String reason);

        /// Another master accepted us as its secondary, on a connection that is kept.
        void follow(Connection primary, Address address, AcceptIdentification accepted);

        /// There is no other master to follow.
        void claim(String reason);

        /// Masters came or went in [MasterRole#nodes].
        void mastersChanged();
    }

    /// How this master presents itself to another one.
    ///
    /// @param timestamp of its claim, NaN for a secondary
    RequestIdentification identity(int nid, double timestamp) {
        return new RequestIdentification(NodeType.MASTER, nid, address, options.cluster(), timestamp, Map.of());
    }

    /// Why a node cannot be let in, whatever it is; empty when it can.
    String refusal(RequestIdentification request) {
        if (!request.cluster().equals(options.cluster())) {
            return "invalid cluster name";
        }
        return address.equals(request.address()) ? "address conflict" : "";
    }
}
