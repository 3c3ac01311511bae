package io.neoppod.storage.database;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The rows of a database, to compare with what is expected. Values are `Long`, `String`, `byte[]` or null.
public record TableDump(Map<String, List<List<Object>>> tables) {
    public static final List<String> TABLES = List.of("config", "pt", "pack", "trans", "obj", "data", "ttrans", "tobj");

    /// Reads an SQLite file.
    public static TableDump of(Path file) {
        Map<String, List<List<Object>>> tables = new TreeMap<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String table : TABLES) {
                List<List<Object>> rows = new ArrayList<>();
                try (var row = statement.executeQuery("SELECT * FROM " + table)) {
                    while (row.next()) {
                        List<Object> values = new ArrayList<>();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            Object value = row.getObject(i);
                            values.add(value instanceof Number number ? Long.valueOf(number.longValue()) : value);
                        }
                        rows.add(values);
                    }
                }
                tables.put(table, rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TableDump(tables);
    }

    /// Each row as text, such as `obj[0, 12, 1000, null, null]`.
    public TreeSet<String> rows() {
        var texts = new TreeSet<String>();
        tables.forEach((table, rows) -> rows.forEach(row -> texts.add(text(table, row))));
        return texts;
    }

    public static String text(String table, Collection<?> row) {
        return table + row.stream().map(TableDump::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? "x'" + HexFormat.of().formatHex(bytes) + "'" : String.valueOf(value);
    }
}
