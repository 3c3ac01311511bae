package io.neoppod.sim;

import io.neoppod.protocol.PacketCatalogue;
import org.jspecify.annotations.Nullable;

/// Packets of one type that do not pass. TCP keeps order, so what follows one on its link waits as well.
public final class Hold {
    private final SimNetwork network;
    private final PacketCatalogue packet;
    private @Nullable String from;
    private @Nullable String to;
    private boolean holding;

    Hold(SimNetwork network, PacketCatalogue packet) {
        this.network = network;
        this.packet = packet;
    }

    /// Only what this node sends.
    public Hold from(String node) {
        from = node;
        return this;
    }

    /// Only what goes to this node.
    public Hold to(String node) {
        to = node;
        return this;
    }

    /// Whether a packet was held since the beginning.
    public boolean isHolding() {
        return holding;
    }

    /// Lets everything pass again, in order.
    public void release() {
        network.release(this);
    }

    boolean catches(Pipe pipe, PacketCatalogue candidate) {
        boolean caught = candidate == packet
                && (from == null || from.equals(pipe.from()))
                && (to == null || to.equals(pipe.to()));
        holding |= caught;
        return caught;
    }
}
