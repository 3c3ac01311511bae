package io.neoppod.cli;

import java.io.PrintWriter;
import java.util.spi.ToolProvider;

/// The `neo` command within a JVM, for the command line of the desktop app: it prints to whoever runs it, and does not
/// end the process.
public final class NeoTool implements ToolProvider {
    /// The JVM makes it.
    public NeoTool() {}

    @Override
    public String name() {
        return "neo";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        return Main.commandLine().setOut(out).setErr(err).execute(args);
    }
}
