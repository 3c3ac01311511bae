package io.neoppod.neolog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which version of the protocol the packets of a file belong to, by date.
///
/// A file holds the source text of the code that can read its packets; only the version is taken from it. Bound: one
/// entry for each start of a node whose code had changed.
final class ProtocolVersions {
    /// No version, or none that we can read.
    static final int UNKNOWN = 0;

    /// The one whose packets we know.
    static final int OURS = 5;

    private static final Pattern VERSION = Pattern.compile("^PROTOCOL_VERSION = (\\d{1,6})\\s*$", Pattern.MULTILINE);

    /// Longest text that is looked at.
    private static final int MAX_TEXT_BYTES = 4 << 20;

    private final Connection connection;
    private final TreeMap<Double, Integer> versions = new TreeMap<>();

    ProtocolVersions(Connection connection) {
        this.connection = connection;
    }

    /// Looks for new ones.
    void refresh() throws SQLException {
        if (!isTold()) {
            return;
        }
        double last = versions.isEmpty() ? -1 : versions.lastKey();
        try (var statement =
                connection.prepareStatement("SELECT date, text FROM protocol WHERE date > ? ORDER BY date")) {
            statement.setDouble(1, last);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getDouble(1), version(rows.getBytes(2)));
                }
            }
        }
    }

    /// A file without packets may say nothing about them.
    private boolean isTold() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'protocol'")) {
            return rows.next();
        }
    }

    int at(double date) {
        Map.Entry<Double, Integer> entry = versions.floorEntry(date);
        return entry == null ? UNKNOWN : entry.getValue();
    }

    static int version(byte[] text) {
        try (var inflated = new Bzip2(new ByteArrayInputStream(text))) {
            var source = new String(inflated.readNBytes(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
            var version = VERSION.matcher(source);
            return version.find() ? Integer.parseInt(version.group(1)) : UNKNOWN;
        } catch (IOException damaged) {
            return UNKNOWN;
        }
    }
}
