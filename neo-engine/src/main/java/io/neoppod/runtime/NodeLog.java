package io.neoppod.runtime;

import io.neoppod.protocol.NodeIds;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/// The log of one node. Several nodes share a JVM, so each line is written under the name of its node.
///
/// Levels: ERROR a human must act; WARNING degraded, self-healing or refused; INFO state changes and operator
/// actions; DEBUG per transaction. Patterns use `{}` placeholders.
///
/// A [LogSink] may be attached: it gets all that is logged, and packets. Without one, packets are lines of level DEBUG.
public final class NodeLog {
    private static final StackWalker CALLERS = StackWalker.getInstance();
    private static final String ROOT = "io.neoppod.";

    private final Logger logger;
    /// Set before the node starts and when it has ended, read by whoever logs.
    private volatile @Nullable LogSink sink;
    /// What the sink was told last. Confined to who makes the node, then to its loop.
    private @Nullable String identity;

    private NodeLog(Logger logger) {
        this.logger = logger;
    }

    /// The log of a node named as the user knows it, such as `master`, `storage-1`.
    public static NodeLog of(String nodeName) {
        return new NodeLog(LoggerFactory.getLogger("neo." + nodeName));
    }

    /// To be called before the node starts.
    public void attach(LogSink other) {
        sink = other;
    }

    public void error(String pattern, Object... arguments) {
        logger.error(pattern, arguments);
        keep(Level.ERROR, pattern, arguments);
    }

    public void warning(String pattern, Object... arguments) {
        logger.warn(pattern, arguments);
        keep(Level.WARN, pattern, arguments);
    }

    public void info(String pattern, Object... arguments) {
        logger.info(pattern, arguments);
        keep(Level.INFO, pattern, arguments);
    }

    public void debug(String pattern, Object... arguments) {
        logger.debug(pattern, arguments);
        keep(Level.DEBUG, pattern, arguments);
    }

    /// Whether [#packet] does anything.
    public boolean tracesPackets() {
        return sink != null || logger.isDebugEnabled();
    }

    /// A packet that was sent or received.
    public void packet(LogSink.Trace packet) {
        var attached = sink;
        if (attached == null) {
            logger.debug(
                    "#{} {} {} {}", packet.messageId(), packet.sent() ? "->" : "<-", packet.address(), packet.packet());
        } else {
            attached.packet(packet);
        }
    }

    /// The node belongs to this cluster, and has this id; [NodeIds#NONE] as long as it has none.
    public void node(String cluster, int nid) {
        var name = NodeIds.text(nid);
        if (!name.equals(identity)) {
            identity = name;
            info("Node ID: {}", name);
            var attached = sink;
            if (attached != null) {
                attached.node(cluster, nid);
            }
        }
    }

    /// Makes what is remembered readable by others, soon.
    public void flush() {
        var attached = sink;
        if (attached != null) {
            attached.flush();
        }
    }

    /// The node has ended: its sink writes what it remembers.
    public void detach() {
        var attached = sink;
        sink = null;
        if (attached != null) {
            attached.close();
        }
    }

    private void keep(Level level, String pattern, Object... arguments) {
        var attached = sink;
        if (attached == null) {
            return;
        }
        var text = MessageFormatter.arrayFormat(pattern, arguments);
        var message = text.getThrowable() == null
                ? text.getMessage()
                : text.getMessage() + "\n" + stackTrace(text.getThrowable());
        var caller = CALLERS.walk(frames -> frames.filter(
                        frame -> !frame.getClassName().equals(NodeLog.class.getName()))
                .findFirst()
                .orElseThrow());
        attached.text(level, source(caller), caller.getLineNumber(), message);
    }

    private static String source(StackWalker.StackFrame caller) {
        var type = caller.getClassName();
        var folder = type.substring(0, type.lastIndexOf('.') + 1);
        var below = folder.startsWith(ROOT) ? folder.substring(ROOT.length()) : folder;
        return below.replace('.', '/') + caller.getFileName();
    }

    private static String stackTrace(Throwable fault) {
        var text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString().strip();
    }
}
