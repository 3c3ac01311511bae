package io.neoppod.runtime.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.Harness;
import io.neoppod.runtime.TlsSettings;
import io.neoppod.runtime.TransportContract;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same promises with encryption, and who is not let in.
class TlsTransportTest extends TransportContract {
    @TempDir
    static Path folder;

    private static Authority authority;
    private static TlsContexts node;

    private NettyHarness netty;

    @BeforeAll
    static void makeCertificates() throws GeneralSecurityException, IOException, TlsException {
        authority = new Authority(folder, "cluster").issue("node", Authority.SERVER_AUTH, Authority.CLIENT_AUTH);
        node = load(authority, "node");
    }

    private static TlsContexts load(Authority issuer, String name) throws TlsException {
        return TlsContexts.load(new TlsSettings(issuer.ca(), issuer.certificate(name), issuer.key(name)));
    }

    @Override
    protected Harness newHarness() {
        netty = new NettyHarness(Sockets.best(), node);
        return netty;
    }

    @Test
    void closesAPlainStreamAtItsFirstByte() throws IOException {
        try (var socket = plainSocket(listen(this::recorder).address())) {
            socket.getOutputStream().write(0x92);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(firstRefused().reason()).isEqualTo("TLS: the peer does not use encryption");
    }

    @Test
    void doesNotTalkToAPlainServer() {
        var plain = netty.node("plain", null);
        var listener = listenOn(plain, ANY_PORT, () -> {
            var events = recorder();
            return events.whenReceived(bytes -> events.link().close());
        });

        var there = connecting(listener.address());

        netty.await("the end", there::isClosed);
        assertThat(there.events()).containsExactly("closed");
        assertThat(there.reason()).startsWith("TLS: ");
    }

    @Test
    void refusesAPeerOfAnotherAuthority() throws GeneralSecurityException, IOException, TlsException {
        var stranger = netty.node("stranger", load(new Authority(folder, "other").issue("node"), "node"));

        var there = connectingFrom(stranger, listen(this::recorder).address());

        netty.await("the end", there::isClosed);
        assertThat(there.events()).containsExactly("closed");
        assertThat(there.reason()).isEqualTo("TLS: the certificate of the peer is not signed by a known authority");
        assertThat(firstRefused().reason()).startsWith("TLS: the peer refuses our certificate (");
    }

    @Test
    void refusesAClientWithoutCertificate() throws GeneralSecurityException, IOException, TlsException {
        try (var socket = version12(plainSocket(listen(this::recorder).address()))) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        assertThat(firstRefused().reason()).startsWith("TLS: ").contains("mpty client certificate chain");
    }

    @Test
    void refusesAnExpiredClient() throws GeneralSecurityException, IOException, TlsException {
        authority.issueExpired("old");
        try (var socket = version12(plainSocket(listen(this::recorder).address()), keys("old"))) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        assertThat(firstRefused().reason()).startsWith("TLS: ").contains("validity check failed");
    }

    @Test
    void refusesARevokedPeer() throws GeneralSecurityException, IOException, TlsException {
        var strict = new Authority(folder, "strict").issue("bad");
        var bad = netty.node("bad", load(strict, "bad"));
        int revoked = strict.lastSerial();
        strict.issue("good").revoke(revoked);
        var good = netty.node("good", load(strict, "good"));
        var address = listenOn(good, ANY_PORT, this::recorder).address();

        connectingFrom(bad, address);
        assertThat(firstRefused().reason()).startsWith("TLS: ").contains("revoked");

        var welcome = connectingFrom(good, address);
        netty.await("a peer in good standing", welcome::isOpen);
    }

    @Test
    void speaksVersion12ToPythonNodes() throws GeneralSecurityException, IOException, TlsException {
        var address = listen(() -> recorder().echo()).address();
        try (var socket = version12(plainSocket(address), keys("node"))) {
            socket.getOutputStream().write(7);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        }
    }

    @Test
    void takesAStreamThatStopsWithoutFarewellAsANormalEnd() throws GeneralSecurityException, IOException, TlsException {
        try (var plain = plainSocket(listen(this::recorder).address())) {
            version12(plain, keys("node")).getOutputStream().write(7);
            netty.await("the byte", () -> firstAccepted().receivedCount() == 1);
        }

        netty.await("the end", firstAccepted()::isClosed);
        assertThat(firstAccepted().reason()).isEqualTo("closed by peer");
    }

    private static Socket plainSocket(Address address) throws IOException {
        return new Socket(address.host(), address.port());
    }

    private static SSLSocket version12(Socket plain, KeyManager... keys)
            throws GeneralSecurityException, IOException, TlsException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {TlsCheck.trust(new PemFile(authority.ca()))}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "node", 1, false);
        socket.setUseClientMode(true);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        return socket;
    }

    private static KeyManager[] keys(String name) throws GeneralSecurityException, IOException, TlsException {
        var chain = new PemFile(authority.certificate(name)).certificates().toArray(Certificate[]::new);
        var key = new PemFile(authority.key(name)).privateKey(chain[0].getPublicKey());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(name, key, new char[0], chain);
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }
}
