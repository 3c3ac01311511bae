package io.neoppod.pickle;

import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.PersistentId;
import io.neoppod.pickle.Value.Reference;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// To which objects a record refers.
///
/// | Persistent id | Reference |
/// |---|---|
/// | `oid`, `(oid, class)` | to an object of the same database |
/// | `['w', (oid,)]`, `['w', (oid, database)]`, formerly `[oid]` | weak |
/// | `['n', (database, oid)]`, `['m', (database, oid, class)]` | to an object of another database |
///
/// @param className class of the record, see [ZodbRecord#className()]
/// @param all       references in the order of the record, as often as they are there
public record References(String className, List<Reference> all) {

    public References {
        all = List.copyOf(all);
    }

    /// Finds class and references of a record without building what else is in it.
    ///
    /// @throws PickleException when the record cannot be read to its end: it may have more references
    public static References scan(byte[] record) throws PickleException {
        return new ReferenceScanner(record).scan();
    }

    /// OIDs of the objects of the same database that the record keeps alive, in the order of the record, as often as
    /// they are there.
    public long[] strong() {
        return all.stream()
                .filter(Reference::keepsAlive)
                .mapToLong(Reference::oid)
                .toArray();
    }

    /// What a persistent id means.
    static Value of(Value id) {
        var reference = switch (id) {
            case Bytes bytes -> strong(bytes, null, null);
            case Sequence sequence -> of(sequence);
            default -> null;
        };
        return reference == null ? new PersistentId(id) : reference;
    }

    private static @Nullable Reference of(Sequence id) {
        var items = id.items();
        return switch (id.kind()) {
            case TUPLE -> items.size() == 2 ? strong(items.getFirst(), items.getLast(), null) : null;
            case LIST ->
                switch (items.size()) {
                    case 1 -> weak(items.getFirst(), null);
                    case 2 ->
                        items.getLast() instanceof Sequence arguments
                                ? tagged(text(items.getFirst()), arguments.items())
                                : null;
                    default -> null;
                };
            case SET, FROZENSET -> null;
        };
    }

    private static @Nullable Reference tagged(@Nullable String tag, List<Value> arguments) {
        int count = arguments.size();
        return switch (tag) {
            case "w" ->
                switch (count) {
                    case 1 -> weak(arguments.getFirst(), null);
                    case 2 -> weak(arguments.getFirst(), text(arguments.getLast()));
                    default -> null;
                };
            case "n" -> count == 2 ? strong(arguments.getLast(), null, text(arguments.getFirst())) : null;
            case "m" -> count == 3 ? strong(arguments.get(1), arguments.getLast(), text(arguments.getFirst())) : null;
            case null, default -> null;
        };
    }

    private static @Nullable Reference strong(Value oid, @Nullable Value type, @Nullable String database) {
        return isOid(oid) ? new Reference(Reference.Form.STRONG, oid(oid), type, database) : null;
    }

    private static @Nullable Reference weak(Value oid, @Nullable String database) {
        return isOid(oid) ? new Reference(Reference.Form.WEAK, oid(oid), null, database) : null;
    }

    private static boolean isOid(Value value) {
        return value instanceof Bytes(var _, var bytes) && bytes.length == Long.BYTES;
    }

    private static long oid(Value value) {
        return ByteBuffer.wrap(((Bytes) value).value()).getLong();
    }

    private static @Nullable String text(Value value) {
        return switch (value) {
            case Text(var text) -> text;
            case Bytes(var _, var bytes) -> new String(bytes, StandardCharsets.UTF_8);
            default -> null;
        };
    }
}
