package io.neoppod.pickle;

import io.neoppod.pickle.BTreeNode.Leaf;
import io.neoppod.pickle.Value.BigInt;
import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Call;
import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Entry;
import io.neoppod.pickle.Value.Extension;
import io.neoppod.pickle.Value.Global;
import io.neoppod.pickle.Value.Int;
import io.neoppod.pickle.Value.Mapping;
import io.neoppod.pickle.Value.PersistentId;
import io.neoppod.pickle.Value.Real;
import io.neoppod.pickle.Value.Reference;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What differs between two revisions of an object.
///
/// Bound: comparisons, besides depth; where they end, what is left counts as changed.
public final class Difference {
    private static final int DEEPEST = 60;
    private static final int MOST_COMPARISONS = 2_000_000;
    private static final int KEY = 200;

    private final List<Change> changes = new ArrayList<>();
    private final int most;
    private int comparisons;

    /// One place where two values differ.
    ///
    /// @param path   such as `.title` or `['key'][3]`; empty for the whole
    /// @param before null for what was added
    /// @param after  null for what was removed
    public record Change(
            String path, @Nullable Value before, @Nullable Value after) {}

    private Difference(int most) {
        this.most = most;
    }

    /// @param most changes to return
    public static List<Change> between(ZodbRecord before, ZodbRecord after, int most) {
        var difference = new Difference(most);
        difference.compare("class", before.type(), after.type(), 0);
        if (BTreeNode.of(before) instanceof Leaf old && BTreeNode.of(after) instanceof Leaf now) {
            difference.leaves(old, now);
        } else {
            difference.state(before.state(), after.state());
        }
        return difference.changes;
    }

    /// Leaves of a tree differ by their keys, wherever these stand in the state.
    private void leaves(Leaf before, Leaf after) {
        entries("[", "]", before.entries(), after.entries(), 0);
        compare(
                "next",
                before.next() == null ? Constant.NONE : before.next(),
                after.next() == null ? Constant.NONE : after.next(),
                0);
    }

    /// Attributes of instances, as they are called in code.
    private void state(Value before, Value after) {
        if (before instanceof Mapping old && after instanceof Mapping now) {
            entries(".", "", old.entries(), now.entries(), 0);
        } else {
            compare("state", before, after, 0);
        }
    }

    private void compare(String path, Value before, Value after, int depth) {
        if (changes.size() >= most || isSame(before, after, depth)) {
            return;
        }
        if (depth >= DEEPEST || comparisons > MOST_COMPARISONS) {
            changed(path, before, after);
            return;
        }
        switch (before) {
            case Mapping old
            when after instanceof Mapping now -> entries(path + "[", "]", old.entries(), now.entries(), depth + 1);
            case Sequence old
            when after instanceof Sequence now && old.kind() == now.kind() -> sequences(path, old, now, depth + 1);
            case Call old
            when after instanceof Call now && isSame(old.callable(), now.callable(), depth) ->
                calls(path, old, now, depth + 1);
            default -> changed(path, before, after);
        }
    }

    private void changed(String path, @Nullable Value before, @Nullable Value after) {
        if (changes.size() < most) {
            changes.add(new Change(path, before, after));
        }
    }

    private void calls(String path, Call before, Call after, int depth) {
        compare(path + "(…)", before.arguments(), after.arguments(), depth);
        var old = before.state() == null ? Constant.NONE : before.state();
        var now = after.state() == null ? Constant.NONE : after.state();
        if (old instanceof Mapping oldState && now instanceof Mapping newState) {
            entries(path + ".", "", oldState.entries(), newState.entries(), depth);
        } else {
            compare(path, old, now, depth);
        }
        lists(path, before.items(), after.items(), depth);
        entries(path + "[", "]", before.entries(), after.entries(), depth);
    }

