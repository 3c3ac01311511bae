package io.neoppod.runtime.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Makes certificates for tests: nothing that is kept in a repository, so nothing that expires there.
final class Authority {
    static final String SERVER_AUTH = "2b06010505070301";
    static final String CLIENT_AUTH = "2b06010505070302";

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String name;
    private final KeyPair keys = ec();
    private int serial = 1;

    Authority(Path folder, String name) throws GeneralSecurityException, IOException {
        this.folder = folder;
        this.name = name;
        var now = Instant.now();
        write(
                path("ca"),
                pem("CERTIFICATE", certificate(new Subject(name, keys.getPublic(), 1), validFrom(now), true)));
    }

    /// What a node certificate says.
    private record Subject(String name, PublicKey key, int serial) {}

    private record Validity(Instant from, Instant to) {}

    private static Validity validFrom(Instant now) {
        return new Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)));
    }

    Path ca() {
        return path("ca");
    }

    Path certificate(String node) {
        return path(node + "-cert");
    }

    Path key(String node) {
        return path(node + "-key");
    }

    /// A certificate and key for a node; `usages` empty means any.
    Authority issue(String node, String... usages) throws GeneralSecurityException, IOException {
        return issue(node, ec(), validFrom(Instant.now()), usages);
    }

    Authority issueExpired(String node) throws GeneralSecurityException, IOException {
        var now = Instant.now();
        return issue(node, ec(), new Validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))));
    }

    Authority issueEarly(String node) throws GeneralSecurityException, IOException {
        var now = Instant.now();
        return issue(node, ec(), new Validity(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9))));
    }

    Authority issueRsa(String node) throws GeneralSecurityException, IOException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return issue(node, generator.generateKeyPair(), validFrom(Instant.now()));
    }

    private Authority issue(String node, KeyPair pair, Validity validity, String... usages)
            throws GeneralSecurityException, IOException {
        var der = certificate(new Subject(node, pair.getPublic(), ++serial), validity, false, usages);
        write(certificate(node), pem("CERTIFICATE", der));
        write(key(node), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return this;
    }

    /// Serial number of the certificate issued last.
    int lastSerial() {
        return serial;
    }

    /// Appends a revocation list to the file of the authority.
    void revoke(int... serials) throws GeneralSecurityException, IOException {
        var now = Instant.now();
        var entries = new ArrayList<byte[]>();
        for (int revoked : serials) {
            entries.add(sequence(integer(revoked), time(now)));
        }
        var fields = new ArrayList<>(List.of(
                integer(1), SIGNATURE, name(name), time(now.minusSeconds(60)), time(now.plus(Duration.ofDays(1)))));
        if (!entries.isEmpty()) {
            fields.add(sequence(entries.toArray(byte[][]::new)));
        }
        var list = signed(sequence(fields.toArray(byte[][]::new)));
        write(ca(), Files.readString(ca()) + pem("X509 CRL", list));
    }

    private Path path(String kind) {
        return folder.resolve(name + "-" + kind + ".pem");
    }

    static void write(Path path, String text) throws IOException {
        Files.writeString(path, text, StandardCharsets.US_ASCII);
    }

    static String pem(String type, byte[] der) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    // --- X.509 in DER

    /// ecdsa-with-SHA256
    private static final byte[] SIGNATURE = sequence(oid("2a8648ce3d040302"));

    private static KeyPair ec() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private byte[] certificate(Subject subject, Validity validity, boolean authority, String... usages)
            throws GeneralSecurityException {
        var extensions = new ArrayList<byte[]>();
        if (authority) {
            extensions.add(extension("551d13", sequence(new byte[] {1, 1, (byte) 0xff})));
            extensions.add(extension("551d0f", new byte[] {3, 2, 1, 6})); // may sign certificates and lists
        }
        if (usages.length > 0) {
            var oids = new byte[usages.length][];
            for (int i = 0; i < usages.length; i++) {
                oids[i] = oid(usages[i]);
            }
            extensions.add(extension("551d25", sequence(oids)));
        }
        var fields = new ArrayList<>(List.of(
                element(0xa0, integer(2)),
                integer(subject.serial),
                SIGNATURE,
                name(name),
                sequence(time(validity.from), time(validity.to)),
                name(subject.name),
                subject.key.getEncoded()));
        if (!extensions.isEmpty()) {
            fields.add(element(0xa3, sequence(extensions.toArray(byte[][]::new))));
        }
        return signed(sequence(fields.toArray(byte[][]::new)));
    }

    private byte[] signed(byte[] content) throws GeneralSecurityException {
        var signer = Signature.getInstance("SHA256withECDSA");
        PrivateKey key = keys.getPrivate();
        signer.initSign(key);
        signer.update(content);
        return sequence(content, SIGNATURE, element(0x03, new byte[1], signer.sign()));
    }

    private static byte[] extension(String oid, byte[] value) {
        return sequence(oid(oid), new byte[] {1, 1, (byte) 0xff}, element(0x04, value));
    }

    private static byte[] name(String commonName) {
        var text = element(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(element(0x31, sequence(oid("550403"), text)));
    }

    private static byte[] time(Instant time) {
        return element(0x18, UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(long value) {
        return element(0x02, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] oid(String hex) {
        return element(0x06, new BigInteger(hex, 16).toByteArray());
    }

    private static byte[] sequence(byte[]... contents) {
        return element(0x30, contents);
    }

    static byte[] element(int tag, byte[]... contents) {
        var content = new ByteArrayOutputStream();
        for (var part : contents) {
            content.writeBytes(part);
        }
        var der = new ByteArrayOutputStream();
        der.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            der.write(0x82);
            der.write(length >> 8);
        } else if (length >= 0x80) {
            der.write(0x81);
        }
        der.write(length);
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }
}
