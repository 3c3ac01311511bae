package io.neoppod.master;

import io.neoppod.protocol.Address;
import org.jspecify.annotations.Nullable;

/// The claim of a master to be the primary. There is no vote: each master begins by claiming, and challenges all
/// others while it recovers. Of two claims the older one wins; at equal times, that of the lower address.
///
/// A claim lasts as long as the role: a primary that goes back to recovery is older than any master that claims since.
///
/// Reference: neo/master/handlers/election.py.
///
/// @param timestamp when the role began, in seconds since the epoch
record Election(double timestamp, Address address) {

    /// Whether another master wins.
    ///
    /// @param otherTimestamp NaN for a master that claims nothing: a secondary that chose us
    /// @param otherAddress   null for a master that tells no address, which cannot be followed
    boolean yieldsTo(double otherTimestamp, @Nullable Address otherAddress) {
        if (Double.isNaN(otherTimestamp) || otherAddress == null) {
            return false;
        }
        int byTime = Double.compare(otherTimestamp, timestamp);
        return byTime < 0 || byTime == 0 && otherAddress.compareTo(address) < 0;
    }
}
