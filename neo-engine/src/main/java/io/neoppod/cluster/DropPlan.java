package io.neoppod.cluster;

import io.neoppod.protocol.CellChange;
import java.util.List;

/// Outcome of the question whether nodes can be dropped.
public sealed interface DropPlan {

    /// @param changes cells that go, and feeding cells that must stay in their place
    record Granted(List<CellChange> changes) implements DropPlan {}

    /// @param partition the first one that would lose its last readable copy
    record Refused(int partition) implements DropPlan {

        /// As the administrator is told.
        public String message() {
            return "Refuse to drop nodes that contain the only readable copies of partition " + partition;
        }
    }
}
