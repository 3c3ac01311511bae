package io.neoppod.runtime;

import io.netty.buffer.ByteBuf;

/// What happens to a [Link]. All methods are called on the loop.
public interface LinkEvents {

    /// The stream is established (including its TLS handshake).
    void onOpen(Link link);

    /// Bytes arrived. The buffer is valid until the method returns, unless it is retained; it is not written to again.
    void onBytes(ByteBuf bytes);

    /// The output queue drained below the low mark after having been above the high mark.
    void onWritable();

    /// The stream ended, or could not be established. Called exactly once, last. Everything received before was
    /// delivered.
    ///
    /// @param reason what happened, for the log
    void onClosed(String reason);
}
