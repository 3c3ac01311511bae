package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.Probe.Finding;
import io.neoppod.gui.facade.Probe.Kind;
import io.neoppod.protocol.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What is told of whoever listens, on real sockets.
class ProbeTest {
    /// What a peer does with each connection.
    private interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private static Finding look(Behaviour behaviour) throws Exception {
        try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> accept(server, behaviour));
            return Probe.look(new Address("127.0.0.1", server.getLocalPort()));
        }
    }

    private static void accept(ServerSocket server, Behaviour behaviour) {
        try {
            while (!server.isClosed()) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        behaviour.serve(socket);
                    } catch (IOException end) {
                        throw new UncheckedIOException(end);
                    }
                });
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static void say(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
        drain(socket);
    }

    private static void drain(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // Until the probe hangs up.
        }
    }

    @Test
    void aNodeOfOurVersion() throws Exception {
        assertThat(look(socket -> say(socket, "92a34e454f05")).kind()).isEqualTo(Kind.NEO);
    }

    @Test
    void aNodeThatSpeaksInPieces() throws Exception {
        assertThat(look(socket -> {
                            socket.getOutputStream().write(HexFormat.of().parseHex("92a3"));
                            socket.getOutputStream().flush();
                            say(socket, "4e454f05");
                        })
                        .kind())
                .isEqualTo(Kind.NEO);
    }

    @Test
    void aNodeOfAnotherVersion() throws Exception {
        assertThat(look(socket -> say(socket, "92a34e454f07"))).isEqualTo(new Finding(Kind.OTHER_VERSION, "7"));
    }

    /// As nodes with encryption do: they hang up on whoever does not begin like TLS.
    @Test
    void anEncryptedNode() throws Exception {
        assertThat(look(socket -> {
                            if (socket.getInputStream().read() == 0x16) {
                                say(socket, "160303007a02000076");
                            }
                        })
                        .kind())
                .isEqualTo(Kind.TLS);
    }

    @Test
    void anotherService() throws Exception {
        assertThat(look(socket -> {
                            socket.getOutputStream()
                                    .write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
                            drain(socket);
                        })
                        .kind())
                .isEqualTo(Kind.NOT_NEO);
    }

    @Test
    void nobodyWhoSpeaks() throws Exception {
        assertThat(look(ProbeTest::drain).kind()).isEqualTo(Kind.SILENT);
    }

    @Test
    void nobody() throws Exception {
        assertThat(Probe.look(new Address("127.0.0.1", 1)).kind()).isEqualTo(Kind.REFUSED);
    }
}
