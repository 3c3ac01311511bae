package io.neoppod.gui.facade;

import io.neoppod.ctl.ClusterControl;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;

/// Opens connections to the admin of a cluster. Reads files: not for the thread of the user interface.
final class AdminDoor {
    private final ClusterSource source;
    private final NodeLog log = NodeLog.of("desktop");

    AdminDoor(ClusterSource source) {
        this.source = source;
    }

    /// @throws TlsException when the files for encryption cannot be used
    ClusterControl open() throws TlsException {
        var tls = source.tls() == null ? null : TlsContexts.load(source.tls());
        var runtime = new NettyRuntime("desktop", tls, (what, fault) -> log.error("fault while {}", what, fault));
        return new ClusterControl(runtime, source.admin());
    }

    ClusterSource source() {
        return source;
    }
}
