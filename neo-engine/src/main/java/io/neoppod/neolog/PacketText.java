package io.neoppod.neolog;

import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.MalformedPacket;
import io.neoppod.protocol.MessageDecoder;
import io.neoppod.protocol.NodeLines;
import io.neoppod.protocol.PacketCatalogue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A packet of a log in words.
///
/// @param name      name in the protocol, or `UnknownPacket[code]`
/// @param arguments as literals of Python; null when they are not shown, not known or not readable
/// @param extra     more lines
public record PacketText(String name, @Nullable String arguments, List<String> extra) {
    private static final long CODE_MASK = 0xffffffffL;

    /// What is shown of arguments.
    public enum Detail {
        /// Only what is worth a line of its own.
        NAMES,
        ARGUMENTS,
        /// Arguments, and the data of objects inflated.
        DATA
    }

    public PacketText {
        extra = List.copyOf(extra);
    }

    /// Never fails: what can not be read is said to be so.
    public static PacketText of(LogRecord.Packet packet, Detail detail) {
        var entry = packet.version() == ProtocolVersions.OURS ? PacketCatalogue.of(packet.code()) : null;
        if (entry == null) {
            return new PacketText("UnknownPacket[%d]".formatted(packet.code() & CODE_MASK), null, List.of());
        }
        var body = packet.body();
        try {
            return body == null ? new PacketText(entry.packetName(), null, List.of()) : decode(entry, body, detail);
        } catch (MalformedPacket | DataFormatException unreadable) {
            return new PacketText(entry.packetName(), null, List.of("Can't decode packet"));
        }
    }

    private static PacketText decode(PacketCatalogue entry, byte[] body, Detail detail) throws DataFormatException {
        return switch (entry) {
            case NOTIFY_NODE_INFORMATION -> {
                var news = (NotifyNodeInformation) MessageDecoder.arguments(entry, body);
                var first = Literals.arguments(body).subList(0, 1);
                yield new PacketText(entry.packetName(), text(first, detail), NodeLines.of(news.nodeList(), " ! "));
            }
            case ERROR -> {
                var arguments = Literals.arguments(body);
                yield new PacketText(entry.packetName(), null, List.of(error(arguments)));
            }
            default -> {
                var arguments = detail == Detail.NAMES ? List.<@Nullable Object>of() : Literals.arguments(body);
                yield new PacketText(
                        entry.packetName(),
                        text(detail == Detail.DATA ? inflated(entry, arguments) : arguments, detail),
                        List.of());
            }
        };
    }

    private static String error(List<@Nullable Object> arguments) {
        if (arguments.size() != 2) {
            throw new MalformedPacket("an error has a code and a message");
        }
        return "%s (%s)".formatted(Literals.text(arguments.get(0)), Literals.text(arguments.get(1)));
    }

    private static @Nullable String text(List<@Nullable Object> arguments, Detail detail) {
        return detail == Detail.NAMES || arguments.isEmpty() ? null : Literals.text(arguments);
    }

    /// Arguments with compression, checksum and data of an object replaced by the pair of length and inflated data.
    private static List<@Nullable Object> inflated(PacketCatalogue entry, List<@Nullable Object> arguments)
            throws DataFormatException {
        return switch (entry) {
            case ASK_STORE_OBJECT, ADD_OBJECT -> inflated(arguments, 2);
            case ANSWER_OBJECT -> inflated(arguments, 3);
            // Inside the first argument, unless there is nothing to tell.
            case ANSWER_RELOCK_OBJECT -> {
                var outer = new ArrayList<>(arguments);
                if (outer.getFirst() instanceof List<?> conflict
                        && conflict.size() > 2
                        && conflict.get(2) instanceof List<?> data) {
                    var inner = new ArrayList<@Nullable Object>(conflict);
                    inner.set(2, inflated(new ArrayList<>(data), 0));
                    outer.set(0, inner);
                }
                yield outer;
            }
            default -> arguments;
        };
    }

    private static List<@Nullable Object> inflated(List<? extends @Nullable Object> arguments, int at)
            throws DataFormatException {
        var result = new ArrayList<@Nullable Object>(arguments);
        if (result.size() < at + 3 || !(result.get(at + 2) instanceof byte[] data)) {
            return result;
        }
        boolean isPlain = result.get(at) == null
                || result.get(at).equals(0L)
                || result.get(at).equals(false);
        var plain = isPlain ? data : inflate(data);
        result.subList(at, at + 3).clear();
        result.add(at, List.of((long) plain.length, plain));
        return result;
    }

    private static byte[] inflate(byte[] data) throws DataFormatException {
        var plain = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try (var inflater = new Inflater()) {
            inflater.setInput(data);
            while (!inflater.finished()) {
                int size = inflater.inflate(buffer);
                if (size == 0) {
                    throw new DataFormatException("cut off");
                }
                plain.write(buffer, 0, size);
            }
        }
        return plain.toByteArray();
    }
}
