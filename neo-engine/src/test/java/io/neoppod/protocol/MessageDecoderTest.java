package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ReadPacket.AnswerTIDs;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {
    private static final String PING = "93000290";
    private static final String BIN_HEADER = "93001c97" + "c4080000000000000001" + "c4080000000000000002" + "00" + "c6";

    private final List<Integer> capacities = new ArrayList<>();
    private final MessageDecoder decoder = new MessageDecoder(capacity -> {
        capacities.add(capacity);
        return Unpooled.buffer(capacity);
    });

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void nothingIsHeldOnceEverythingWasTaken() {
        var received = Vectors.buffer(PING + PING);
        decoder.feed(received);
        assertThat(received.refCnt()).isEqualTo(2);
        assertThat(decoder.next()).isEqualTo(new Message(0, new Ping()));
        assertThat(decoder.next()).isEqualTo(new Message(0, new Ping()));
        assertThat(received.refCnt()).isEqualTo(1);
        assertThat(decoder.next()).isNull();
        assertThat(decoder.next()).isNull();
    }

    @Test
    void whatIsHeldIsReleasedOnClose() {
        var received = Vectors.buffer(PING + "93");
        decoder.feed(received);
        assertThat(decoder.next()).isNotNull();
        assertThat(decoder.next()).isNull();
        decoder.close();
        assertThat(received.refCnt()).isEqualTo(1);
    }

    @Test
    void anIncompleteMessageWaitsForItsEnd() {
        decoder.feed(Vectors.buffer(PING + "9300"));
        assertThat(decoder.next()).isNotNull();
        assertThat(decoder.next()).isNull();
        decoder.feed(Vectors.buffer(""));
        assertThat(decoder.next()).isNull();
        decoder.feed(Vectors.buffer("0290" + PING));
        assertThat(decoder.next()).isNotNull();
        assertThat(decoder.next()).isNotNull();
        assertThat(decoder.next()).isNull();
    }

    @Test
    @Timeout(20)
    void aLongMessageOfSmallValuesMayComeByteByByte() {
        var out = Unpooled.buffer();
        MessageEncoder.encode(out, 1, new AnswerTIDs(new long[100_000]));
        int length = out.readableBytes();
        for (int i = 1; i < length; i++) {
            decoder.feed(out.readSlice(1));
            if (decoder.next() != null) {
                throw new AssertionError("complete after " + i + " bytes of " + length);
            }
        }
        decoder.feed(out);
        assertThat(decoder.next()).isNotNull();
    }

    @Test
    void aPayloadKeepsItsBytesHoweverItIsCut() {
        var data = new byte[300_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31);
        }
        var out = Unpooled.buffer();
        MessageEncoder.encode(out, 1, new AskStoreObject(1, 2, 0, new byte[20], data, Ids.NONE, 3));
        MessageEncoder.encode(out, 2, new Ping());
        while (out.readableBytes() > 4096) {
            decoder.feed(out.readSlice(4096));
            assertThat(decoder.next()).isNull();
        }
        decoder.feed(out);
        assertThat(((AskStoreObject) decoder.next().packet()).data()).isEqualTo(data);
        assertThat(decoder.next()).isEqualTo(new Message(2, new Ping()));
    }

    @Test
    void aValueBeyond64MiBIsRefusedAtItsHeader() {
        decoder.feed(Vectors.buffer(BIN_HEADER + "04000000"));
        assertThat(decoder.next()).isNull();
        decoder.close();
        var other = new MessageDecoder(Unpooled::buffer);
        other.feed(Vectors.buffer(BIN_HEADER + "04000001"));
        assertThatThrownBy(other::next).isInstanceOf(MalformedPacket.class);
        other.close();
    }

    @Test
    void beforeIdentificationTheLimitIsLower() {
        decoder.limitMessage(MessageDecoder.UNIDENTIFIED_LIMIT_BYTES);
        decoder.feed(Vectors.buffer(BIN_HEADER + "00100000"));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(MalformedPacket.class)
                .hasMessage("a message of more than 1048576 bytes");
    }

    @Test
    void aMessageOfManySmallValuesIsLimitedToo() {
        decoder.limitMessage(1000);
        decoder.feed(Vectors.buffer("930016" + "92" + "c4080000000000000001" + "ddffffffff"));
        assertThat(decoder.next()).isNull();
        decoder.feed(Unpooled.wrappedBuffer(new byte[900]));
        assertThat(decoder.next()).isNull();
        decoder.feed(Unpooled.wrappedBuffer(new byte[100]));
        assertThatThrownBy(decoder::next).isInstanceOf(MalformedPacket.class);
    }

    @Test
    void aCompleteMessageWithinTheLimitMayBeFollowedByOthers() {
        decoder.limitMessage(10);
        decoder.feed(Vectors.buffer(PING.repeat(100)));
        for (int i = 0; i < 100; i++) {
            assertThat(decoder.next()).isNotNull();
        }
        assertThat(decoder.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {BIN_HEADER + "04000000", "930016ddffffffff", "930048" + "91dfffffffff"})
    void aClaimedLengthReservesNothing(String hex) {
        decoder.feed(Vectors.buffer(hex));
        assertThat(decoder.next()).isNull();
        decoder.feed(Vectors.buffer("00"));
        assertThat(decoder.next()).isNull();
        assertThat(capacities).singleElement(INTEGER).isLessThan(1000);
    }

    @Test
    void nestingIsLimited() {
        decoder.feed(Vectors.buffer("91".repeat(15) + "00"));
        assertThatThrownBy(decoder::next).hasMessageContaining("expected an array of 3");
        var deep = new MessageDecoder(Unpooled::buffer);
        deep.feed(Vectors.buffer("91".repeat(16)));
        assertThatThrownBy(deep::next).hasMessage("malformed message: nested too deeply");
        deep.close();
    }
}
