package io.neoppod.gui.facade;

import io.neoppod.protocol.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// What listens at an address, told from its first bytes. Waits: not for the thread of the user interface.
public final class Probe {
    /// What a node sends first: `("NEO", 5)` in msgpack.
    private static final byte[] HANDSHAKE = {(byte) 0x92, (byte) 0xa3, 'N', 'E', 'O', 5};

    static final int HANDSHAKE_LENGTH = 6;
    private static final int PREFIX = 5;
    private static final int CONNECT_MS = 3_000;
    /// Nodes speak first: this is for slow networks.
    private static final int LISTEN_MS = 500;
    /// For each of the two greetings: a node of a busy machine must not be taken for one that is silent.
    private static final int ANSWER_MS = 3_000;

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    private Probe() {}

    /// What is there.
    public enum Kind {
        /// A node of our version, without encryption.
        NEO,
        OTHER_VERSION,
        /// Something encrypted; a node, perhaps.
        TLS,
        NOT_NEO,
        /// It accepts connections and says nothing.
        SILENT,
        /// Nothing accepts connections.
        REFUSED,
        /// No answer from the machine.
        UNREACHABLE
    }

    /// @param detail version of the protocol, or why the machine is not reached; else empty
    public record Finding(Kind kind, String detail) {
        private static Finding of(Kind kind) {
            return new Finding(kind, "");
        }
    }

    public static Finding look(Address address) {
        try {
            var heard = converse(address, HANDSHAKE, true);
            return heard.length == 0 ? lookForTls(address) : judge(heard);
        } catch (ConnectException refused) {
            return Finding.of(Kind.REFUSED);
        } catch (IOException failure) {
            return new Finding(Kind.UNREACHABLE, String.valueOf(failure.getMessage()));
        }
    }

    /// Who begins with these bytes, of which there is one at least.
    static Finding judge(byte[] heard) {
        if (Arrays.equals(heard, HANDSHAKE)) {
            return Finding.of(Kind.NEO);
        }
        if (heard.length > PREFIX && Arrays.equals(heard, 0, PREFIX, HANDSHAKE, 0, PREFIX)) {
            return new Finding(Kind.OTHER_VERSION, Integer.toString(heard[PREFIX] & 0xff));
        }
        return Finding.of(isTls(heard) ? Kind.TLS : Kind.NOT_NEO);
    }

    private static Finding lookForTls(Address address) throws IOException {
        var heard = converse(address, clientHello(), false);
        if (heard.length == 0) {
            return Finding.of(Kind.SILENT);
        }
        return Finding.of(isTls(heard) ? Kind.TLS : Kind.NOT_NEO);
    }

    private static boolean isTls(byte[] heard) {
        return heard[0] == TLS_ALERT || heard[0] == TLS_HANDSHAKE;
    }

    /// Says something, unless the other side speaks first, and listens.
    ///
    /// @return at most as many bytes as a handshake has; none without answer, or when the other side hangs up
    private static byte[] converse(Address address, byte[] greeting, boolean listenFirst) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MS);
            var heard = listenFirst ? listen(socket, LISTEN_MS) : new byte[0];
            if (heard.length > 0) {
                return heard;
            }
            try {
                socket.getOutputStream().write(greeting);
            } catch (IOException hungUp) {
                return new byte[0];
            }
            return listen(socket, ANSWER_MS);
        }
    }

    private static byte[] listen(Socket socket, int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
        try {
            return socket.getInputStream().readNBytes(HANDSHAKE_LENGTH);
        } catch (SocketTimeoutException late) {
            return new byte[0];
        } catch (IOException hungUp) {
            return new byte[0];
        }
    }

    /// How a TLS client begins.
    private static byte[] clientHello() throws IOException {
        try {
            var engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            var hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            return Arrays.copyOf(hello.array(), hello.position());
        } catch (GeneralSecurityException | SSLException broken) {
            throw new IOException("this Java has no TLS", broken);
        }
    }
}
