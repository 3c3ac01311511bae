package io.neoppod.pickle;

import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Call;
import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Global;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The few calls that old protocols need for what newer ones have an instruction for: bytes, sets and plain instances.
/// They are read as what they mean; all others stay calls.
final class Builtins {
    private Builtins() {}

    static Value call(Value callable, Value arguments) {
        var known = callable instanceof Global(var module, var name) && arguments instanceof Sequence sequence
                ? known(module, name, sequence.items())
                : null;
        return known == null ? new Call(Call.Kind.CALL, callable, arguments) : known;
    }

    private static @Nullable Value known(String module, String name, List<Value> arguments) {
        return switch (module) {
            case "builtins", "__builtin__" -> builtin(name, arguments);
            case "_codecs" ->
                name.equals("encode") && arguments.size() == 2
                        ? latin1(Bytes.Kind.BYTES, arguments.getFirst(), arguments.getLast())
                        : null;
            case "copyreg", "copy_reg" -> instance(name, arguments);
            default -> null;
        };
    }

    private static @Nullable Value builtin(String name, List<Value> arguments) {
        return switch (name) {
            case "set" -> set(Sequence.Kind.SET, arguments);
            case "frozenset" -> set(Sequence.Kind.FROZENSET, arguments);
            case "bytes" -> arguments.isEmpty() ? new Bytes(Bytes.Kind.BYTES, new byte[0]) : null;
            case "bytearray" -> byteArray(arguments);
            default -> null;
        };
    }

    private static @Nullable Value set(Sequence.Kind kind, List<Value> arguments) {
        if (arguments.isEmpty()) {
            return new Sequence(kind, new ArrayList<>(0));
        }
        return arguments.size() == 1 && arguments.getFirst() instanceof Sequence items ? items.as(kind) : null;
    }

    private static @Nullable Value byteArray(List<Value> arguments) {
        return switch (arguments.size()) {
            case 0 -> new Bytes(Bytes.Kind.BYTEARRAY, new byte[0]);
            case 1 ->
                arguments.getFirst() instanceof Bytes(var _, var bytes) ? new Bytes(Bytes.Kind.BYTEARRAY, bytes) : null;
            case 2 -> latin1(Bytes.Kind.BYTEARRAY, arguments.getFirst(), arguments.getLast());
            default -> null;
        };
    }

    private static @Nullable Value latin1(Bytes.Kind kind, Value text, Value encoding) {
        return text instanceof Text(var characters)
                        && encoding instanceof Text(var name)
                        && name.toLowerCase(Locale.ROOT).replace("-", "").equals("latin1")
                ? new Bytes(kind, characters.getBytes(StandardCharsets.ISO_8859_1))
                : null;
    }

    private static @Nullable Value instance(String name, List<Value> arguments) {
        return name.equals("_reconstructor") && arguments.size() == 3 && arguments.get(2) == Constant.NONE
                ? new Call(Call.Kind.NEW, arguments.getFirst(), new Sequence(Sequence.Kind.TUPLE, List.of()))
                : null;
    }
}
