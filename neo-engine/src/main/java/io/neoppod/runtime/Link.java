package io.neoppod.runtime;

import io.neoppod.protocol.Address;
import io.netty.buffer.ByteBuf;

/// One end of a byte stream (a TCP connection or its simulation). Confined to the loop.
public interface Link {

    /// Address of the other end: the target for an outgoing link, the peer's socket address for an accepted one.
    Address remote();

    /// Queues bytes for sending; takes over the buffer. Bytes written to a link that is not open are dropped.
    void write(ByteBuf bytes);

    /// Starts sending what was queued.
    void flush();

    /// Bytes queued and not yet taken by the operating system.
    long pendingBytes();

    /// Stops or resumes delivery of received bytes, so that a fast peer is slowed down by TCP. A stream that ends while
    /// delivery is stopped delivers the rest all the same, before [LinkEvents#onClosed].
    void setReading(boolean reading);

    /// Closes at once; queued bytes are lost. [LinkEvents#onClosed] follows as a task of the loop.
    void close();

    /// Closes once everything queued was sent, or after a few seconds when the peer does not read.
    /// Received bytes are no longer delivered.
    void closeAfterFlush();
}
