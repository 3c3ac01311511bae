package io.neoppod.runtime;

import io.neoppod.protocol.Address;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.function.Supplier;

/// Byte streams between nodes. Confined to the loop.
public interface Transport {

    /// Output above this many bytes makes a link not writable; [LinkEvents#onWritable] tells when it is below
    /// [#LOW_WATER_BYTES] again.
    int HIGH_WATER_BYTES = 8 << 20;

    int LOW_WATER_BYTES = 4 << 20;

    /// Listens on an address; each accepted stream gets its own events object.
    ///
    /// @throws IOException when the address cannot be bound; the message names the address and the reason
    Listener listen(Address bind, Supplier<LinkEvents> onAccept) throws IOException;

    /// Starts a stream to an address. Success and failure are both reported to `events`, never from inside this
    /// call.
    Link connect(Address to, LinkEvents events);

    /// Memory that suits what is to be written, or what is received in pieces; who does not write it releases it.
    ByteBuf newBuffer(int capacity);
}
