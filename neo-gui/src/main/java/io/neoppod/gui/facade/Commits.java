package io.neoppod.gui.facade;

import io.neoppod.pickle.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Transactions, as they are shown.
public final class Commits {
    private Commits() {}

    /// A transaction.
    ///
    /// @param user        text; where it was no UTF-8, read as Latin-1
    /// @param description the same
    /// @param objects     how many it wrote
    /// @param isPacked    whether a pack has been at it
    public record Summary(long tid, String user, String description, int objects, boolean isPacked) {}

    /// Some transactions, the last one first.
    ///
    /// @param scanned how many were looked at
    /// @param next    where to go on, or [DataSession#NONE] at the end
    public record Page(List<Summary> rows, int scanned, long next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /// Which transactions are looked for; what is empty is not looked at.
    ///
    /// @param oid an object they wrote, or [DataSession#NONE]
    public record Filter(String user, String description, long oid) {
        public static final Filter ALL = new Filter("", "", DataSession.NONE);

        public boolean isAll() {
            return equals(ALL);
        }

        boolean accepts(Summary summary, List<Long> oids) {
            return contains(summary.user, user)
                    && contains(summary.description, description)
                    && (oid == DataSession.NONE || oids.contains(oid));
        }

        private static boolean contains(String text, String part) {
            return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
        }
    }

    /// A transaction and some of the objects that it wrote.
    ///
    /// @param extension what else is known of it, or null for nothing
    /// @param problem   why the extension cannot be read, else empty
    /// @param first     how many objects were skipped
    public record Detail(Summary summary, @Nullable Value extension, String problem, int first, List<Change> changes) {
        public Detail {
            changes = List.copyOf(changes);
        }

        public boolean hasMore() {
            return first + changes.size() < summary.objects;
        }
    }

    /// What became of the revision that a transaction wrote.
    public enum Fate {
        CURRENT,
        /// A later transaction wrote another one.
        REPLACED,
        /// The transaction deleted the object, or undid its creation.
        DELETED,
        /// Removed by a pack, or never there: the object was only checked.
        GONE
    }

    /// An object that a transaction wrote.
    ///
    /// @param className   empty when there is no record
    /// @param size        bytes
    /// @param replacedBy  the next transaction that wrote it, or [DataSession#NONE]
    /// @param previous    the one before, or [DataSession#NONE]
    /// @param differences where it differs from the revision before, some of these places
    public record Change(
            long oid, String className, int size, Fate fate, long replacedBy, long previous, List<String> differences) {
        public Change {
            differences = List.copyOf(differences);
        }
    }
}
