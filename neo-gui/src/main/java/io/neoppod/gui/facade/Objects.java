package io.neoppod.gui.facade;

import io.neoppod.pickle.BTreeNode;
import io.neoppod.pickle.Value;
import io.neoppod.pickle.ZodbRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects, as they are shown.
public final class Objects {
    private Objects() {}

    /// A revision of an object, and who wrote it.
    ///
    /// @param size as it is stored, in bytes; 0 for a deletion
    public record Revision(long tid, int size, String user, String description) {
        public boolean isDeletion() {
            return size == 0;
        }
    }

    /// An object at a moment.
    ///
    /// @param serial    transaction that wrote it; [DataSession#NONE] when there is no record
    /// @param next      transaction that replaced it, or [DataSession#NONE] while it is current
    /// @param className empty when there is no record
    /// @param data      the record; empty when there is none
    /// @param record    what it says, or null when it cannot be read or is too large
    /// @param problem   why there is no record or it cannot be read, else empty
    /// @param tree      the node of a tree that it is, or null
    public record Stored(
            long oid,
            long serial,
            long next,
            String className,
            byte[] data,
            @Nullable ZodbRecord record,
            String problem,
            @Nullable BTreeNode tree,
            List<Value.Reference> references) {
        public Stored {
            references = List.copyOf(references);
        }

        public boolean exists() {
            return serial != DataSession.NONE;
        }
    }

    /// Some entries of a tree, in its order.
    ///
    /// @param hasValues false for sets
    /// @param next      leaf with those that follow, or [DataSession#NONE]
    /// @param problem   why there are not more, else empty
    public record Entries(boolean hasValues, List<Value.Entry> entries, long next, String problem) {
        public Entries {
            entries = List.copyOf(entries);
        }
    }
}
