package io.neoppod.neolog;

import java.util.List;

/// Some records of a file, in the order of their dates.
///
/// @param next where to go on
/// @param more whether there is more to read at once
public record LogPage(List<LogRecord> records, LogPosition next, boolean more) {
    public LogPage {
        records = List.copyOf(records);
    }
}
