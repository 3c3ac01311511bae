package io.neoppod.gui.facade;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Opens connections to the admin of a cluster. Reads files: not for the thread of the user interface.
/// Confined to one thread.
final class AdminDoor {
    private final ClusterSource source;
    private final NodeLog log = NodeLog.of("desktop");
    private @Nullable Instant certificatesEnd;

    AdminDoor(ClusterSource source) {
        this.source = source;
    }

    /// @throws TlsException when the files for encryption cannot be used
    ClusterControl open() throws TlsException {
        var tls = source.tls() == null ? null : TlsContexts.load(source.tls());
        certificatesEnd = tls == null ? null : CertificateFiles.end(tls);
        var runtime = new NettyRuntime("desktop", tls, (what, fault) -> log.error("fault while {}", what, fault));
        return new ClusterControl(runtime, source.admin());
    }

    /// When the first of the certificates that were used last is no longer valid; null without.
    @Nullable
    Instant certificatesEnd() {
        return certificatesEnd;
    }

    ClusterSource source() {
        return source;
    }
}
