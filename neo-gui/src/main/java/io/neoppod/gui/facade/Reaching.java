package io.neoppod.gui.facade;

import io.neoppod.gui.facade.CertificateFiles.Certificate;
import io.neoppod.gui.facade.Reach.Answer;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.netty.TlsContexts;
import io.neoppod.runtime.netty.TlsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Tries every known address of a cluster. Waits: not for the thread of the user interface.
///
/// Each is asked for its first words only, which no node minds; masters also for the name of their cluster, as a
/// read-only client that leaves at once.
final class Reaching {
    private static final int AT_ONCE = 8;
    private static final int PATIENCE_MS = 3_000;

    private final ClusterSource source;
    private final @Nullable TlsContexts tls;

    private record Known(NodeType type, int nid, Address address) {}

    private Reaching(ClusterSource source, @Nullable TlsContexts tls) {
        this.source = source;
        this.tls = tls;
    }

    /// @param view nodes that are known besides; null for none
    static List<Reach> of(ClusterSource source, @Nullable ClusterView view) {
        var reaching = new Reaching(source, tls(source));
        try (var workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            return known(source, view).stream()
                    .map(known -> workers.submit(() -> reaching.reach(known)))
                    .toList()
                    .stream()
                    .map(Reaching::result)
                    .toList();
        }
    }

    private static Reach result(Future<Reach> reach) {
        try {
            return reach.get();
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }

    /// Files that cannot be used are told elsewhere; whether nodes use encryption is found without.
    private static @Nullable TlsContexts tls(ClusterSource source) {
        try {
            return source.tls() == null ? null : TlsContexts.load(source.tls());
        } catch (TlsException unusable) {
            return null;
        }
    }

    /// Each address once: admin, masters, storages.
    private static Collection<Known> known(ClusterSource source, @Nullable ClusterView view) {
        var known = new LinkedHashMap<Address, Known>();
        known.put(source.admin(), new Known(NodeType.ADMIN, NodeIds.NONE, source.admin()));
        source.masters().forEach(master -> known.put(master, new Known(NodeType.MASTER, NodeIds.NONE, master)));
        if (view != null) {
            view.nodes().stream()
                    .filter(node -> node.type() != NodeType.CLIENT && node.address() != null)
                    .forEach(node -> known.put(node.address(), known(node)));
        }
        return known.values();
    }

    private static Known known(NodeInfo node) {
        return new Known(node.type(), node.nid(), node.address());
    }

    private Reach reach(Known known) throws InterruptedException {
        var found = tls == null ? plain(known) : encrypted(known, tls);
        return known.type() == NodeType.MASTER && found.answer() == Answer.NODE ? named(found) : found;
    }

    private static Reach plain(Known known) {
        long asked = System.nanoTime();
        var found = Probe.look(known.address());
        var took = Duration.ofNanos(System.nanoTime() - asked);
        return switch (found.kind()) {
            case NEO -> new Reach(known.type(), known.nid(), known.address(), Answer.NODE, "", took, null);
            case OTHER_VERSION -> failed(known, Answer.OTHER_VERSION, found.detail());
            case TLS -> failed(known, Answer.NEEDS_TLS, "");
            case NOT_NEO -> failed(known, Answer.NOT_NEO, "");
            case SILENT -> failed(known, Answer.SILENT, "");
            case REFUSED -> failed(known, Answer.REFUSED, "");
            case UNREACHABLE -> failed(known, Answer.UNREACHABLE, found.detail());
        };
    }

    private static Reach failed(Known known, Answer answer, String detail) {
        return new Reach(known.type(), known.nid(), known.address(), answer, detail, null, null);
    }

    /// With TLS 1.3 a node that refuses our certificate hangs up only after we take the handshake for done.
    private static Reach encrypted(Known known, TlsContexts contexts) {
        long asked = System.nanoTime();
        var address =
                new InetSocketAddress(known.address().host(), known.address().port());
        try (var socket = contexts.connect(address, PATIENCE_MS)) {
            var heard = socket.getInputStream().readNBytes(Probe.HANDSHAKE_LENGTH);
            var took = Duration.ofNanos(System.nanoTime() - asked);
            if (heard.length < Probe.HANDSHAKE_LENGTH) {
                throw new SSLException("it hung up after the handshake");
            }
            var certificate =
                    Certificate.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
            var found = Probe.judge(heard);
            var answer = switch (found.kind()) {
                case NEO -> Answer.NODE;
                case OTHER_VERSION -> Answer.OTHER_VERSION;
                default -> Answer.NOT_NEO;
            };
            return new Reach(known.type(), known.nid(), known.address(), answer, found.detail(), took, certificate);
        } catch (IOException failure) {
            return without(known, failure);
        }
    }

    private static Reach without(Known known, IOException failure) {
        var plain = plain(known);
        return switch (plain.answer()) {
            case NODE -> failed(known, Answer.NEEDS_PLAIN, "");
            case NEEDS_TLS -> failed(known, Answer.CERTIFICATE_REFUSED, TlsContexts.reason(failure));
            default -> plain;
        };
    }

    private Reach named(Reach found) throws InterruptedException {
        if (source.cluster() == null) {
            return found;
        }
        var answer = switch (Trial.ask(source, found.address())) {
            case FINE -> Answer.MASTER;
            case OTHER_NAME -> Answer.OTHER_NAME;
            case NOT_ASKED, UNREACHABLE -> Answer.NODE;
        };
        return new Reach(found.type(), found.nid(), found.address(), answer, "", found.took(), found.certificate());
    }
}
