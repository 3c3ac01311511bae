package io.neoppod.runtime;

import io.neoppod.protocol.Address;

/// A listening socket.
public interface Listener extends AutoCloseable {

    /// The bound address, with the real port when port 0 was asked.
    Address address();

    /// Stops accepting; links already accepted live on.
    @Override
    void close();
}
