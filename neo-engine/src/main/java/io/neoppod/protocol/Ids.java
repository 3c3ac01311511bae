package io.neoppod.protocol;

import java.util.HexFormat;

/// Object and transaction ids: 8 bytes on the wire, unsigned 64-bit integers held in a `long`.
public final class Ids {
    /// Stands for an absent id. Never legal on the wire: databases end at [#MAX_TID], and the decoder refuses it.
    public static final long NONE = Long.MIN_VALUE;

    public static final long ZERO = 0;

    /// All bits set.
    public static final long INVALID = -1;

    /// Greatest id that databases can hold.
    public static final long MAX_TID = Long.MAX_VALUE;

    /// Stands for an absent integer (node id, partition table id, compression). Refused on the wire.
    public static final int NO_INTEGER = Integer.MIN_VALUE;

    /// All partitions that are readable on a node, in requests that take a partition.
    public static final int INVALID_PARTITION = 0xffffffff;

    private static final int HEX_DIGITS = 16;

    private Ids() {}

    /// 16 lower-case hexadecimal digits.
    public static String hex(long id) {
        return HexFormat.of().toHexDigits(id);
    }

    /// Reads what [#hex] writes.
    ///
    /// @throws IllegalArgumentException when it is not 16 hexadecimal digits
    public static long parse(String hex) {
        if (hex.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("not an id of 16 hexadecimal digits: " + hex);
        }
        return HexFormat.fromHexDigitsToLong(hex);
    }

    /// The partition of an object or transaction among `partitions`.
    public static int partition(long id, int partitions) {
        return (int) Long.remainderUnsigned(id, partitions);
    }
}
