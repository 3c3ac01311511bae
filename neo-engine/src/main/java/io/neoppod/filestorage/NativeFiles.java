package io.neoppod.filestorage;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `open`, `flock` and `close` of the C library.
final class NativeFiles {
    private static final int READ_ONLY = 0;
    private static final int LOCK_EXCLUSIVELY = 2;
    private static final int LOCK_WITHOUT_WAITING = 4;

    private final MethodHandle open;
    private final MethodHandle flock;
    private final MethodHandle close;

    private NativeFiles(MethodHandle open, MethodHandle flock, MethodHandle close) {
        this.open = open;
        this.flock = flock;
        this.close = close;
    }

    /// The functions, or null on a system that lacks them.
    @SuppressWarnings("restricted")
    static @Nullable NativeFiles find() {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        var open = symbols.find("open");
        var flock = symbols.find("flock");
        var close = symbols.find("close");
        if (open.isEmpty() || flock.isEmpty() || close.isEmpty()) {
            return null;
        }
        return new NativeFiles(
                linker.downcallHandle(
                        open.get(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2)),
                linker.downcallHandle(
                        flock.get(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
                linker.downcallHandle(close.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    /// A descriptor of an existing file, negative if it cannot be opened.
    int open(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            return (int) open.invokeExact(name, READ_ONLY);
        } catch (Throwable e) {
            throw new IllegalStateException("open", e);
        }
    }

    /// Locks the file of a descriptor; false if someone else has the lock.
    boolean lock(int descriptor) {
        try {
            return (int) flock.invokeExact(descriptor, LOCK_EXCLUSIVELY | LOCK_WITHOUT_WAITING) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("flock", e);
        }
    }

    void close(int descriptor) {
        try {
            int ignored = (int) close.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close", e);
        }
    }
}
