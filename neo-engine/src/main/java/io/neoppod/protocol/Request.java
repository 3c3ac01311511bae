package io.neoppod.protocol;

import java.util.Objects;

/// A packet that expects an answer.
///
/// @param <A> the answer; [ConnectionPacket.ErrorPacket] when success is only acknowledged
public interface Request<A extends Packet> {

    /// The class of the answer.
    @SuppressWarnings("unchecked") // the constructor of a catalogue entry makes both the same
    static <A extends Packet> Class<A> answerType(Request<A> request) {
        return (Class<A>)
                Objects.requireNonNull(PacketCatalogue.of(request.getClass()).answer());
    }
}
