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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Records and values as JSON.
///
/// | Value | JSON |
/// |---|---|
/// | None, booleans, text, list | as they are |
/// | integer up to 2⁵³, finite float | number |
/// | other number | `{"$number": "…"}` |
/// | dictionary whose keys are text that does not begin with `$` | object |
/// | other dictionary | `{"$dict": [[key, value], …]}` |
/// | 8-bit string of Python 2 that is ASCII | `{"$str": "…"}`; as a key of an object, the text |
/// | other bytes | `{"$bytes": base64}`, `{"$bytearray": base64}`, `{"$str64": base64}` |
/// | tuple, set, frozenset | `{"$tuple": […]}`, `{"$set": […]}`, `{"$frozenset": […]}` |
/// | reference | `{"$ref": "0x1f", "class": …, "weak": true, "database": …}` |
/// | class or function | `{"$global": "module.name"}` |
/// | call | `{"$call": callable, "args": …, "state": …, "items": …, "entries": …}`; `$new` for instances |
/// | what is shown further out, or too deep or long | `{"$cut": true}` |
public final class Json {
    private static final int DEEPEST = 60;
    private static final long EXACT = 1L << 53;
    private static final int LONGEST_KEY = 10_000;

    private final StringBuilder out = new StringBuilder();
    private final int most;
    private final Set<Value> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private Json(int most) {
        this.most = most;
    }

    /// @param most characters, about
    public static String of(Value value, int most) {
        var json = new Json(most);
        json.write(value);
        return json.out.toString();
    }

    /// Class, arguments and state.
    ///
    /// @param most characters, about
    public static String of(ZodbRecord record, int most) {
        var json = new Json(most);
        json.object(
                List.of(
                        new Member("class", () -> json.string(record.className())),
                        new Member("args", () -> json.write(record.arguments())),
                        new Member("state", () -> json.write(record.state()))),
                false);
        return json.out.toString();
    }

    private record Member(String name, Runnable value) {}

    private void write(Value value) {
        if (out.length() >= most || open.size() >= DEEPEST) {
            cut();
            return;
        }
        switch (value) {
            case Constant constant ->
                out.append(
                        switch (constant) {
                            case NONE -> "null";
                            case TRUE -> "true";
                            case FALSE -> "false";
                        });
            case Int(var number) when -EXACT <= number && number <= EXACT -> out.append(number);
            case Int(var number) -> tagged("$number", Long.toString(number));
            case BigInt(var number) -> tagged("$number", number.toString());
            case Real(var number) when Double.isFinite(number) -> out.append(Quoting.real(number));
            case Real(var number) -> tagged("$number", Quoting.real(number));
            case Text(var text) -> string(text);
            case Bytes bytes -> write(bytes);
            case Global global -> tagged("$global", global.toString());
            case Extension(var code) -> tagged("$extension", Integer.toString(code));
            case Reference reference -> write(reference);
            case Sequence _, Mapping _, Call _, PersistentId _ -> nested(value);
        }
    }

    private void nested(Value value) {
        if (!open.add(value)) {
            cut();
            return;
        }
        switch (value) {
            case Sequence sequence -> write(sequence);
            case Mapping mapping -> entries(mapping.entries());
            case Call call -> write(call);
            case PersistentId(var id) -> object(List.of(new Member("$persistent_id", () -> write(id))), false);
            default -> throw new AssertionError(value);
        }
        open.remove(value);
    }

    private void write(Bytes bytes) {
        var text = Texts.ascii(bytes);
        if (bytes.kind() == Bytes.Kind.PYTHON_2 && text != null) {
            tagged("$str", text);
        } else if (bytes.value().length > most - out.length()) {
            cut();
        } else {
            var tag = switch (bytes.kind()) {
                case BYTES -> "$bytes";
                case BYTEARRAY -> "$bytearray";
                case PYTHON_2 -> "$str64";
            };
            tagged(tag, Base64.getEncoder().encodeToString(bytes.value()));
        }
    }

    private void write(Reference reference) {
        out.append("{\"$ref\": \"0x").append(Long.toHexString(reference.oid())).append('"');
        if (reference.type() != null) {
            out.append(", \"class\": ");
            string(ZodbRecord.className(reference.type()));
        }
        if (reference.form() == Reference.Form.WEAK) {
            out.append(", \"weak\": true");
        }
        if (reference.database() != null) {
            out.append(", \"database\": ");
            string(reference.database());
        }
        out.append('}');
    }

    private void write(Sequence sequence) {
        var tag = switch (sequence.kind()) {
            case LIST -> null;
            case TUPLE -> "$tuple";
            case SET -> "$set";
            case FROZENSET -> "$frozenset";
        };
        if (tag == null) {
            array(sequence.items(), this::write);
        } else {
            object(List.of(new Member(tag, () -> array(sequence.items(), this::write))), false);
        }
    }

    private void entries(List<Entry> entries) {
        boolean isObject = entries.stream().allMatch(entry -> isPlain(Texts.key(entry.key(), LONGEST_KEY)));
        if (isObject) {
            var members = entries.stream()
                    .map(entry ->
                            new Member(String.valueOf(Texts.key(entry.key(), LONGEST_KEY)), () -> write(entry.value())))
                    .toList();
            object(members, true);
        } else {
            object(List.of(new Member("$dict", () -> pairs(entries))), false);
        }
    }

    private static boolean isPlain(@Nullable String key) {
        return key != null && !key.startsWith("$");
    }

    private void pairs(List<Entry> entries) {
        array(entries, entry -> array(List.of(entry.key(), entry.value()), this::write));
    }

    private void write(Call call) {
        var members = new ArrayList<Member>();
        members.add(new Member(call.kind() == Call.Kind.NEW ? "$new" : "$call", () -> write(call.callable())));
        members.add(new Member("args", () -> write(call.arguments())));
        var state = call.state();
        if (state != null) {
            members.add(new Member("state", () -> write(state)));
        }
        if (!call.items().isEmpty()) {
            members.add(new Member("items", () -> array(call.items(), this::write)));
        }
        if (!call.entries().isEmpty()) {
            members.add(new Member("entries", () -> entries(call.entries())));
        }
        object(members, false);
    }

    private <T> void array(List<T> items, Consumer<T> write) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            if (out.length() >= most) {
                cut();
                break;
            }
            write.accept(items.get(i));
        }
        out.append(']');
    }

    /// @param isLong whether members get a line each
    private void object(List<Member> members, boolean isLong) {
        out.append('{');
        for (int i = 0; i < members.size(); i++) {
            out.append(i == 0 ? "" : ",");
            space(isLong, i > 0, open.size());
            if (out.length() >= most) {
                out.append("\"$cut\": true");
                break;
            }
            string(members.get(i).name);
            out.append(": ");
            members.get(i).value.run();
        }
        space(isLong && !members.isEmpty(), false, open.size() - 1);
        out.append('}');
    }

    private void space(boolean isLong, boolean isBetween, int depth) {
        if (isLong) {
            out.append('\n').repeat("  ", Math.max(0, depth));
        } else if (isBetween) {
            out.append(' ');
        }
    }

    private void tagged(String tag, String text) {
        object(List.of(new Member(tag, () -> string(text))), false);
    }

    private void cut() {
        out.append("{\"$cut\": true}");
    }

    private void string(String text) {
        int room = Math.max(1, most - out.length());
        int shown = Math.min(text.length(), room);
        out.append('"');
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append(shown < text.length() ? "…\"" : "\"");
    }
}
