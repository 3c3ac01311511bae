package io.neoppod.cli.bench;

import java.io.PrintWriter;
import java.util.function.Consumer;

/// Tells on a terminal what is being done, in a line that is written over and over; nothing elsewhere.
final class ProgressLine implements Consumer<String>, AutoCloseable {
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private final boolean terminal;

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static ProgressLine on(PrintWriter out) {
        var console = System.console();
        return new ProgressLine(out, console != null && console.isTerminal());
    }

    @Override
    public void accept(String text) {
        print(text);
    }

    /// Leaves a clean line behind.
    @Override
    public void close() {
        print("");
    }

    private void print(String text) {
        if (terminal) {
            out.print(ERASE_LINE + text);
            out.flush();
        }
    }
}
