package io.neoppod.cluster;

import java.util.Set;

/// Decides whether a node may cease to hold a readable cell.
@FunctionalInterface
public interface Release {
    /// @param keepers nodes whose cells of the same partition stay readable
    boolean isSafe(Node loser, Set<Integer> keepers);
}
