package io.neoppod.filestorage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sample files, what they hold according to ZODB, and the same view of what our reader finds.
final class Vectors {
    record Transaction(
            String tid, String status, String user, String description, String extension, List<Revision> records) {}

    record Revision(
            String oid,
            String tid,
            @Nullable Integer length,
            @Nullable String sha1,
            @Nullable String dataTid) {}

    private static final HexFormat HEX = HexFormat.of();

    private Vectors() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Vectors.class.getResource("/filestorage/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    static List<String> names() {
        try (var files = Files.list(file("plain.fs").getParent())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".fs"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name + ".expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Transaction> expected(String name) {
        List<Transaction> transactions = new ArrayList<>();
        for (JsonNode node : json(name).path("transactions")) {
            List<Revision> records = new ArrayList<>();
            for (JsonNode record : node.get("records")) {
                records.add(new Revision(
                        record.get("oid").asText(),
                        record.get("tid").asText(),
                        record.get("length").isNull()
                                ? null
                                : record.get("length").asInt(),
                        record.get("sha1").isNull() ? null : record.get("sha1").asText(),
                        record.get("data_txn").isNull()
                                ? null
                                : record.get("data_txn").asText()));
            }
            transactions.add(new Transaction(
                    node.get("tid").asText(),
                    node.get("status").asText(),
                    node.get("user_hex").asText(),
                    node.get("description_hex").asText(),
                    node.get("extension_hex").asText(),
                    records));
        }
        return transactions;
    }

    static Transaction view(TransactionRecord transaction) {
        TransactionHeader header = transaction.header();
        List<Revision> records = new ArrayList<>();
        for (ObjectRecord record : transaction.records()) {
            byte[] data = record.data();
            records.add(new Revision(
                    HEX.toHexDigits(record.oid()),
                    HEX.toHexDigits(record.tid()),
                    data == null ? null : data.length,
                    data == null ? null : sha1(data),
                    record.dataSerial() == Ids.NONE ? null : HEX.toHexDigits(record.dataSerial())));
        }
        return new Transaction(
                HEX.toHexDigits(header.tid()),
                String.valueOf(header.status()),
                HEX.formatHex(header.user()),
                HEX.formatHex(header.description()),
                HEX.formatHex(header.extension()),
                records);
    }

    static List<Transaction> read(Path path, ReadOptions options) {
        List<Transaction> found = new ArrayList<>();
        readInto(found, path, options);
        return found;
    }

    /// Like [#read], and keeps what came before an exception.
    static void readInto(List<Transaction> found, Path path, ReadOptions options) {
        try (var reader = FileStorageReader.open(path, options)) {
            reader.transactions().forEachRemaining(transaction -> found.add(view(transaction)));
        }
    }

    private static String sha1(byte[] data) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-1").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
