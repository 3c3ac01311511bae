package io.neoppod.storage.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Sample databases written by Python NEO, and what it answers on them.
public final class DatabaseSamples {
    private static final HexFormat HEX = HexFormat.of();

    private DatabaseSamples() {}

    public static void copy(String name, Path to) {
        try (var in = open(name)) {
            Files.copy(in, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        try (var in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Expected answers of a sample; those that are the same as another one's are taken from it.
    public static JsonNode answers(String name) {
        var own = (ObjectNode) json(name + ".json");
        if (!own.has("same_as")) {
            return own;
        }
        var all = (ObjectNode) answers(own.get("same_as").asText().replace(".json", ""));
        all.setAll(own);
        return all;
    }

    /// The record of an object at `tid`, or null.
    static @Nullable ObjectRevision fetch(Database database, ReadSession session, long oid, long tid) {
        var found = new AtomicReference<@Nullable ObjectRevision>();
        session.visitRecords(database.partitions().partition(oid), tid, oid, tid, (at, revision) -> {
            found.set(at == oid ? revision : null);
            return false;
        });
        return found.get();
    }

    private static InputStream open(String name) {
        var in = DatabaseSamples.class.getResourceAsStream("/database/" + name);
        if (in == null) {
            throw new IllegalArgumentException("no sample " + name);
        }
        return in;
    }

    public static long id(JsonNode hex) {
        return hex.isNull() ? Ids.NONE : id(hex.asText());
    }

    public static long id(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    public static long[] ids(JsonNode list) {
        return stream(list).mapToLong(DatabaseSamples::id).toArray();
    }

    public static int[] numbers(JsonNode list) {
        return stream(list).mapToInt(JsonNode::asInt).toArray();
    }

    /// A limit, where null means none.
    public static int length(JsonNode number) {
        return number.isNull() ? Integer.MAX_VALUE : number.asInt();
    }

    public static byte[] bytes(JsonNode hex) {
        return HEX.parseHex(hex.asText());
    }

    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    public static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
