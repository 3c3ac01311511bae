package io.neoppod.cli.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/// What one client, or several at the same time, did in a round.
///
/// @param latencies of each piece of work, in nanoseconds
/// @param items     how many items were worked on
/// @param rate      items per second
record Measured(Histogram latencies, long items, double rate) {
    private static final long MAX_LATENCY_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(MAX_LATENCY_NS, DIGITS);
    }

    /// Of clients that worked at the same time. Their rates add up, since each counts its own time.
    static Measured sum(List<Measured> clients) {
        var latencies = histogram();
        long items = 0;
        double rate = 0;
        for (var client : clients) {
            latencies.add(client.latencies);
            items += client.items;
            rate += client.rate;
        }
        return new Measured(latencies, items, rate);
    }

    /// Latency that `percent` of the pieces of work did not exceed, in microseconds.
    double percentileMicros(double percent) {
        return latencies.getValueAtPercentile(percent) / 1e3;
    }

    /// One line, for another process.
    String encode() {
        var buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(buffer);
        var text = Base64.getEncoder().encode(ByteBuffer.wrap(buffer.array(), 0, length));
        return items + " " + rate + " " + new String(text.array(), StandardCharsets.US_ASCII);
    }

    /// @throws IllegalArgumentException when the line is not one of [#encode]
    static Measured decode(String line) {
        var words = line.split(" ");
        if (words.length != 3) {
            throw new IllegalArgumentException(line);
        }
        try {
            var buffer = ByteBuffer.wrap(Base64.getDecoder().decode(words[2]));
            var latencies = Histogram.decodeFromCompressedByteBuffer(buffer, MAX_LATENCY_NS);
            return new Measured(latencies, Long.parseLong(words[0]), Double.parseDouble(words[1]));
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException(line, damaged);
        }
    }
}
