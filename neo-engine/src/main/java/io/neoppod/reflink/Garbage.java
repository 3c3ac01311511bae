package io.neoppod.reflink;

import io.neoppod.client.Oid;
import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.Value;
import io.neoppod.pickle.ZodbRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a dry run finds, by class: a line for each, `count,module.Class,oid,oid(uid),…` in hexadecimal. The uid is an
/// attribute of objects of ERP5.
final class Garbage {
    private final TreeMap<String, List<String>> byClass = new TreeMap<>();

    void add(Oid oid, byte[] data) {
        var name = "corrupted";
        var text = Long.toHexString(oid.value());
        if (data.length == 0) {
            name = "empty";
        } else {
            try {
                var record = ZodbRecord.decode(data);
                name = record.className();
                text += uid(record);
            } catch (PickleException unreadable) {
                // Told by the class.
            }
        }
        byClass.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
    }

    private static String uid(ZodbRecord record) {
        if (record.state() instanceof Value.Mapping state) {
            for (var entry : state.entries()) {
                if (isUid(entry.key()) && entry.value() instanceof Value.Int(var uid)) {
                    return "(" + Long.toHexString(uid) + ")";
                }
            }
        }
        return "";
    }

    private static boolean isUid(@Nullable Value key) {
        return switch (key) {
            case Value.Text(var name) -> name.equals("uid");
            case Value.Bytes(var _, var name) -> new String(name, StandardCharsets.ISO_8859_1).equals("uid");
            case null, default -> false;
        };
    }

    void write(Path file) {
        var text = byClass.entrySet().stream()
                .map(entry -> entry.getValue().size() + "," + entry.getKey() + "," + String.join(",", entry.getValue())
                        + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException exists) {
            throw new ReflinkException(file + " exists already");
        } catch (IOException unwritable) {
            throw new ReflinkException("cannot write " + file + ": " + unwritable.getMessage());
        }
    }
}
