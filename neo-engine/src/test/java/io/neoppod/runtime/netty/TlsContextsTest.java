package io.neoppod.runtime.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.neoppod.runtime.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which files are accepted, and what a user reads when they are not.
class TlsContextsTest {
    @TempDir
    Path folder;

    private Authority authority;

    @BeforeEach
    void makeAuthority() throws GeneralSecurityException, IOException {
        authority = new Authority(folder, "cluster");
    }

    @Test
    void acceptsACertificateForBothUsages() throws GeneralSecurityException, IOException {
        authority.issue("node", Authority.SERVER_AUTH, Authority.CLIENT_AUTH);
        assertAccepted("node");
    }

    @Test
    void acceptsRsaKeysInBothFormsThatOpensslWrites() throws GeneralSecurityException, IOException {
        authority.issueRsa("node");
        assertAccepted("node");
        rewriteKey("node", "RSA PRIVATE KEY", "");
        assertAccepted("node");
    }

    @Test
    void acceptsEcKeysInBothFormsThatOpensslWrites() throws GeneralSecurityException, IOException {
        authority.issue("node");
        assertAccepted("node");
        var parameters = Authority.pem("EC PARAMETERS", Authority.element(0x06, new byte[] {42}));
        rewriteKey("node", "EC PRIVATE KEY", parameters);
        assertAccepted("node");
    }

    @Test
    void acceptsSeveralAuthoritiesAndARevocationListInOneFile() throws GeneralSecurityException, IOException {
        authority.issue("node");
        var other = new Authority(folder, "other");
        Authority.write(authority.ca(), Files.readString(other.ca()) + Files.readString(authority.ca()));
        authority.revoke(99);
        assertAccepted("node");
    }

    @Test
    void refusesAMissingFile() throws GeneralSecurityException, IOException {
        authority.issue("node");
        Files.delete(authority.key("node"));
        assertRefused("node", "cannot read " + authority.key("node") + ": no such file");
    }

    @Test
    void refusesFilesWithoutWhatTheyAreFor() throws GeneralSecurityException, IOException {
        authority.issue("node");
        var key = Files.readString(authority.key("node"));
        Files.writeString(authority.key("node"), "nothing");
        assertRefused("node", authority.key("node") + " contains no private key in PEM format");
        Files.writeString(authority.certificate("node"), key);
        assertRefused("node", authority.certificate("node") + " contains no certificate in PEM format");
    }

    @Test
    void refusesAKeyWithPassword() throws GeneralSecurityException, IOException {
        authority.issue("node");
        Authority.write(authority.key("node"), Authority.pem("ENCRYPTED PRIVATE KEY", new byte[9]));
        assertRefused("node", authority.key("node") + " is protected by a password; give a key without password");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws GeneralSecurityException, IOException {
        authority.issue("node").issue("other");
        Files.copy(authority.key("other"), folder.resolve("wrong"));
        Files.move(folder.resolve("wrong"), authority.key("node"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("node", authority.key("node") + " is not the private key of " + authority.certificate("node"));
    }

    @Test
    void refusesAnExpiredCertificate() throws GeneralSecurityException, IOException {
        authority.issueExpired("node");
        assertRefused("node", authority.certificate("node") + ": the certificate, or one that signs it, has expired");
    }

    @Test
    void refusesACertificateOfTomorrow() throws GeneralSecurityException, IOException {
        authority.issueEarly("node");
        assertRefused(
                "node", authority.certificate("node") + ": the certificate, or one that signs it, is not valid yet");
    }

    @Test
    void refusesACertificateForOneUsageOnly() throws GeneralSecurityException, IOException {
        authority.issue("node", Authority.CLIENT_AUTH);
        assertRefused(
                "node", authority.certificate("node") + " is not fit for both ends of a connection: Extended key");
        authority.issue("other", Authority.SERVER_AUTH);
        assertRefused(
                "other", authority.certificate("other") + " is not fit for both ends of a connection: Extended key");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws GeneralSecurityException, IOException {
        authority.issue("node");
        var other = new Authority(folder, "other");
        Files.copy(other.ca(), authority.ca(), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("node", authority.certificate("node") + " is not signed by a certificate of " + authority.ca());
    }

    @Test
    void refusesARevokedCertificate() throws GeneralSecurityException, IOException {
        authority.issue("node").revoke(authority.lastSerial());
        assertRefused("node", authority.certificate("node") + " is revoked by the list in " + authority.ca());
    }

    /// Writes a key the way `openssl ecparam` and `openssl genrsa -traditional` do: without the envelope that names the
    /// algorithm.
    private void rewriteKey(String node, String type, String before) throws IOException {
        var pem = Files.readString(authority.key(node));
        var pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        int start = type.startsWith("RSA") ? 26 : 28;
        Authority.write(
                authority.key(node), before + Authority.pem(type, Arrays.copyOfRange(pkcs8, start, pkcs8.length)));
    }

    private TlsSettings settings(String node) {
        return new TlsSettings(authority.ca(), authority.certificate(node), authority.key(node));
    }

    private void assertAccepted(String node) {
        assertThatCode(() -> TlsContexts.load(settings(node))).doesNotThrowAnyException();
    }

    private void assertRefused(String node, String message) {
        var refusal = catchThrowableOfType(TlsException.class, () -> TlsContexts.load(settings(node)));
        assertThat(refusal).hasMessageStartingWith(message);
        assertThat(refusal.getMessage()).doesNotContain("\n");
    }
}
