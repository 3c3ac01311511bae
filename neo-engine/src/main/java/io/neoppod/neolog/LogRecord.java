package io.neoppod.neolog;

import org.jspecify.annotations.Nullable;

/// A row of a log file.
public sealed interface LogRecord {

    /// UNIX time in seconds.
    double date();

    /// Who wrote it; null when the file does not say.
    @Nullable
    LogNode node();

    /// A line of the log, or several.
    ///
    /// @param level 10 DEBUG, 20 INFO, 30 WARNING, 40 ERROR, 50 CRITICAL
    /// @param source file of the code that wrote it, or null
    /// @param line   line in it
    record Text(
            double date,
            @Nullable LogNode node,
            int level,
            @Nullable String source,
            int line,
            String message) implements LogRecord {}

    /// A packet that was sent or received.
    ///
    /// @param messageId 32 bits
    /// @param code      32 bits
    /// @param peer      `> S1 (127.0.0.1:20000)` for one that was sent, `< …` for one that was received
    /// @param body      arguments in msgpack; null when they were not kept
    /// @param version   of the protocol, as far as the file tells
    record Packet(
            double date,
            @Nullable LogNode node,
            int messageId,
            int code,
            String peer,
            byte @Nullable [] body,
            int version)
            implements LogRecord {}

    /// Stands where a table of the file can not be read any further.
    ///
    /// @param date  when it was found
    /// @param table `LOG` or `PACKET`
    record Damage(double date, String table, String reason) implements LogRecord {
        @Override
        public @Nullable LogNode node() {
            return null;
        }
    }
}
