package io.neoppod.reflink;

import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the graph knows of an object: who refers to it, to whom it refers, and its place in the list of objects that
/// may be orphans.
///
/// Stored as a list, whose OIDs are differences to that of the object, without the defaults at its end:
/// `[referrers, referents, previous, next]`.
final class Entry {
    private static final int REFERRERS = 0;
    private static final int REFERENTS = 1;
    private static final int PREVIOUS = 2;
    private static final int NEXT = 3;

    final long oid;
    final Set<Long> referrers = new TreeSet<>();
    final Set<Long> referents = new TreeSet<>();

    /// The one before in the list of orphans, 0 for the first; [Ids#NONE] for an object that is not in the list.
    long previousOrphan = Ids.NONE;

    /// The one behind, [Ids#NONE] for the last; of object 0, the first one.
    long nextOrphan = Ids.NONE;

    Entry(long oid, List<?> stored) {
        this.oid = oid;
        addAll(referrers, stored, REFERRERS);
        addAll(referents, stored, REFERENTS);
        previousOrphan = id(stored, PREVIOUS);
        nextOrphan = id(stored, NEXT);
    }

    private void addAll(Set<Long> ids, List<?> stored, int index) {
        if (stored.size() > index && stored.get(index) instanceof List<?> differences) {
            for (var difference : differences) {
                ids.add(oid + (Long) difference);
            }
        }
    }

    private long id(List<?> stored, int index) {
        return stored.size() > index && stored.get(index) instanceof Long difference ? oid + difference : Ids.NONE;
    }

    boolean isListed() {
        return previousOrphan != Ids.NONE;
    }

    /// Whether nothing refers to it but what it refers to.
    boolean maybeOrphan() {
        return referents.containsAll(referrers);
    }

    boolean isEmpty() {
        return referrers.isEmpty() && referents.isEmpty() && !isListed() && nextOrphan == Ids.NONE;
    }

    List<@Nullable Object> stored() {
        var list = new ArrayList<@Nullable Object>();
        list.add(differences(referrers));
        list.add(differences(referents));
        list.add(difference(previousOrphan));
        list.add(difference(nextOrphan));
        while (!list.isEmpty() && isDefault(list.getLast())) {
            list.removeLast();
        }
        return list;
    }

    private static boolean isDefault(@Nullable Object value) {
        return value == null || value instanceof List<?> ids && ids.isEmpty();
    }

    private List<Long> differences(Set<Long> ids) {
        return ids.stream().map(id -> id - oid).toList();
    }

    private @Nullable Long difference(long id) {
        return id == Ids.NONE ? null : id - oid;
    }
}
