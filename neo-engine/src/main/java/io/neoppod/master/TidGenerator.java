package io.neoppod.master;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.Tids;

/// Makes transaction ids out of the wall clock: strictly increasing whatever the clock does.
///
/// A clock that goes back only makes ids advance by one unit (2^-32 minute). Reference: neo/master/transactions.py.
final class TidGenerator {

    private TidGenerator() {}

    /// A TID for now, greater than `last`.
    ///
    /// @param nowMicros wall time in microseconds
    /// @param last      greatest TID given so far
    static long next(long nowMicros, long last) {
        long tid = Tids.fromMicros(nowMicros);
        return tid > last ? tid : Tids.add(last, 1);
    }

    /// The final TID of a transaction: in the same partition as its TTID, so that its metadata never moves, and not
    /// behind the clock by more than `partitions - 1` units.
    ///
    /// @return a TID greater than `last`, or `ttid` itself when it is the greatest id and the clock did not advance
    static long finalTid(long nowMicros, long last, long ttid, int partitions) {
        long tid = Tids.fromMicros(nowMicros);
        if (tid <= last) {
            if (ttid == last) {
                return ttid;
            }
            tid = Tids.add(last, 1);
        }
        int target = Ids.partition(ttid, partitions);
        int distance = target - Ids.partition(tid, partitions);
        if (distance != 0) {
            tid = Tids.add(tid, distance);
            if (tid <= last) {
                tid = Tids.add(tid, partitions);
            }
        }
        // At the end of a month the calendar skips days that do not exist, which changes the partition.
        while (Ids.partition(tid, partitions) != target || tid <= last) {
            tid = Tids.add(tid, 1);
        }
        return tid;
    }
}
