package io.neoppod.client;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Tids;
import java.time.Instant;

/// Identifier of a transaction, which is also its commit time: 8 bytes, unsigned.
///
/// @param value the bits, compared as unsigned
public record Tid(long value) implements Comparable<Tid> {

    /// The wall time that the TID stands for, to the microsecond.
    public Instant toInstant() {
        long micros = Tids.toMicros(value);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    }

    /// The first TID of a moment.
    public static Tid of(Instant time) {
        return new Tid(Tids.fromMicros(time.getEpochSecond() * 1_000_000 + time.getNano() / 1000));
    }

    /// Parses 16 hexadecimal digits, with or without `0x`.
    public static Tid parse(String hex) {
        return new Tid(Long.parseUnsignedLong(hex.startsWith("0x") ? hex.substring(2) : hex, 16));
    }

    @Override
    public int compareTo(Tid other) {
        return Long.compareUnsigned(value, other.value);
    }

    /// 16 hexadecimal digits.
    @Override
    public String toString() {
        return Ids.hex(value);
    }
}
