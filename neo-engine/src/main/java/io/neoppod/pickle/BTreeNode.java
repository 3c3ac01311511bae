package io.neoppod.pickle;

import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Entry;
import io.neoppod.pickle.Value.Reference;
import io.neoppod.pickle.Value.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A node of a tree of the `BTrees` package: its keys are sorted, and objects of their own hold the parts of a large
/// one.
public sealed interface BTreeNode {
    /// `LOBTree`, `OOTreeSet`, `fsBucket`, …, in Python or in C.
    Pattern CLASS = Pattern.compile("BTrees\\.\\w+\\.\\w\\w(BTree|TreeSet|Bucket|Set)(Py)?");

    /// A node with data.
    ///
    /// @param hasValues false for sets, whose entries have [Constant#NONE]
    /// @param next      the leaf with the keys that follow, or null
    record Leaf(
            boolean hasValues,
            List<Entry> entries,
            @Nullable Reference next) implements BTreeNode {
        public Leaf {
            entries = List.copyOf(entries);
        }
    }

    /// A node with other nodes.
    ///
    /// @param keys     the first possible key of each child but the first one
    /// @param children one more than there are keys
    /// @param first    the first leaf
    record Branch(List<Value> keys, List<Reference> children, Reference first) implements BTreeNode {
        public Branch {
            keys = List.copyOf(keys);
            children = List.copyOf(children);
        }
    }

    /// The node that a record is; null when it is none, or its state is not that of one.
    static @Nullable BTreeNode of(ZodbRecord record) {
        var kind = CLASS.matcher(record.className());
        if (!kind.matches()) {
            return null;
        }
        return switch (kind.group(1)) {
            case "BTree" -> tree(record.state(), true);
            case "TreeSet" -> tree(record.state(), false);
            case "Bucket" -> leaf(record.state(), true);
            default -> leaf(record.state(), false);
        };
    }

    private static @Nullable BTreeNode tree(Value state, boolean hasValues) {
        if (state == Constant.NONE) {
            return new Leaf(hasValues, List.of(), null);
        }
        var parts = items(state);
        var data = parts.isEmpty() ? List.<Value>of() : items(parts.getFirst());
        if (parts.size() == 1 && data.size() == 1) {
            return leaf(data.getFirst(), hasValues);
        }
        boolean isBranch = parts.size() == 2 && parts.getLast() instanceof Reference && data.size() % 2 == 1;
        return isBranch ? branch(data, (Reference) parts.getLast()) : null;
    }

    private static @Nullable Branch branch(List<Value> data, Reference first) {
        var keys = new ArrayList<Value>();
        var children = new ArrayList<Reference>();
        for (int i = 0; i < data.size(); i++) {
            if (i % 2 == 1) {
                keys.add(data.get(i));
            } else if (data.get(i) instanceof Reference child) {
                children.add(child);
            } else {
                return null;
            }
        }
        return new Branch(keys, children, first);
    }

    private static @Nullable Leaf leaf(Value state, boolean hasValues) {
        var parts = items(state);
        if (parts.isEmpty() || !(parts.getFirst() instanceof Sequence)) {
            return null;
        }
        var data = items(parts.getFirst());
        int step = hasValues ? 2 : 1;
        var next = parts.size() == 2 && parts.getLast() instanceof Reference reference ? reference : null;
        if (data.size() % step != 0 || parts.size() != (next == null ? 1 : 2)) {
            return null;
        }
        var entries = new ArrayList<Entry>(data.size() / step);
        for (int i = 0; i < data.size(); i += step) {
            entries.add(new Entry(data.get(i), hasValues ? data.get(i + 1) : Constant.NONE));
        }
        return new Leaf(hasValues, entries, next);
    }

    private static List<Value> items(Value value) {
        return value instanceof Sequence sequence ? sequence.items() : List.of();
    }
}
