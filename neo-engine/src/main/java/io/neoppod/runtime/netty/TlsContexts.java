package io.neoppod.runtime.netty;

import io.neoppod.runtime.TlsSettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;

/// Encryption of a node's links: both ends show a certificate signed by the cluster's authority.
///
/// Any certificate of that authority may play any role: neither host names nor node ids are looked at. Peers end a
/// stream without a TLS farewell, and so do we.
///
/// Reference: neo/lib/app.py, neo/lib/connector.py.
public final class TlsContexts {
    /// Python nodes speak 1.2 only.
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /// Forward secrecy, no SHA-1: the list that Python gives to servers.
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");

    private static final int TLS_HANDSHAKE_RECORD = 0x16;

    private final SslContext server;
    private final SslContext client;
    private final List<X509Certificate> authority;
    private final List<X509Certificate> chain;

    private TlsContexts(
            SslContext server, SslContext client, List<X509Certificate> authority, List<X509Certificate> chain) {
        this.server = server;
        this.client = client;
        this.authority = List.copyOf(authority);
        this.chain = List.copyOf(chain);
    }

    /// Reads the files and proves that they work: a node that no peer would accept fails here, not at its first
    /// connection.
    ///
    /// @throws TlsException when a file is missing, malformed, expired, revoked, unsigned or does not fit
    ///     the others
    public static TlsContexts load(TlsSettings settings) throws TlsException {
        var authority = new PemFile(settings.ca());
        var certificate = new PemFile(settings.certificate());
        var chain = certificate.certificates().toArray(X509Certificate[]::new);
        var key = new PemFile(settings.key()).privateKey(chain[0].getPublicKey());
        var trust = TlsCheck.trust(authority);
        TlsCheck.keyFits(settings, key, chain[0].getPublicKey());
        TlsCheck.accepted(settings, trust, chain);
        try {
            var contexts = new TlsContexts(
                    server(trust, key, chain), client(trust, key, chain), authority.certificates(), List.of(chain));
            TlsCheck.handshake(contexts.server, contexts.client);
            return contexts;
        } catch (SSLException failure) {
            throw new TlsException(
                    settings.certificate() + ": a handshake of this node with itself failed: " + failure.getMessage(),
                    failure);
        }
    }

    private static SslContext server(X509TrustManager trust, PrivateKey key, X509Certificate[] chain)
            throws SSLException {
        return configure(SslContextBuilder.forServer(key, chain), trust)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private static SslContext client(X509TrustManager trust, PrivateKey key, X509Certificate[] chain)
            throws SSLException {
        return configure(SslContextBuilder.forClient().keyManager(key, chain), trust)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    private static SslContextBuilder configure(SslContextBuilder builder, X509TrustManager trust) {
        return builder.sslProvider(SslProvider.JDK)
                .trustManager(trust)
                .protocols(PROTOCOLS)
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
    }

    /// Certificates that sign those of the nodes.
    public List<X509Certificate> authority() {
        return authority;
    }

    /// The certificate of this node, followed by intermediate ones.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// Opens a stream to a node as its peers do, and waits for it: for whoever looks at a node from outside.
    ///
    /// @param milliseconds how long to wait for the node, and then for each answer
    /// @throws SSLException when one of the two does not take the certificate of the other, or the node does not
    ///                      use encryption
    public SSLSocket connect(InetSocketAddress address, int milliseconds) throws IOException {
        var socket = (SSLSocket)
                ((JdkSslContext) client).context().getSocketFactory().createSocket();
        try {
            socket.connect(address, milliseconds);
            socket.setSoTimeout(milliseconds);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.startHandshake();
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /// Why such a stream failed, in a few words.
    public static String reason(IOException failure) {
        return Reasons.ofPeer(failure);
    }

    /// Puts encryption at the front of a new channel.
    void addTo(Channel channel, boolean accepted) {
        if (accepted) {
            channel.pipeline().addLast(new FirstByte());
        }
        channel.pipeline().addLast((accepted ? server : client).newHandler(channel.alloc()));
    }

    /// Closes a stream that does not begin like TLS at its first byte: a node without encryption, or a stray visitor.
    private static final class FirstByte extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            if (bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE_RECORD) {
                context.pipeline().remove(this);
                context.fireChannelRead(bytes);
            } else {
                bytes.release();
                context.fireExceptionCaught(new SSLException("the peer does not use encryption"));
                context.close();
            }
        }
    }
}
