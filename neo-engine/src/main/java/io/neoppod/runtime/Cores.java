package io.neoppod.runtime;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How work that nobody waits for leaves the cores of the machine to threads that answer somebody.
///
/// A system takes the core from a thread only now and then: on Linux, whoever wakes up while all cores are busy may
/// wait for its next tick, up to 4 ms, which is twenty times as long as the load of an object.
public final class Cores {
    /// Of a thread in the background: a tenth of the share of one with the usual niceness, 0.
    private static final int NICENESS = 10;

    private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;

    private Cores() {}

    /// Lets a thread that waits for this core have it first. To be called several times a millisecond by long work.
    public static void giveWay() {
        Thread.yield();
    }

    /// Makes the current thread one of the background, as long as it lives.
    public static void workInBackground() {
        if (IS_LINUX) {
            setNiceness(THIS_THREAD);
        } else {
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        }
    }

    /// Makes the compilers of this process threads of the background, where the system is Linux. There is no way
    /// back without privileges, and a process that is busy from its start needs them: to be called once it has run
    /// for a while.
    public static void compileInBackground() {
        if (!IS_LINUX) {
            return;
        }
        try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (var thread : threads) {
                if (isCompiler(thread)) {
                    setNiceness(Integer.parseInt(thread.getFileName().toString()));
                }
            }
        } catch (IOException | DirectoryIteratorException unavailable) {
            // Without that folder nothing is known of threads, and they go on as before.
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            var name = Files.readString(thread.resolve("comm"));
            return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
        } catch (IOException ended) {
            return false;
        }
    }

    /// Java leaves priorities alone on Linux, where a niceness belongs to a thread although the C library speaks of
    /// processes. Everybody may raise it; where it is refused all the same, the work goes on as before.
    private static void setNiceness(int thread) {
        try {
            int _ = (int) SetPriority.FUNCTION.invokeExact(PRIO_PROCESS, thread, NICENESS);
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority", e);
        }
    }

    /// Looked up when it is needed.
    private static final class SetPriority {
        @SuppressWarnings("restricted")
        static final MethodHandle FUNCTION = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("setpriority"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT));

        private SetPriority() {}
    }
}
