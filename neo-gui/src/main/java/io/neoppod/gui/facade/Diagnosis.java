package io.neoppod.gui.facade;

import io.neoppod.gui.facade.AdminPoll.Failed;

/// Why an admin does not answer, in terms of what a user can mend.
final class Diagnosis {
    private static final String TLS = "TLS: ";

    private Diagnosis() {}

    /// @param words how the connection ended
    static Failed of(ClusterSource source, String words) {
        return look(source, Link.UNREACHABLE, words);
    }

    static Failed ofSilence(ClusterSource source) {
        return look(source, Link.SILENT, "");
    }

    private static Failed look(ClusterSource source, Link otherwise, String words) {
        var found = Probe.look(source.admin());
        boolean isEncrypted = source.tls() != null;
        return switch (found.kind()) {
            case REFUSED -> new Failed(Link.UNREACHABLE, "");
            case UNREACHABLE -> new Failed(Link.UNREACHABLE, found.detail());
            case SILENT -> new Failed(Link.SILENT, "");
            case NOT_NEO -> new Failed(Link.NOT_NEO, "");
            case OTHER_VERSION -> new Failed(Link.OTHER_VERSION, found.detail());
            case NEO -> isEncrypted ? new Failed(Link.NEEDS_PLAIN, "") : new Failed(otherwise, words);
            case TLS -> isEncrypted ? refused(otherwise, words) : new Failed(Link.NEEDS_TLS, "");
        };
    }

    /// With TLS 1.3 a node that refuses our certificate hangs up only after we take the handshake for done.
    private static Failed refused(Link otherwise, String words) {
        int tls = words.indexOf(TLS);
        return tls >= 0
                ? new Failed(Link.CERTIFICATE_REFUSED, words.substring(tls + TLS.length()))
                : new Failed(otherwise == Link.SILENT ? Link.SILENT : Link.CERTIFICATE_REFUSED, words);
    }
}
