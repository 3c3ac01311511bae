package io.neoppod.master;

import io.neoppod.protocol.Address;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which master a secondary follows.
///
/// | From | Event | To |
/// |---|---|---|
/// | seeking M | M accepted us | following M |
/// | seeking M | M did not | seeking one that was not tried; when none is left, the search is over |
/// | following M | M is lost | seeking M again, then all others |
/// | seeking M, following M | P is said to be the primary | seeking P |
///
/// Ends: each master is tried once between two that accepted us, except those that others name.
///
/// Reference: neo/master/app.py.
final class PrimarySearch {
    private final Address own;
    private final Set<Address> failed = new LinkedHashSet<>();
    private Address primary;
    private boolean following;

    PrimarySearch(Address own, Address primary) {
        this.own = own;
        this.primary = primary;
        failed.add(own);
    }

    /// The master that is followed or sought.
    Address primary() {
        return primary;
    }

    /// Whether the primary accepted us.
    boolean isFollowing() {
        return following;
    }

    void onAccepted() {
        following = true;
    }

    /// Somebody names the primary, or claims to be it.
    ///
    /// @return whether this changes who is sought
    boolean onElected(Address elected) {
        if (elected.equals(own) || elected.equals(primary)) {
            return false;
        }
        primary = elected;
        following = false;
        return true;
    }

    /// The connection to the primary ended, or it refused us.
    ///
    /// @param known addresses of all known masters
    /// @return whether there is a master to try, which is then [#primary]
    boolean onLost(Collection<Address> known) {
        if (following) {
            following = false;
            failed.clear();
            failed.add(own);
            return true;
        }
        failed.add(primary);
        for (var other : known) {
            if (!failed.contains(other)) {
                primary = other;
                return true;
            }
        }
        return false;
    }

    /// What a node that looks for the primary is told.
    ///
    /// @param asker where it listens, if it does
    /// @return null when we do not know, or when it is the primary itself that looks for another one
    @Nullable
    Address hintFor(@Nullable Address asker) {
        return following && !primary.equals(asker) ? primary : null;
    }
}
