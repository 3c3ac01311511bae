package io.neoppod.client;

import io.neoppod.protocol.Ids;

/// Identifier of an object: 8 bytes, unsigned.
///
/// @param value the bits, compared as unsigned
public record Oid(long value) implements Comparable<Oid> {

    /// The root of a ZODB database.
    public static final Oid ROOT = new Oid(0);

    /// Parses 16 hexadecimal digits, with or without `0x`.
    public static Oid parse(String hex) {
        return new Oid(Long.parseUnsignedLong(hex.startsWith("0x") ? hex.substring(2) : hex, 16));
    }

    @Override
    public int compareTo(Oid other) {
        return Long.compareUnsigned(value, other.value);
    }

    /// 16 hexadecimal digits.
    @Override
    public String toString() {
        return Ids.hex(value);
    }
}
