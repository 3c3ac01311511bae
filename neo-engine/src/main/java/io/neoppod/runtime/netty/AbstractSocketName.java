package io.neoppod.runtime.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A name in the abstract Unix socket namespace of Linux, held until it is closed or the process dies. Processes
/// of any language use such names as locks.
public final class AbstractSocketName implements AutoCloseable {
    private final Socket socket;

    private AbstractSocketName(Socket socket) {
        this.socket = socket;
    }

    /// Whether this platform has such names and the library to bind them.
    public static boolean isAvailable() {
        return Epoll.isAvailable();
    }

    /// Takes a name.
    ///
    /// @param name without the NUL byte that makes it abstract
    /// @return null when it is taken
    /// @throws IOException when it can not be bound for another reason
    public static @Nullable AbstractSocketName claim(String name) throws IOException {
        Epoll.ensureAvailability();
        var socket = Socket.newSocketDomain();
        try {
            socket.bind(new DomainSocketAddress("\0" + name));
            return new AbstractSocketName(socket);
        } catch (NativeIoException e) {
            socket.close();
            if (e.expectedErr() == ADDRESS_IN_USE) {
                return null;
            }
            throw e;
        }
    }

    /// EADDRINUSE on Linux, negated as the library reports it.
    private static final int ADDRESS_IN_USE = -98;

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
