package io.neoppod.protocol;

import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Messages of a load, to bytes and from bytes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    /// Size of the object.
    @Param({"200", "2048", "65536"})
    public int bytes;

    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 18);
    private final MessageDecoder decoder = new MessageDecoder(PooledByteBufAllocator.DEFAULT::directBuffer);
    private Packet answer;
    private ByteBuf encoded;

    /// Encodes the answer once.
    @Setup
    public void setUp() {
        answer = new AnswerObject(0x1234, 0x3f00_0000_0000_0000L, Ids.NONE, 0, new byte[20], new byte[bytes], Ids.NONE);
        encoded = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 18);
        MessageEncoder.encode(encoded, 7, answer);
    }

    /// What a client sends.
    @Benchmark
    public int encodeQuestion() {
        out.clear();
        MessageEncoder.encode(out, 7, new AskObject(0x1234, Ids.NONE, 0x3f00_0000_0000_0000L));
        return out.writerIndex();
    }

    /// What a storage sends.
    @Benchmark
    public int encodeAnswer() {
        out.clear();
        MessageEncoder.encode(out, 7, answer);
        return out.writerIndex();
    }

    /// What a client receives.
    @Benchmark
    public Message decodeAnswer() {
        encoded.readerIndex(0);
        decoder.feed(encoded);
        return decoder.next();
    }
}
