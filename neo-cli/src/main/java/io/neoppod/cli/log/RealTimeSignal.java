package io.neoppod.cli.log;

import java.io.IOException;

/// The signal that makes a node write out its log. Java has no name for it.
final class RealTimeSignal {
    /// SIGRTMIN, as programs see it on Linux.
    private static final int FLUSH = 34;

    private RealTimeSignal() {}

    /// @throws IOException when there is no such process, or it is not ours to signal
    static void flushLog(long pid) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + FLUSH, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("cannot send a signal to process " + pid);
        }
    }
}
