package io.neoppod.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.neoppod.runtime.NodeLog;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/// Lines of a log as Python nodes write them, the prefix repeated on every line of a text:
///
/// ```
/// 2026-11-22 12:35:37.0000 WARNING   master     [    MasterNode:331] No longer operational
/// ```
///
/// Time of day of the machine to 1/10000 s, level, node, class and line, text.
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        var caller = caller(event);
        var prefix = String.format(
                Locale.ROOT,
                "%s %-9s %-10s [%14s:%3d] ",
                TIME.format(event.getInstant()),
                level(event.getLevel()),
                node(event.getLoggerName()),
                simpleName(caller.getClassName()),
                caller.getLineNumber());
        var text = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            text += "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
        }
        var lines = new StringBuilder();
        text.lines().forEach(line -> lines.append(prefix).append(line).append('\n'));
        return lines.isEmpty() ? prefix + "\n" : lines.toString();
    }

    private static String level(Level level) {
        return level == Level.WARN ? "WARNING" : level.toString();
    }

    private static String node(String logger) {
        return logger.startsWith("neo.") ? logger.substring("neo.".length()) : "NEO";
    }

    /// Where the line was asked for: above the log of the node.
    private static StackTraceElement caller(ILoggingEvent event) {
        return Arrays.stream(event.getCallerData())
                .filter(frame -> !frame.getClassName().equals(NodeLog.class.getName()))
                .findFirst()
                .orElseGet(() -> new StackTraceElement("NEO", "", null, 0));
    }

    private static String simpleName(String className) {
        int end = className.indexOf('$');
        return className.substring(className.lastIndexOf('.') + 1, end < 0 ? className.length() : end);
    }
}
