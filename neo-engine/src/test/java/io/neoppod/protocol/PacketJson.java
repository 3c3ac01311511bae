package io.neoppod.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Writes the arguments of a packet as the golden vectors do (their README has the table), from the components of its
/// record: a second opinion on what was decoded, which shares nothing with the codec.
final class PacketJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PacketJson() {}

    static JsonNode of(Record packet) {
        var array = NODES.arrayNode();
        for (var component : packet.getClass().getRecordComponents()) {
            array.add(argument(packet, component));
        }
        return array;
    }

    private static JsonNode argument(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            var value = component.getAccessor().invoke(record);
            // The only unsigned 32-bit argument.
            return record instanceof ReadPacket.AskTIDs asked
                            && component.getName().equals("partition")
                    ? NODES.numberNode(Integer.toUnsignedLong(asked.partition()))
                    : node(value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean bool -> NODES.booleanNode(bool);
            case Integer integer -> integer == Ids.NO_INTEGER ? NODES.nullNode() : NODES.numberNode(integer);
            case Long id -> id == Ids.NONE ? NODES.nullNode() : tagged("bin", NODES.textNode(Ids.hex(id)));
            case Double number -> Double.isNaN(number) ? NODES.nullNode() : tagged("float", NODES.numberNode(number));
            case byte[] bytes -> tagged("bin", NODES.textNode(HexFormat.of().formatHex(bytes)));
            case String text -> node(text.getBytes(StandardCharsets.UTF_8));
            case ErrorCode code -> NODES.numberNode(code.code());
            case Enum<?> constant -> tagged("enum", NODES.textNode(name(constant)));
            case long[] ids -> array(LongStream.of(ids).boxed().toList());
            case int[] integers -> array(IntStream.of(integers).boxed().toList());
            case List<?> list -> array(list);
            case Map<?, ?> map -> map(map);
            case Record record -> of(record);
            default -> throw new AssertionError(value.getClass());
        };
    }

    /// The reference names its enums in the plural.
    private static String name(Enum<?> constant) {
        return constant.getDeclaringClass().getSimpleName() + "s." + constant.name();
    }

    private static ArrayNode array(List<?> values) {
        var array = NODES.arrayNode();
        values.forEach(value -> array.add(node(value)));
        return array;
    }

    private static JsonNode map(Map<?, ?> values) {
        var entries = NODES.arrayNode();
        values.forEach(
                (key, value) -> entries.add(NODES.arrayNode().add(node(key)).add(node(value))));
        return tagged("map", entries);
    }

    private static JsonNode tagged(String tag, JsonNode value) {
        return value instanceof NullNode ? value : NODES.objectNode().set(tag, value);
    }
}
