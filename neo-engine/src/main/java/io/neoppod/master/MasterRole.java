package io.neoppod.master;

import io.neoppod.cluster.NodeRegistry;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Network;
import io.neoppod.node.StateLog;

/// What a master plays.
///
/// | From | Event | To |
/// |---|---|---|
/// | primary | another master wins while we recover | secondary |
/// | secondary | no other master can be followed | primary, with a new [Election] |
/// | secondary | told DOWN or that the cluster stops | the end |
///
/// A role begins with the masters that the former one knew, and with no connection but, for a secondary, one to its
/// primary. Changed by [MasterNode] alone.
sealed interface MasterRole permits Master, Secondary {

    /// Starts the role.
    void begin();

    /// What a peer that connects may ask.
    HandlerTable incoming();

    /// The nodes that it knows, of which the next role takes the masters.
    NodeRegistry nodes();

    MasterNode.Snapshot snapshot();

    /// Tells what [#snapshot] counts.
    void logState(StateLog state, Network network);
}
