package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import org.jspecify.annotations.Nullable;

/// Which record a node that identifies gets, by the id that it wants and the address that it gives.
///
/// | known by address | known by id | Result |
/// |---|---|---|
/// | not identified | the same | that record |
/// | not identified | nobody, or the id is temporary | that record; the id may change |
/// | not identified | another one | rejected |
/// | identified | any | rejected |
/// | not identified, of another type | any | conflict |
/// | nobody | identified, temporary id | a new record, with another id |
/// | nobody | identified | rejected |
/// | nobody | not identified, a master | a new record, with another id: the address of a master is its identity |
/// | nobody | not identified | that record, which gets the address |
/// | nobody | nobody, or the primary itself | a new record |
///
/// Differently from the reference, a known master keeps its address, and a record of another type is never taken over:
/// peers that know the record would refuse the news, and leave the master.
///
/// Reference: neo/master/handlers/identification.py.
sealed interface IdentityMatch {

    /// Somebody else is connected under this identity.
    record Rejected() implements IdentityMatch {}

    /// The address is that of a node of another type, which is down.
    record Conflict() implements IdentityMatch {}

    /// @param wanted id to give if it is free
    record Known(Node node, int wanted) implements IdentityMatch {}

    /// @param wanted id to give if it is free
    record New(int wanted) implements IdentityMatch {}

    /// @param byAddress record with the address given
    /// @param byNid     record with the id wanted
    static IdentityMatch find(NodeType type, int nid, @Nullable Node byAddress, @Nullable Node byNid, Node primary) {
        boolean temporary = nid < 0;
        if (byAddress != null) {
            boolean reject = byAddress.isIdentified() || byNid != null && byNid != byAddress && !temporary;
            if (reject) {
                return new Rejected();
            }
            return byAddress.type() == type ? new Known(byAddress, nid) : new Conflict();
        }
        if (byNid == null) {
            return new New(nid);
        }
        if (byNid.isIdentified()) {
            return temporary ? new New(NodeIds.NONE) : new Rejected();
        }
        boolean stays = byNid == primary || byNid.type() != type || type == NodeType.MASTER;
        return stays ? new New(NodeIds.NONE) : new Known(byNid, nid);
    }
}
