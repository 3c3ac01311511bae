package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Of the input that a node must survive, the codec refuses exactly what is malformed; the rest is for role code.
class NegativeVectorTest {
    private static final Set<String> MALFORMED = Set.of(
            "second handshake inside the stream (2-element array)",
            "array of 4",
            "invalid msgpack byte c1",
            "unknown packet code 0x50",
            "unknown error code",
            "top-level integer",
            "arguments nil",
            "too many arguments",
            "too few arguments",
            "cluster name as msgpack str",
            "extra key as msgpack str",
            "enum ordinal out of range",
            "unknown extension code",
            "enum of another type (NodeStates for NodeTypes)",
            "host as msgpack str in a storage address",
            // The reference bears these two by accident; none of its nodes sends them.
            "message id is echoed verbatim, any integer",
            "arguments given as an empty map");

    @Test
    void exactlyTheMalformedInputIsRefused() {
        var refused = new TreeSet<String>();
        var otherVersion = new TreeSet<String>();
        var notNeo = new TreeSet<String>();
        for (var negative : NegativeVectors.cases()) {
            var handshake = new Handshake();
            var decoder = new MessageDecoder(Unpooled::buffer);
            var result = Handshake.Result.INCOMPLETE;
            try {
                for (var part : negative.send()) {
                    var bytes = Unpooled.wrappedBuffer(part);
                    result = handshake.read(bytes);
                    if (result == Handshake.Result.OK) {
                        readAll(decoder, bytes);
                    }
                }
            } catch (MalformedPacket malformed) {
                refused.add(negative.name());
            } finally {
                decoder.close();
            }
            switch (result) {
                case OTHER_VERSION -> otherVersion.add(negative.name());
                case NOT_NEO -> notNeo.add(negative.name());
                case OK, INCOMPLETE -> {}
            }
        }
        assertThat(refused).isEqualTo(new TreeSet<>(MALFORMED));
        assertThat(otherVersion).containsExactly("version 4");
        assertThat(notNeo).containsExactly("non-NEO text");
    }

    private static void readAll(MessageDecoder decoder, ByteBuf bytes) {
        decoder.feed(bytes);
        while (decoder.next() != null) {
            // The next one.
        }
    }
}