    private void entries(String begin, String end, List<Entry> before, List<Entry> after, int depth) {
        var old = byKey(before, begin.endsWith("."));
        var now = byKey(after, begin.endsWith("."));
        old.forEach((key, value) -> {
            var path = begin + key + end;
            if (now.containsKey(key)) {
                compare(path, value, now.get(key), depth);
            } else {
                changed(path, value, null);
            }
        });
        now.forEach((key, value) -> {
            if (!old.containsKey(key)) {
                changed(begin + key + end, null, value);
            }
        });
    }

    private Map<String, Value> byKey(List<Entry> entries, boolean areAttributes) {
        var map = new LinkedHashMap<String, Value>();
        for (var entry : entries) {
            comparisons++;
            var attribute = areAttributes ? Texts.key(entry.key(), KEY) : null;
            map.put(attribute == null ? Rendering.text(entry.key(), KEY) : attribute, entry.value());
        }
        return map;
    }

    private void sequences(String path, Sequence before, Sequence after, int depth) {
        switch (before.kind()) {
            case LIST, TUPLE -> lists(path, before.items(), after.items(), depth);
            case SET, FROZENSET -> entries(path + "{", "}", members(before), members(after), depth);
        }
    }

    private static List<Entry> members(Sequence set) {
        return set.items().stream().map(item -> new Entry(item, item)).toList();
    }

    /// What both lists begin and end with is left out, so that an insertion is told as one.
    private void lists(String path, List<Value> before, List<Value> after, int depth) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && isSame(before.get(head), after.get(head), depth)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && isSame(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail), depth)) {
            tail++;
        }
        int common = shorter - head - tail;
        for (int i = head; i < head + common; i++) {
            compare(path + "[" + i + "]", before.get(i), after.get(i), depth);
        }
        for (int i = head + common; i < before.size() - tail; i++) {
            changed(path + "[" + i + "]", before.get(i), null);
        }
        for (int i = head + common; i < after.size() - tail; i++) {
            changed(path + "[" + i + "]", null, after.get(i));
        }
    }

    private boolean isSame(Value before, Value after, int depth) {
        if (before == after) {
            return true;
        }
        if (++comparisons > MOST_COMPARISONS || depth >= DEEPEST) {
            return false;
        }
        return switch (before) {
            case Constant _, Int _, BigInt _, Real _, Text _, Global _, Extension _ -> before.equals(after);
            case Bytes old ->
                after instanceof Bytes now && old.kind() == now.kind() && Arrays.equals(old.value(), now.value());
            case Reference old ->
                after instanceof Reference now
                        && old.oid() == now.oid()
                        && old.form() == now.form()
                        && Objects.equals(old.database(), now.database());
            case PersistentId(var old) -> after instanceof PersistentId(var now) && isSame(old, now, depth + 1);
            case Sequence old ->
                after instanceof Sequence now
                        && old.kind() == now.kind()
                        && areSame(old.items(), now.items(), depth + 1);
            case Mapping old -> after instanceof Mapping now && areSameEntries(old.entries(), now.entries(), depth + 1);
            case Call old -> after instanceof Call now && isSameCall(old, now, depth + 1);
        };
    }

    private boolean isSameCall(Call before, Call after, int depth) {
        var old = before.state() == null ? Constant.NONE : before.state();
        var now = after.state() == null ? Constant.NONE : after.state();
        return isSame(before.callable(), after.callable(), depth)
                && isSame(before.arguments(), after.arguments(), depth)
                && isSame(old, now, depth)
                && areSame(before.items(), after.items(), depth)
                && areSameEntries(before.entries(), after.entries(), depth);
    }

    private boolean areSame(List<Value> before, List<Value> after, int depth) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!isSame(before.get(i), after.get(i), depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean areSameEntries(List<Entry> before, List<Entry> after, int depth) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            boolean isSame = isSame(before.get(i).key(), after.get(i).key(), depth)
                    && isSame(before.get(i).value(), after.get(i).value(), depth);
            if (!isSame) {
                return false;
            }
        }
        return true;
    }
}
