package io.neoppod.gui.model;

import io.neoppod.client.Tid;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.GuardRails;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/// Ids as people type them or paste them with other text around.
final class IdText {
    private static final Pattern HEX = Pattern.compile("0x([0-9a-fA-F]{1,16})\\b");
    private static final Pattern BARE_HEX = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final int DATE_LENGTH = 10;

    private IdText() {}

    /// @throws IllegalArgumentException in words for the user
    static long oid(String text) {
        return id(text.strip(), "ids.no-oid");
    }

    /// The id of a transaction, or a moment in UTC.
    ///
    /// @throws IllegalArgumentException in words for the user
    static long tid(String text) {
        var stripped = text.strip();
        return DATE.matcher(stripped).lookingAt() ? moment(stripped) : id(stripped, "ids.no-tid");
    }

    private static long id(String text, String problem) {
        var hex = HEX.matcher(text);
        try {
            long id;
            if (hex.find()) {
                id = Long.parseUnsignedLong(hex.group(1), 16);
            } else if (BARE_HEX.matcher(text).matches()) {
                id = Long.parseUnsignedLong(text, 16);
            } else if (DECIMAL.matcher(text).matches()) {
                id = Long.parseLong(text);
            } else {
                throw new IllegalArgumentException(Texts.of(problem));
            }
            if (GuardRails.isValidId(id)) {
                return id;
            }
        } catch (NumberFormatException tooLarge) {
            // As below.
        }
        throw new IllegalArgumentException(Texts.of("ids.too-large"));
    }

    private static long moment(String text) {
        try {
            var iso = text.replace(' ', 'T').replaceFirst("Z$", "");
            var time = iso.length() == DATE_LENGTH
                    ? LocalDate.parse(iso).atStartOfDay()
                    : LocalDateTime.parse(iso, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            return Tid.of(time.toInstant(ZoneOffset.UTC)).value();
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException(Texts.of("ids.no-tid"));
        }
    }
}
