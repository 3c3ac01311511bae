package io.neoppod.runtime.netty;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Says in a few words why a socket failed, for one line of a log.
final class Reasons {
    /// `bind(..) failed with error(-98): Address already in use`.
    private static final Pattern NATIVE = Pattern.compile("^\\S+ failed with error\\(-?\\d+\\): ");

    /// `Connection refused: /127.0.0.1:10000`; whoever reads the line knows the address.
    private static final Pattern ADDRESS = Pattern.compile(": [^ ]*/[^ ]+$");

    /// `(certificate_unknown) Received fatal alert: certificate_unknown`.
    private static final Pattern REFUSAL = Pattern.compile("Received fatal alert: (\\w*certificate\\w*|unknown_ca)");

    private Reasons() {}

    static String of(Throwable cause) {
        boolean tls = cause instanceof SSLException || cause.getCause() instanceof SSLException;
        return tls ? ofTls(cause) : text(cause);
    }

    static String ofTls(Throwable cause) {
        return "TLS: " + ofPeer(cause);
    }

    /// Why TLS failed, in its handshake or later: the innermost words are those that help.
    static String ofPeer(Throwable cause) {
        Throwable told = cause;
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof CertPathBuilderException) {
                return "the certificate of the peer is not signed by a known authority";
            }
            if (inner instanceof SSLException || inner instanceof CertPathValidatorException) {
                told = inner;
            }
        }
        var refusal = REFUSAL.matcher(text(told));
        return refusal.find() ? "the peer refuses our certificate (" + refusal.group(1) + ")" : text(told);
    }

    private static String text(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            return "closed by peer";
        }
        var message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        var text = ADDRESS.matcher(NATIVE.matcher(message).replaceFirst("")).replaceFirst("");
        return text.startsWith("connection timed out") ? "Connection timed out" : text;
    }
}
