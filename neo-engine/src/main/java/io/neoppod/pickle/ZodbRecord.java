package io.neoppod.pickle;

import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Global;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An object of a ZODB database as its record tells it.
///
/// @param type  the class, or a tuple of the class and arguments for the making of an instance
/// @param state what the instance is told to be
public record ZodbRecord(Value type, Value state) {
    private static final String UNKNOWN = "?";

    /// @throws PickleException when it is no record, or asks for more than [Limits#DEFAULT]
    public static ZodbRecord decode(byte[] record) throws PickleException {
        return decode(record, Limits.DEFAULT);
    }

    /// @throws PickleException when it is no record, or asks for more than the limits
    public static ZodbRecord decode(byte[] record, Limits limits) throws PickleException {
        var machine = new Machine(record, limits);
        var type = machine.load();
        return new ZodbRecord(type, machine.load());
    }

    /// Module and name of the class; `?` when the record says it in no known way.
    public String className() {
        return className(type);
    }

    /// Arguments for the making of an instance, or [Constant#NONE].
    public Value arguments() {
        return type instanceof Sequence pair && pair.items().size() == 2
                ? pair.items().getLast()
                : Constant.NONE;
    }

    /// The name of a class, from the value of a reference or record.
    public static String className(Value type) {
        return switch (type) {
            case Global global -> global.toString();
            case Sequence pair when pair.items().size() == 2 -> nameOf(pair.items());
            default -> UNKNOWN;
        };
    }

    /// Either class and arguments, where the class may be a pair too; or the two parts of its name.
    private static String nameOf(List<Value> pair) {
        return switch (pair.getFirst()) {
            case Global global -> global.toString();
            case Sequence name
            when name.items().size() == 2 ->
                join(name.items().getFirst(), name.items().getLast());
            default -> join(pair.getFirst(), pair.getLast());
        };
    }

    private static String join(Value module, Value name) {
        var first = text(module);
        var second = text(name);
        return first.equals(UNKNOWN) || second.equals(UNKNOWN) ? UNKNOWN : first + "." + second;
    }

    private static String text(Value value) {
        return switch (value) {
            case Text(var text) -> text;
            case Bytes(var _, var bytes) -> new String(bytes, StandardCharsets.UTF_8);
            default -> UNKNOWN;
        };
    }
}
