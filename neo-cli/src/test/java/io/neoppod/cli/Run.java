package io.neoppod.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// A command that was run in this process.
///
/// @param status exit status
/// @param out    all of standard output
/// @param err    all of standard error, but that it waits: it does on a machine that is slow
public record Run(int status, String out, String err) {
    private static final Pattern WAITS = Pattern.compile("(?m)^neo [a-z ]+: waiting for .*\\R");

    static {
        // Commands that log nothing choose so for their process, once. Here others run after them: the library is
        // chosen before.
        LoggerFactory.getILoggerFactory();
    }

    public static Run neo(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Run(status, out.toString(), WAITS.matcher(err.toString()).replaceAll(""));
    }
}
