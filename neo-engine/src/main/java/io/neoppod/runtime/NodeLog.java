package io.neoppod.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of one node. Several nodes share a JVM, so each line is written under the name of its node.
///
/// Levels: ERROR a human must act; WARNING degraded, self-healing or refused; INFO state changes and operator
/// actions; DEBUG per transaction. Patterns use `{}` placeholders.
public final class NodeLog {
    /// Written by the loop of the node, read by whoever logs.
    private volatile Logger logger;

    private NodeLog(Logger logger) {
        this.logger = logger;
    }

    /// The log of a node named as the user knows it, such as `master`, `storage-1`.
    public static NodeLog of(String nodeName) {
        return new NodeLog(logger(nodeName));
    }

    private static Logger logger(String nodeName) {
        return LoggerFactory.getLogger("neo." + nodeName);
    }

    /// Names the node better, once it knows its id.
    public void rename(String nodeName) {
        logger = logger(nodeName);
    }

    public void error(String pattern, Object... arguments) {
        logger.error(pattern, arguments);
    }

    public void warning(String pattern, Object... arguments) {
        logger.warn(pattern, arguments);
    }

    public void info(String pattern, Object... arguments) {
        logger.info(pattern, arguments);
    }

    public void debug(String pattern, Object... arguments) {
        logger.debug(pattern, arguments);
    }

    public boolean isDebug() {
        return logger.isDebugEnabled();
    }
}
