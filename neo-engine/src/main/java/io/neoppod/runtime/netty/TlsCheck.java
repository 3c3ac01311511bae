package io.neoppod.runtime.netty;

import io.neoppod.runtime.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.HashSet;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// What a node verifies about its own TLS files before it uses them, each with the words that help.
final class TlsCheck {
    /// More steps than any handshake takes: one that makes no progress must end.
    private static final int MAX_HANDSHAKE_STEPS = 1_000;

    private TlsCheck() {}

    /// Trust in the certificates of a file. When the file has revocation lists, leaves are checked against them.
    static X509TrustManager trust(PemFile authority) throws TlsException {
        var anchors = new HashSet<TrustAnchor>();
        for (var certificate : authority.certificates()) {
            anchors.add(new TrustAnchor(certificate, null));
        }
        var revoked = authority.revocationLists();
        try {
            var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(!revoked.isEmpty());
            if (!revoked.isEmpty()) {
                parameters.addCertStore(
                        CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
                var checker = (PKIXRevocationChecker)
                        CertPathBuilder.getInstance("PKIX").getRevocationChecker();
                checker.setOptions(EnumSet.of(
                        PKIXRevocationChecker.Option.ONLY_END_ENTITY,
                        PKIXRevocationChecker.Option.PREFER_CRLS,
                        PKIXRevocationChecker.Option.NO_FALLBACK));
                parameters.addCertPathChecker(checker);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException failure) {
            throw new TlsException(authority.path() + ": " + failure.getMessage(), failure);
        }
    }

    static void keyFits(TlsSettings settings, PrivateKey key, PublicKey certified) throws TlsException {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var sample = new byte[] {1, 2, 3};
        boolean fits;
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            var signature = signer.sign();
            signer.initVerify(certified);
            signer.update(sample);
            fits = signer.verify(signature);
        } catch (GeneralSecurityException unusable) {
            throw new TlsException(settings.key() + ": unusable private key: " + unusable.getMessage(), unusable);
        }
        if (!fits) {
            throw new TlsException(settings.key() + " is not the private key of " + settings.certificate());
        }
    }

    /// Whether peers would accept the certificate, from a client and from a server.
    static void accepted(TlsSettings settings, X509TrustManager trust, X509Certificate[] chain) throws TlsException {
        try {
            trust.checkServerTrusted(chain, "UNKNOWN");
            trust.checkClientTrusted(chain, "UNKNOWN");
        } catch (CertificateException refusal) {
            throw new TlsException(explain(settings, chain[0], refusal), refusal);
        }
    }

    private static String explain(TlsSettings settings, X509Certificate leaf, CertificateException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException expired -> {
                    return settings.certificate()
                            + ": the certificate, or one that signs it, has expired (its own end: "
                            + leaf.getNotAfter().toInstant() + ")";
                }
                case CertificateNotYetValidException early -> {
                    return settings.certificate() + ": the certificate, or one that signs it, is not valid yet (its own"
                            + " begin: " + leaf.getNotBefore().toInstant() + ")";
                }
                case CertPathValidatorException path
                when path.getReason() == BasicReason.REVOKED -> {
                    return settings.certificate() + " is revoked by the list in " + settings.ca();
                }
                case CertPathValidatorException path
                when path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS -> {
                    return settings.ca() + " has no current revocation list of the authority that signs "
                            + settings.certificate();
                }
                default -> {}
            }
        }
        var text = refusal.getMessage();
        return text.contains("unable to find valid certification path")
                ? settings.certificate() + " is not signed by a certificate of " + settings.ca()
                : settings.certificate() + " is not fit for both ends of a connection: " + text;
    }

    /// A handshake of the node with itself, in memory.
    static void handshake(SslContext server, SslContext client) throws SSLException {
        var left = client.newEngine(ByteBufAllocator.DEFAULT);
        var right = server.newEngine(ByteBufAllocator.DEFAULT);
        left.beginHandshake();
        right.beginHandshake();
        var toRight =
                ByteBuffer.allocate(left.getSession().getPacketBufferSize() * 2).flip();
        var toLeft = ByteBuffer.allocate(right.getSession().getPacketBufferSize() * 2)
                .flip();
        for (int step = 0; step < MAX_HANDSHAKE_STEPS && (isShaking(left) || isShaking(right)); step++) {
            advance(left, toLeft, toRight);
            advance(right, toRight, toLeft);
        }
        if (isShaking(left) || isShaking(right)) {
            throw new SSLException("no end after " + MAX_HANDSHAKE_STEPS + " steps");
        }
    }

    private static boolean isShaking(SSLEngine engine) {
        return switch (engine.getHandshakeStatus()) {
            case FINISHED, NOT_HANDSHAKING -> false;
            default -> true;
        };
    }

    private static void advance(SSLEngine engine, ByteBuffer input, ByteBuffer output) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> {
                output.compact();
                engine.wrap(ByteBuffer.allocate(0), output);
                output.flip();
            }
            default -> {
                if (input.hasRemaining()) {
                    engine.unwrap(input, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                }
            }
        }
    }
}
