package io.neoppod.runtime;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.Packet;
import org.slf4j.event.Level;

/// Where a node's log goes besides SLF4J: every line of every level, and every packet.
///
/// Called by any thread that logs, which is never kept waiting; what is given is not modified afterwards.
public interface LogSink {

    /// @param source file that the line comes from, below the root package: `master/Recovering.java`
    /// @param line   line in it
    void text(Level level, String source, int line, String message);

    void packet(Trace packet);

    /// A packet that was sent or received.
    ///
    /// @param messageId 32 bits
    /// @param bytes     its size on the wire
    /// @param peer      node id of the peer, or [io.neoppod.protocol.NodeIds#NONE]
    record Trace(boolean sent, int messageId, Packet packet, int bytes, int peer, Address address) {}

    /// What comes next is written by this node.
    ///
    /// @param nid or [io.neoppod.protocol.NodeIds#NONE] as long as it has none
    void node(String cluster, int nid);

    /// Makes everything that is remembered readable by others, soon.
    void flush();

    /// Writes what is remembered; nothing comes any more.
    void close();
}
