package io.neoppod.migrate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongUnaryOperator;

/// The last revision of each object written so far, in bounded memory: an object may push another one out, which is
/// then looked up again.
///
/// Each object has one place, by its low bits: those of a database follow each other, so a database with fewer objects
/// than places loses none.
final class Serials {
    /// There is no revision.
    static final long NONE = -1;

    private final int mask;
    private final long[] oids;
    private final long[] serials;
    // Places that may have held another object than the one that is there: what they lack may exist.
    private final BitSet doubtful;
    private final LongUnaryOperator lookup;

    /// @param places      a power of two; 16 bytes each
    /// @param startsEmpty whether no object exists before the first [#put]
    /// @param lookup      last revision of an object, or [#NONE]; asked when it is not known here
    Serials(int places, boolean startsEmpty, LongUnaryOperator lookup) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("not a power of two: " + places);
        }
        this.mask = places - 1;
        this.oids = new long[places];
        this.serials = new long[places];
        this.doubtful = new BitSet(places);
        this.lookup = lookup;
        Arrays.fill(serials, NONE);
        if (!startsEmpty) {
            doubtful.set(0, places);
        }
    }

    long get(long oid) {
        int place = place(oid);
        if (serials[place] != NONE && oids[place] == oid) {
            return serials[place];
        }
        return doubtful.get(place) ? lookup.applyAsLong(oid) : NONE;
    }

    void put(long oid, long serial) {
        int place = place(oid);
        if (serials[place] != NONE && oids[place] != oid) {
            doubtful.set(place);
        }
        oids[place] = oid;
        serials[place] = serial;
    }

    private int place(long oid) {
        return (int) oid & mask;
    }
}
