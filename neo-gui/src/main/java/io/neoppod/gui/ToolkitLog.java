package io.neoppod.gui;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/// Takes what the toolkit complains about into the log of the app, instead of the terminal.
final class ToolkitLog extends Handler {
    /// Loggers that nobody holds are collected, with what was set on them.
    private static final Logger TOOLKIT = Logger.getLogger("javafx");

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private ToolkitLog() {
        setFormatter(new SimpleFormatter());
    }

    static void install() {
        TOOLKIT.setUseParentHandlers(false);
        TOOLKIT.addHandler(new ToolkitLog());
    }

    @Override
    public void publish(LogRecord entry) {
        LOG.warn("{}", getFormatter().formatMessage(entry), entry.getThrown());
    }

    @Override
    public void flush() {
        // The log writes each line.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
