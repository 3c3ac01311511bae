package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.pickle.Rendering;
import io.neoppod.pickle.Value;
import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Call;
import io.neoppod.pickle.Value.Entry;
import io.neoppod.pickle.Value.Mapping;
import io.neoppod.pickle.Value.PersistentId;
import io.neoppod.pickle.Value.Reference;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.ZodbRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A decoded record as a tree, whose branches are made when they are opened: values may contain themselves.
public final class ValueTree {
    private static final int KEY = 80;
    private static final int TEXT = 300;

    /// Children of one branch that are shown; what is behind is told in one line.
    private static final int CHILDREN = 1_000;

    private ValueTree() {}

    /// A line of the tree.
    ///
    /// @param name  attribute, key or place in its container
    /// @param type  of the value
    /// @param text  the value on one line
    /// @param value null for a line that only says something
    public record Line(
            String name, String type, String text, @Nullable Value value) {
        /// The object that it refers to, or null.
        public @Nullable Long reference() {
            return value instanceof Reference reference && reference.database() == null ? reference.oid() : null;
        }

        public boolean hasChildren() {
            return switch (value) {
                case Sequence sequence -> !sequence.items().isEmpty();
                case Mapping mapping -> !mapping.entries().isEmpty();
                case Call _, PersistentId _ -> true;
                case Bytes bytes -> BytesKind.of(bytes.value()) == BytesKind.PICKLE;
                case null, default -> false;
            };
        }

        public List<Line> children() {
            return ValueTree.children(value);
        }
    }

    /// The first lines of a record: attributes, or whatever its state is.
    static List<Line> of(ZodbRecord record) {
        var lines = new ArrayList<Line>();
        if (record.arguments() != Value.Constant.NONE) {
            lines.add(line(Texts.of("object.arguments"), record.arguments()));
        }
        if (record.state() instanceof Mapping attributes) {
            lines.addAll(attributes(attributes.entries()));
        } else {
            lines.add(line(Texts.of("object.state"), record.state()));
        }
        return lines;
    }

    private static Line line(String name, Value value) {
        var familiar = FamiliarValue.of(value);
        if (familiar != null) {
            return new Line(name, familiar.type(), familiar.text(), value);
        }
        return new Line(name, type(value), Rendering.text(value, TEXT), value);
    }

    private static List<Line> children(@Nullable Value value) {
        return switch (value) {
            case Sequence sequence -> items(sequence.items());
            case Mapping mapping -> entries(mapping.entries());
            case Call call -> parts(call);
            case PersistentId(var id) -> List.of(line("", id));
            case Bytes bytes
            when BytesKind.pickled(bytes.value()) instanceof Value inner ->
                List.of(line(BytesKind.PICKLE.word(), inner));
            case null, default -> List.of();
        };
    }

    private static List<Line> items(List<Value> items) {
        return limited(
                IntStream.range(0, Math.min(CHILDREN, items.size()))
                        .mapToObj(i -> line("[" + i + "]", items.get(i)))
                        .toList(),
                items.size());
    }

    private static List<Line> entries(List<Entry> entries) {
        return limited(
                entries.stream()
                        .limit(CHILDREN)
                        .map(entry -> line(Rendering.text(entry.key(), KEY), entry.value()))
                        .toList(),
                entries.size());
    }

    private static List<Line> attributes(List<Entry> entries) {
        return limited(
                entries.stream()
                        .limit(CHILDREN)
                        .map(entry -> line(name(entry.key()), entry.value()))
                        .toList(),
                entries.size());
    }

    private static String name(Value key) {
        var text = io.neoppod.pickle.Texts.key(key, KEY);
        return text == null ? Rendering.text(key, KEY) : text;
    }

    private static List<Line> limited(List<Line> lines, int all) {
        if (lines.size() == all) {
            return lines;
        }
        var shown = new ArrayList<>(lines);
        shown.add(new Line("…", "", Texts.of("object.more", Formats.count(all - lines.size())), null));
        return shown;
    }

    private static List<Line> parts(Call call) {
        var lines = new ArrayList<Line>();
        lines.add(line(Texts.of("object.callable"), call.callable()));
        lines.add(line(Texts.of("object.arguments"), call.arguments()));
        switch (call.state()) {
            case Mapping attributes -> lines.addAll(attributes(attributes.entries()));
            case Value state -> lines.add(line(Texts.of("object.state"), state));
            case null -> {}
        }
        lines.addAll(items(call.items()));
        lines.addAll(entries(call.entries()));
        return lines;
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Constant constant -> constant == Value.Constant.NONE ? "None" : "bool";
            case Value.Int _, Value.BigInt _ -> "int";
            case Value.Real _ -> "float";
            case Value.Text _ -> "str";
            case Bytes bytes ->
                switch (bytes.kind()) {
                            case BYTES -> "bytes";
                            case BYTEARRAY -> "bytearray";
                            case PYTHON_2 -> "str (Python 2)";
                        }
                        + "(" + Formats.count(bytes.value().length) + ") "
                        + BytesKind.of(bytes.value()).word();
            case Value.Global _ -> "global";
            case Value.Extension _ -> "extension";
            case Reference reference -> reference.form() == Reference.Form.WEAK ? "weak ref" : "ref";
            case PersistentId _ -> "persistent id";
            case Sequence sequence ->
                switch (sequence.kind()) {
                            case LIST -> "list";
                            case TUPLE -> "tuple";
                            case SET -> "set";
                            case FROZENSET -> "frozenset";
                        }
                        + "(" + Formats.count(sequence.items().size()) + ")";
            case Mapping mapping -> "dict(" + Formats.count(mapping.entries().size()) + ")";
            case Call call -> call.kind() == Call.Kind.NEW ? "instance" : "call";
        };
    }
}
