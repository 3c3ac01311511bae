package io.neoppod.cli.node;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Takes the real-time signals by which tools for Python NEO have a node write its log: SIGRTMIN, SIGRTMIN+1 (after the
/// file was renamed) and SIGRTMIN+2 (with the state of the node). Java has no name for them, and one that nobody takes
/// would end the process.
///
/// A signal can only be waited for when it was blocked before the first thread of the process began: the launcher does
/// that. Otherwise, all that can be done is to ignore it.
final class LogSignals {
    /// SIGRTMIN, as programs see it on Linux.
    private static final int FIRST = 34;

    /// How many of them those tools know.
    private static final int COUNT = 4;

    private static final int REOPEN = FIRST + 1;
    private static final int STATE = FIRST + 2;

    /// The C library's `SIG_BLOCK` and `SIG_IGN`.
    private static final int BLOCK = 0;

    private static final MemorySegment IGNORE = MemorySegment.ofAddress(1);

    /// As large as `sigset_t` of any C library of Linux.
    private static final int SET_BYTES = 128;

    private static final Linker LINKER = Linker.nativeLinker();

    private LogSignals() {}

    /// Has them cause a flush, or the state to be written, for as long as the process lives.
    static void take(Runnable flush, Runnable logState) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            if (areBlocked()) {
                Thread.ofPlatform().daemon().name("signals").start(() -> listen(flush, logState));
            } else {
                var signal = function("signal", ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
                for (int number = FIRST; number < FIRST + COUNT; number++) {
                    var _ = (MemorySegment) signal.invokeExact(number, IGNORE);
                }
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("signals cannot be set up", failure);
        }
    }

    private static boolean areBlocked() throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var mask = arena.allocate(SET_BYTES);
            var read = function(
                    "pthread_sigmask",
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS);
            var isMember = function("sigismember", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            return (int) read.invokeExact(BLOCK, MemorySegment.NULL, mask) == 0
                    && (int) isMember.invokeExact(mask, FIRST) == 1;
        }
    }

    private static void listen(Runnable flush, Runnable logState) {
        try (var arena = Arena.ofConfined()) {
            var set = arena.allocate(SET_BYTES);
            var add = function("sigaddset", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            for (int number = FIRST; number < FIRST + COUNT; number++) {
                var _ = (int) add.invokeExact(set, number);
            }
            var wait = function("sigwait", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
            var number = arena.allocate(ValueLayout.JAVA_INT);
            while ((int) wait.invokeExact(set, number) == 0) {
                int heard = number.get(ValueLayout.JAVA_INT, 0);
                if (heard <= REOPEN) {
                    flush.run();
                } else if (heard == STATE) {
                    logState.run();
                }
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("signals are not heard any more", failure);
        }
    }

    /// A function of the C library.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }
}
