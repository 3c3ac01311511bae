package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.Objects.Stored;
import io.neoppod.pickle.BTreeNode;
import io.neoppod.pickle.Value;
import io.neoppod.pickle.Value.Entry;
import io.neoppod.pickle.Value.Int;
import io.neoppod.pickle.Value.Mapping;
import io.neoppod.pickle.Value.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The way from the root of a database to an object by names, `root/people/jane`: of attributes, of keys in mappings,
/// of keys in trees.
final class ObjectPath {
    private static final int LONGEST = 1_000;
    /// Objects that are read for one path: a damaged tree may lead in circles.
    private static final int MOST_STEPS = 200;

    /// The attribute in which mappings have their content, and folders of Zope their tree.
    private static final List<String> INNER = List.of("data", "_tree");

    private final DataSession session;
    private final long at;
    private int steps;

    private ObjectPath(DataSession session, long at) {
        this.session = session;
        this.at = at;
    }

    static boolean isPath(String text) {
        var stripped = text.strip();
        return stripped.equals("root") || stripped.startsWith("root/") || stripped.startsWith("/");
    }

    /// The object at the end of a path; fails with words for the user.
    ///
    /// @param at moment of the database, or [DataSession#NONE]
    static CompletableFuture<Long> resolve(DataSession session, String path, long at) {
        var names = Stream.of(path.strip().split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
        int from = !names.isEmpty() && names.getFirst().equals("root") ? 1 : 0;
        return new ObjectPath(session, at).walk(0, names.subList(from, names.size()));
    }

    private CompletableFuture<Long> walk(long oid, List<String> names) {
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(oid);
        }
        return session.object(oid, at)
                .thenCompose(stored -> child(stored, names.getFirst()))
                .thenCompose(child -> walk(child, names.subList(1, names.size())));
    }

    private CompletableFuture<Long> child(Stored stored, String name) {
        if (steps++ > MOST_STEPS) {
            return found(stored, name, null);
        }
        var record = stored.record();
        return switch (stored.tree()) {
            case BTreeNode.Branch branch ->
                session.object(branch.children().get(place(branch, name)).oid(), at)
                        .thenCompose(node -> child(node, name));
            case BTreeNode.Leaf leaf -> found(stored, name, entry(leaf.entries(), name));
            case null ->
                record != null && record.state() instanceof Mapping attributes
                        ? child(stored, attributes, name)
                        : found(stored, name, null);
        };
    }

    private CompletableFuture<Long> child(Stored stored, Mapping attributes, String name) {
        var attribute = entry(attributes.entries(), name);
        if (attribute != null) {
            return found(stored, name, attribute);
        }
        for (var inner : INNER) {
            switch (entry(attributes.entries(), inner)) {
                case Mapping content -> {
                    return found(stored, name, entry(content.entries(), name));
                }
                case Reference tree
                when tree.database() == null -> {
                    return session.object(tree.oid(), at).thenCompose(node -> child(node, name));
                }
                case null, default -> {}
            }
        }
        return found(stored, name, null);
    }

    /// Which child of a branch has a key, if any has.
    private static int place(BTreeNode.Branch branch, String name) {
        int place = 0;
        while (place < branch.keys().size() && compare(branch.keys().get(place), name) <= 0) {
            place++;
        }
        return place;
    }

    private static @Nullable Value entry(List<Entry> entries, String name) {
        return entries.stream()
                .filter(entry -> compare(entry.key(), name) == 0)
                .map(Entry::value)
                .findFirst()
                .orElse(null);
    }

    /// As Python orders keys; a key that a name cannot mean is before all names.
    private static int compare(Value key, String name) {
        if (key instanceof Int(var number)) {
            try {
                return Long.compare(number, Long.parseLong(name));
            } catch (NumberFormatException noNumber) {
                return -1;
            }
        }
        var text = io.neoppod.pickle.Texts.key(key, LONGEST);
        return text == null
                ? -1
                : Arrays.compare(text.codePoints().toArray(), name.codePoints().toArray());
    }

    private static CompletableFuture<Long> found(Stored stored, String name, @Nullable Value value) {
        if (value instanceof Reference reference && reference.database() == null) {
            return CompletableFuture.completedFuture(reference.oid());
        }
        var key = value == null ? "object.path-ends" : "object.path-within";
        return CompletableFuture.failedFuture(
                new IllegalArgumentException(Texts.of(key, name, Formats.hex(stored.oid()), stored.className())));
    }
}
