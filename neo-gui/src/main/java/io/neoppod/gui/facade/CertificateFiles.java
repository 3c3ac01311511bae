package io.neoppod.gui.facade;

import io.neoppod.runtime.TlsSettings;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files for encryption of a connection.
///
/// @param authority  certificates that sign those of the nodes
/// @param own        ours, followed by intermediate ones
/// @param isKeySecret whether nobody else on this computer can read the key, as far as the system tells
/// @param trouble    why the files cannot be used, in one line; empty when they can
public record CertificateFiles(
        List<Certificate> authority, List<Certificate> own, boolean isKeySecret, String trouble) {
    private static final Set<PosixFilePermission> OTHERS = Collections.unmodifiableSet(EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE));

    /// @param subject whose it is
    /// @param issuer  who signed it
    public record Certificate(String subject, String issuer, Instant begins, Instant ends) {
        static Certificate of(X509Certificate certificate) {
            return new Certificate(
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getIssuerX500Principal().getName(),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
    }

    /// Waits for files: not for the thread of the user interface.
    public static CertificateFiles read(TlsSettings settings) {
        boolean isKeySecret = isSecret(settings.key());
        try {
            var contexts = TlsContexts.load(settings);
            return new CertificateFiles(
                    contexts.authority().stream().map(Certificate::of).toList(),
                    contexts.chain().stream().map(Certificate::of).toList(),
                    isKeySecret,
                    "");
        } catch (TlsException unusable) {
            return new CertificateFiles(List.of(), List.of(), isKeySecret, unusable.getMessage());
        }
    }

    private static boolean isSecret(Path file) {
        try {
            return Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS);
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
    }

    /// When the first of them is no longer valid.
    static Instant end(TlsContexts contexts) {
        return Stream.concat(contexts.authority().stream(), contexts.chain().stream())
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
