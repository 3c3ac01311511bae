package io.neoppod.runtime.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A file of `-----BEGIN …-----` blocks: certificates, revocation lists, private keys.
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    private final Path path;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(String type, String body) {}

    PemFile(Path path) throws TlsException {
        this.path = path;
        var matcher = BLOCK.matcher(read(path));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
    }

    Path path() {
        return path;
    }

    /// At least one, in the order of the file.
    List<X509Certificate> certificates() throws TlsException {
        var certificates = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : blocks) {
                if (block.type.equals("CERTIFICATE")) {
                    var der = new ByteArrayInputStream(decode(block));
                    certificates.add((X509Certificate) factory.generateCertificate(der));
                }
            }
        } catch (CertificateException malformed) {
            throw new TlsException(path + ": malformed certificate", malformed);
        }
        if (certificates.isEmpty()) {
            throw new TlsException(path + " contains no certificate in PEM format");
        }
        return certificates;
    }

    List<X509CRL> revocationLists() throws TlsException {
        var lists = new ArrayList<X509CRL>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : blocks) {
                if (block.type.equals("X509 CRL")) {
                    lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(decode(block))));
                }
            }
        } catch (CertificateException | CRLException malformed) {
            throw new TlsException(path + ": malformed revocation list", malformed);
        }
        return lists;
    }

    /// The private key that belongs to a certificate. OpenSSL writes keys in three forms; Java reads only PKCS#8, and
    /// the others become it once the algorithm, as named by the certificate, is put before them.
    PrivateKey privateKey(PublicKey certified) throws TlsException {
        var block = blocks.stream()
                .filter(candidate -> candidate.type.endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new TlsException(path + " contains no private key in PEM format"));
        if (block.type.startsWith("ENCRYPTED") || block.body.contains("ENCRYPTED")) {
            throw new TlsException(path + " is protected by a password; give a key without password");
        }
        var pkcs8 = block.type.equals("PRIVATE KEY") ? decode(block) : Der.pkcs8(decode(block), certified.getEncoded());
        try {
            return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException other) {
            throw new TlsException(
                    path + ": not a private key of the kind that the certificate has (" + certified.getAlgorithm()
                            + ")",
                    other);
        }
    }

    private byte[] decode(Block block) throws TlsException {
        try {
            return Base64.getMimeDecoder().decode(block.body);
        } catch (IllegalArgumentException malformed) {
            throw new TlsException(path + ": malformed " + block.type, malformed);
        }
    }

    private static String read(Path path) throws TlsException {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new TlsException("cannot read " + path + ": no such file", missing);
        } catch (IOException failure) {
            throw new TlsException("cannot read " + path + ": " + failure.getMessage(), failure);
        }
    }
}
