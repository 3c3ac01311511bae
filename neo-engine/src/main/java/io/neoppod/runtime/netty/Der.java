package io.neoppod.runtime.netty;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The few lines of ASN.1 that turn a PKCS#1 or SEC 1 private key into PKCS#8.
///
/// ```
/// PrivateKeyInfo ::= SEQUENCE { version INTEGER 0, algorithm AlgorithmIdentifier, privateKey OCTET STRING }
/// SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
/// ```
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Der() {}

    static byte[] pkcs8(byte[] privateKey, byte[] subjectPublicKeyInfo) {
        int start = contentStart(subjectPublicKeyInfo, 0);
        int end = contentStart(subjectPublicKeyInfo, start) + contentLength(subjectPublicKeyInfo, start);
        var algorithm = Arrays.copyOfRange(subjectPublicKeyInfo, start, end);
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, privateKey));
    }

    private static int contentStart(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int contentLength(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = element + 2; i < contentStart(der, element); i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... contents) {
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        var der = new ByteArrayOutputStream();
        der.write(tag);
        if (length < 0x80) {
            der.write(length);
        } else {
            int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            der.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                der.write(length >> 8 * i);
            }
        }
        for (var content : contents) {
            der.writeBytes(content);
        }
        return der.toByteArray();
    }
}
