package io.neoppod.pickle;

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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Values on one line, as Python would show them as far as it has a form for them.
///
/// | Value | Shown as |
/// |---|---|
/// | reference | `ref(0x1f, module.Class)`, `weakref(0x1f)`, with `database='…'` |
/// | class or function | `module.name` |
/// | call | `module.name(arguments)`, then `state=…`, `items=[…]` and `entries={…}` of the result in angle brackets |
/// | what contains itself | `[...]`, `{...}`, `(...)` |
/// | what there is no room for | `…` |
public final class Rendering {
    private static final int DEEPEST = 60;

    private final StringBuilder out = new StringBuilder();
    private final int most;
    private final Set<Value> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private Rendering(int most) {
        this.most = most;
    }

    /// @param most characters, about
    public static String text(Value value, int most) {
        var rendering = new Rendering(most);
        rendering.write(value);
        return rendering.out.toString();
    }

    private void write(Value value) {
        if (isFull() || open.size() >= DEEPEST) {
            out.append('…');
            return;
        }
        switch (value) {
            case Constant constant ->
                out.append(
                        switch (constant) {
                            case NONE -> "None";
                            case TRUE -> "True";
                            case FALSE -> "False";
                        });
            case Int(var number) -> out.append(number);
            case BigInt(var number) -> out.append(number);
            case Real(var number) -> out.append(Quoting.real(number));
            case Text(var text) -> out.append(Quoting.quote(text, room()));
            case Bytes bytes -> write(bytes);
            case Global global -> out.append(global);
            case Extension(var code) -> out.append("extension(").append(code).append(')');
            case Reference reference -> write(reference);
            case Sequence _, Mapping _, Call _, PersistentId _ -> nested(value);
        }
    }

    private void nested(Value value) {
        if (!open.add(value)) {
            out.append(
                    switch (value) {
                        case Mapping _ -> "{...}";
                        case Sequence sequence when sequence.kind() == Sequence.Kind.LIST -> "[...]";
                        default -> "(...)";
                    });
            return;
        }
        switch (value) {
            case Sequence sequence -> write(sequence);
            case Mapping mapping -> entries(mapping.entries());
            case Call call -> write(call);
            case PersistentId(var id) -> between("persistent_id(", List.of(id), this::write, ")");
            default -> throw new AssertionError(value);
        }
        open.remove(value);
    }

    private void write(Bytes bytes) {
        var quoted = Quoting.quote(bytes.value(), room());
        out.append(
                switch (bytes.kind()) {
                    case BYTES -> "b" + quoted;
                    case BYTEARRAY -> "bytearray(b" + quoted + ")";
                    case PYTHON_2 -> quoted;
                });
    }

    private void write(Reference reference) {
        out.append(reference.form() == Reference.Form.WEAK ? "weakref(0x" : "ref(0x");
        out.append(Long.toHexString(reference.oid()));
        if (reference.type() != null) {
            out.append(", ").append(ZodbRecord.className(reference.type()));
        }
        if (reference.database() != null) {
            out.append(", database=").append(Quoting.quote(reference.database(), room()));
        }
        out.append(')');
    }

    private void write(Sequence sequence) {
        var items = sequence.items();
        switch (sequence.kind()) {
            case LIST -> between("[", items, this::write, "]");
            case TUPLE -> between("(", items, this::write, items.size() == 1 ? ",)" : ")");
            case SET -> between(items.isEmpty() ? "set(" : "{", items, this::write, items.isEmpty() ? ")" : "}");
            case FROZENSET ->
                between(
                        items.isEmpty() ? "frozenset(" : "frozenset({",
                        items,
                        this::write,
                        items.isEmpty() ? ")" : "})");
        }
    }

    private void entries(List<Entry> entries) {
        between("{", entries, this::entry, "}");
    }

    private void entry(Entry entry) {
        write(entry.key());
        out.append(": ");
        write(entry.value());
    }

    private void write(Call call) {
        write(call.callable());
        if (call.arguments() instanceof Sequence sequence && sequence.kind() == Sequence.Kind.TUPLE) {
            between("(", sequence.items(), this::write, ")");
        } else {
            between("(*", List.of(call.arguments()), this::write, ")");
        }
        if (call.state() != null) {
            between("<state=", List.of(call.state()), this::write, ">");
        }
        if (!call.items().isEmpty()) {
            between("<items=[", call.items(), this::write, "]>");
        }
        if (!call.entries().isEmpty()) {
            between("<entries={", call.entries(), this::entry, "}>");
        }
    }

    private <T> void between(String begin, List<T> items, Consumer<T> write, String end) {
        out.append(begin);
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            if (isFull()) {
                out.append('…');
                break;
            }
            write.accept(items.get(i));
        }
        out.append(end);
    }

    private boolean isFull() {
        return out.length() >= most;
    }

    private int room() {
        return Math.max(1, most - out.length());
    }
}
