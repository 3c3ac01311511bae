package io.neoppod.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// The golden vectors of the protocol, and short ways to decode and encode.
final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    static String text(String resource) {
        try (var in = Vectors.class.getResourceAsStream("/vectors/" + resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One JSON object per line.
    static List<JsonNode> lines(String resource) {
        return text(resource).lines().map(Vectors::json).toList();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(bytes(hex));
    }

    static String hex(ByteBuf buffer) {
        var bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// All messages of some bytes, which end with a message.
    static List<Message> decode(ByteBuf bytes) {
        var decoder = new MessageDecoder(Unpooled::buffer);
        decoder.feed(bytes);
        var messages = new ArrayList<Message>();
        try {
            for (var message = decoder.next(); message != null; message = decoder.next()) {
                messages.add(message);
            }
        } finally {
            decoder.close();
        }
        return messages;
    }

    static Message decodeOne(String hex) {
        var messages = decode(buffer(hex));
        if (messages.size() != 1) {
            throw new AssertionError(messages.size() + " messages in " + hex);
        }
        return messages.getFirst();
    }

    static String encode(Message message) {
        var out = Unpooled.buffer();
        MessageEncoder.encode(out, message.id(), message.packet());
        return hex(out);
    }
}
