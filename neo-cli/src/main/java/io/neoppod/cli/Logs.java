package io.neoppod.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.neoppod.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Where a process writes its log. To be chosen before anything is logged.
///
/// Warnings and errors go to standard error. A log file also gets INFO; it is moved aside when it is full.
public final class Logs {
    private static final int OLD_FILES = 4;
    /// The library looks at the size once a minute otherwise, and a fault in a loop writes much in that time.
    private static final int SIZE_CHECK_MS = 100;

    private static final long MAX_FILE_BYTES = 64 << 20;
    private static final long MAX_APP_FILE_BYTES = 2 << 20;

    private Logs() {}

    /// No log. Nothing of the logging library is loaded, which halves the start of a short command.
    public static void off() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /// The log of a server on its standard error.
    public static void toStandardError() {
        toStandardError(Level.WARN);
    }

    /// Only what a person must act on, for a process that is watched by somebody who did not ask for a server.
    public static void errorsToStandardError() {
        toStandardError(Level.ERROR);
    }

    private static void toStandardError(Level level) {
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        console.setName("standard error");
        start(console, level, context());
    }

    /// The log also to a file.
    ///
    /// @throws ConfigException when the file cannot be written
    public static void toFile(Path file) throws ConfigException {
        toFile(file, MAX_FILE_BYTES, null);
    }

    /// What the desktop app does, and what goes wrong in its process, also to a file. Nodes that run in it have logs of
    /// their own.
    ///
    /// @throws ConfigException when the file cannot be written
    public static void ofTheAppToFile(Path file) throws ConfigException {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException unwritable) {
            throw new ConfigException("cannot make the folder of the log " + Failures.text(unwritable));
        }
        toFile(file, MAX_APP_FILE_BYTES, new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                boolean isOfTheApp = event.getLoggerName().equals("neo.desktop")
                        || event.getLoggerName().equals("neo.embedded");
                return isOfTheApp || event.getLevel().isGreaterOrEqual(Level.WARN)
                        ? FilterReply.NEUTRAL
                        : FilterReply.DENY;
            }
        });
    }

    private static void toFile(Path file, long maxBytes, @Nullable Filter<ILoggingEvent> which) throws ConfigException {
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException unwritable) {
            throw new ConfigException("cannot write the log file " + Failures.text(unwritable));
        }
        var context = context();
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setName(file.toString());
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        // A percent sign of the name would be taken for a pattern of the library.
        rolling.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(maxBytes));
        trigger.setCheckIncrement(Duration.buildByMilliseconds(SIZE_CHECK_MS));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        if (which != null) {
            which.start();
            appender.addFilter(which);
        }
        start(appender, Level.INFO, context);
    }

    /// The library's own configuration is dropped at the first call.
    private static LoggerContext context() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getProperty("neo") == null) {
            context.reset();
            context.putProperty("neo", "configured");
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
            // Its warnings are about what one may tune.
            context.getLogger("io.netty").setLevel(Level.ERROR);
        }
        return context;
    }

    private static void start(OutputStreamAppender<ILoggingEvent> appender, Level level, LoggerContext context) {
        var layout = new LogLayout();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        var threshold = new ThresholdFilter();
        threshold.setLevel(level.toString());
        threshold.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.addFilter(threshold);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        // Commands that run one after the other in a process choose anew.
        root.detachAppender(appender.getName());
        root.addAppender(appender);
    }
}
