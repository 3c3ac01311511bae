package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.admin.AdminNode;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.Context.Kind;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.TlsSettings;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Encryption: what is wrong with it is said, whatever side is wrong. The admin is real; it has no master.
class TlsFacadeTest {
    private static final int PATIENCE_S = 30;
    private static final Path FILES = Path.of("src/test/resources/tls");
    private static final TlsSettings CLUSTER = settings("cluster-ca.crt", "cluster");
    private static final TlsSettings OTHER = settings("other-ca.crt", "other");

    private static TlsSettings settings(String ca, String node) {
        return new TlsSettings(FILES.resolve(ca), FILES.resolve(node + ".crt"), FILES.resolve(node + ".key"));
    }

    private interface Look<T> {
        T at(ClusterSource source) throws Exception;
    }

    /// What is seen of an admin that runs meanwhile.
    private static <T> T see(@Nullable TlsSettings ofAdmin, @Nullable TlsSettings ours, Look<T> look) throws Exception {
        var tls = ofAdmin == null ? null : TlsContexts.load(ofAdmin);
        var runtime = new NettyRuntime("admin", tls, (what, fault) -> {});
        var options = new AdminOptions(
                "demo", List.of(new Address("127.0.0.1", 1)), new Address("127.0.0.1", 0), null, NodeIds.NONE);
        try (runtime;
                var admin = new AdminNode(runtime, options)) {
            admin.start();
            return look.at(new ClusterSource("demo", Kind.development, admin.address(), List.of(), null, ours, null));
        }
    }

    private static ClusterSnapshot firstPoll(@Nullable TlsSettings ofAdmin, @Nullable TlsSettings ours)
            throws Exception {
        return see(ofAdmin, ours, source -> {
            try (var facade = ClusterFacade.connect(source)) {
                var found = new CompletableFuture<ClusterSnapshot>();
                facade.onSnapshot(snapshot -> {
                    if (snapshot.link() != Link.CONNECTING) {
                        found.complete(snapshot);
                    }
                });
                facade.refresh();
                return found.get(PATIENCE_S, TimeUnit.SECONDS);
            }
        });
    }

    private static Reach reach(@Nullable TlsSettings ofAdmin, @Nullable TlsSettings ours) throws Exception {
        return see(ofAdmin, ours, source -> Reaching.of(source, null).getFirst());
    }

    @Test
    void anAddressShowsItsCertificate() throws Exception {
        var found = reach(CLUSTER, CLUSTER);

        assertThat(found.answer()).isEqualTo(Reach.Answer.NODE);
        assertThat(found.took()).isNotNull();
        assertThat(found.certificate().subject()).isEqualTo("CN=node of cluster");
    }

    @Test
    void anAddressWhoseCertificateDoesNotFit() throws Exception {
        assertThat(reach(CLUSTER, OTHER).answer()).isEqualTo(Reach.Answer.CERTIFICATE_REFUSED);
        assertThat(reach(CLUSTER, null).answer()).isEqualTo(Reach.Answer.NEEDS_TLS);
        assertThat(reach(null, CLUSTER).answer()).isEqualTo(Reach.Answer.NEEDS_PLAIN);
        assertThat(reach(null, null).answer()).isEqualTo(Reach.Answer.NODE);
    }

    @Test
    void theFilesOfAConnectionAreRead() {
        var files = CertificateFiles.read(CLUSTER);
        assertThat(files.trouble()).isEmpty();
        assertThat(files.own())
                .singleElement()
                .satisfies(own -> assertThat(own.issuer()).isEqualTo("CN=cluster test authority"));
        assertThat(CertificateFiles.read(settings("other-ca.crt", "cluster")).trouble())
                .contains("cluster.crt is not signed by a certificate of");
    }

    @Test
    void withTheRightFilesTheAdminAnswers() throws Exception {
        var answered = firstPoll(CLUSTER, CLUSTER);

        assertThat(answered.link()).isEqualTo(Link.NO_PRIMARY);
        assertThat(answered.contact().certificatesEnd()).isAfter("2100-01-01T00:00:00Z");
    }

    @Test
    void withoutFiles() throws Exception {
        assertThat(firstPoll(CLUSTER, null).link()).isEqualTo(Link.NEEDS_TLS);
    }

    @Test
    void withFilesThatTheClusterDoesNotUse() throws Exception {
        assertThat(firstPoll(null, CLUSTER).link()).isEqualTo(Link.NEEDS_PLAIN);
    }

    @Test
    void withTheFilesOfAnotherCluster() throws Exception {
        var refused = firstPoll(CLUSTER, OTHER);

        assertThat(refused.link()).isEqualTo(Link.CERTIFICATE_REFUSED);
        assertThat(refused.detail()).isNotEmpty();
    }

    @Test
    void withFilesThatDoNotFitEachOther() throws Exception {
        var unusable = firstPoll(CLUSTER, settings("other-ca.crt", "cluster"));

        assertThat(unusable.link()).isEqualTo(Link.TLS_FILES);
        assertThat(unusable.detail()).contains("cluster.crt is not signed by a certificate of");
    }
}
