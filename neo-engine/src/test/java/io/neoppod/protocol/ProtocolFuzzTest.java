package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever bytes arrive, decoding ends, with messages or with [MalformedPacket], having allocated in proportion to
/// what arrived; and what it lets through can be sent.
class ProtocolFuzzTest {
    private static final long SEED = 20260105;
    private static final int CASES = 100_000;

    /// What one message costs besides its content, an exception and its text included.
    private static final long FIXED_BYTES = 32 << 10;

    /// Greatest ratio of memory to wire: a list of lists of lists, each element one byte, each level reserved at once.
    private static final long BYTES_PER_BYTE = 128;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<byte[]> GOLDEN = Vectors.lines("packets.jsonl").stream()
            .map(row -> Vectors.bytes(row.get("hex").asText()))
            .toList();

    /// Bytes that begin a value or tell a length.
    private static final byte[] TELLING = HexFormat.of()
            .parseHex("00017f80818f90919fa0a1bfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0ff");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    private enum Outcome {
        /// At least one message.
        ACCEPTED,
        INCOMPLETE,
        REFUSED
    }

    @Test
    @Timeout(60)
    void nothingButMalformedPacketIsThrown() {
        for (int i = 0; i < CASES; i++) {
            byte[] input = input();
            int cut = random.nextInt(input.length + 1);
            try {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                outcomes.merge(decode(input, cut), 1, Integer::sum);
                // Once more if it was much: what is loaded at its first use is not the cost of a message.
                if (allocatedSince(before) > bound(input)) {
                    before = THREADS.getCurrentThreadAllocatedBytes();
                    decode(input, cut);
                    assertThat(allocatedSince(before)).as("bytes allocated").isLessThanOrEqualTo(bound(input));
                }
            } catch (RuntimeException | Error failure) {
                fail("case %d, seed %d: %s".formatted(i, SEED, HexFormat.of().formatHex(input)), failure);
            }
        }
        // Each way out was taken often, else the generator would prove nothing.
        assertThat(outcomes)
                .allSatisfy((outcome, times) ->
                        assertThat(times).as("%s among %s", outcome, outcomes).isGreaterThan(CASES / 20));
        assertThat(outcomes).containsOnlyKeys(Outcome.values());
    }

    private static long bound(byte[] input) {
        return FIXED_BYTES + BYTES_PER_BYTE * input.length;
    }

    private static long allocatedSince(long before) {
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static Outcome decode(byte[] input, int cut) {
        var decoder = new MessageDecoder(Unpooled::buffer);
        try {
            decoder.feed(Unpooled.wrappedBuffer(input, 0, cut));
            boolean some = takeAll(decoder);
            decoder.feed(Unpooled.wrappedBuffer(input, cut, input.length - cut));
            some |= takeAll(decoder);
            return some ? Outcome.ACCEPTED : Outcome.INCOMPLETE;
        } catch (MalformedPacket malformed) {
            assertThat(malformed.getMessage()).isNotBlank();
            return Outcome.REFUSED;
        } finally {
            decoder.close();
        }
    }

    /// What was let through is sent in a form that is read as the same.
    private static boolean takeAll(MessageDecoder decoder) {
        boolean some = false;
        for (var message = decoder.next(); message != null; message = decoder.next()) {
            var out = Unpooled.buffer();
            MessageEncoder.encode(out, message.id(), message.packet());
            var again = Vectors.decode(out.retainedDuplicate()).getFirst();
            var outAgain = Unpooled.buffer();
            MessageEncoder.encode(outAgain, again.id(), again.packet());
            if (!out.equals(outAgain)) {
                throw new AssertionError("sent as " + Vectors.hex(out) + ", read as " + Vectors.hex(outAgain));
            }
            some = true;
        }
        return some;
    }

    private byte[] input() {
        byte[] golden = GOLDEN.get(random.nextInt(GOLDEN.size())).clone();
        return switch (random.nextInt(8)) {
            case 0, 1 -> mutated(golden);
            case 2 -> Arrays.copyOf(golden, random.nextInt(golden.length));
            case 3 -> overlong(golden);
            case 4 -> inserted(golden);
            case 5 -> otherCode(golden);
            case 6 -> noise();
            default -> nested();
        };
    }

    private byte[] mutated(byte[] bytes) {
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = oneByte();
        }
        return bytes;
    }

    /// A length of 16 or 32 bits somewhere that the message does not have.
    private byte[] overlong(byte[] bytes) {
        var header = HexFormat.of()
                .parseHex(List.of("c6", "c9", "db", "dc", "dd", "de", "df").get(random.nextInt(7)));
        int at = random.nextInt(bytes.length);
        var length = new byte[random.nextInt(1, 5)];
        random.nextBytes(length);
        return concat(Arrays.copyOf(bytes, at), header, length, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private byte[] inserted(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int end = random.nextInt(at, bytes.length);
        return random.nextBoolean()
                ? concat(Arrays.copyOf(bytes, at), new byte[] {oneByte()}, Arrays.copyOfRange(bytes, at, bytes.length))
                : concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
    }

    /// The arguments of one packet under the code of another: wrong arity and types.
    private byte[] otherCode(byte[] bytes) {
        var code = PacketCatalogue.values()[random.nextInt(PacketCatalogue.values().length)].code();
        var message = Unpooled.buffer();
        var writer = new PacketWriter(message);
        writer.array(3);
        writer.unsigned32(random.nextInt());
        writer.unsigned32(code);
        message.writeBytes(bytes, Math.min(bytes.length - 1, 3), bytes.length - Math.min(bytes.length - 1, 3));
        return ByteBufUtil.getBytes(message);
    }

    private byte[] noise() {
        var bytes = new byte[random.nextInt(1, 200)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = oneByte();
        }
        return random.nextBoolean() ? bytes : concat(new byte[] {(byte) 0x93, 0, oneByte()}, bytes);
    }

    /// Dictionaries and lists in each other, where any value is legal.
    private byte[] nested() {
        var out = Unpooled.buffer();
        out.writeBytes(Vectors.bytes("93004891" + "81" + "c40161"));
        nest(out, random.nextInt(20));
        return ByteBufUtil.getBytes(out);
    }

    private void nest(ByteBuf out, int depth) {
        if (depth == 0) {
            out.writeByte(oneByte());
            return;
        }
        boolean list = random.nextBoolean();
        int size = random.nextInt(3);
        out.writeByte((list ? 0x90 : 0x80) | size);
        for (int i = 0; i < size; i++) {
            if (!list) {
                out.writeByte(i);
            }
            nest(out, i == 0 ? depth - 1 : 0);
        }
    }

    private byte oneByte() {
        return random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt(256);
    }

    private static byte[] concat(byte[]... parts) {
        var out = Unpooled.buffer();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return ByteBufUtil.getBytes(out);
    }
}
