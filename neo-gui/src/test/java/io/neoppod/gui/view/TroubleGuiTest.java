package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.admin.AdminNode;
import io.neoppod.config.AdminOptions;
import io.neoppod.config.Context.Kind;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import io.neoppod.runtime.TlsSettings;
import io.neoppod.runtime.netty.NettyRuntime;
import io.neoppod.runtime.netty.TlsContexts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// What goes wrong between the app and a cluster is said where one looks, with a way on.
class TroubleGuiTest {
    private static final int PATIENCE_S = 30;
    private static final Path TLS = Path.of("src/test/resources/tls").toAbsolutePath();

    @TempDir
    private Path folder;

    private final FxRobot robot = new FxRobot();

    @Test
    void anAdminThatIsLostIsSaidAndComesBack() throws Exception {
        try (var cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("far")));
                var window = Windows.open(folder.resolve("app"))) {
            cluster.ready().get(PATIENCE_S, TimeUnit.SECONDS);
            var source = new ClusterSource("far", Kind.development, cluster.admin(), List.of(), null, null, null);
            Windows.call(() -> {
                window.shell().open(ClusterFacade.connect(source));
                return null;
            });
            Windows.await(() -> window.shows("#verdict-sentence", "Every partition has all its copies."));
            assertThat(window.scene().lookup("#stale-strip").isVisible()).isFalse();

            cluster.kill("admin");
            Windows.await(() -> window.shows("#stale-strip", "Nothing answers at " + cluster.admin()));
            window.perform(AppAction.NODES);
            Windows.await(() -> window.shows("#stale-strip", "Nothing answers"));
            robot.clickOn("S2");
            Windows.await(() -> window.shows("#selected-node", "S2"));
            assertThat(window.isEnabled("#action-KILL")).as("upon what is old").isFalse();

            cluster.start("admin");
            robot.clickOn("Retry now");
            Windows.await(() -> !window.scene().lookup("#stale-strip").isVisible() && window.isEnabled("#action-KILL"));
        }
    }

    /// The admin is real; it has no master.
    @Test
    void aWrongCertificateIsSaidInTheForm() throws Exception {
        var ofAdmin =
                new TlsSettings(TLS.resolve("cluster-ca.crt"), TLS.resolve("cluster.crt"), TLS.resolve("cluster.key"));
        var runtime = new NettyRuntime("admin", TlsContexts.load(ofAdmin), (what, fault) -> {});
        var options = new AdminOptions(
                "demo", List.of(new Address("127.0.0.1", 1)), new Address("127.0.0.1", 0), null, NodeIds.NONE);
        try (runtime;
                var admin = new AdminNode(runtime, options);
                var window = Windows.open(folder)) {
            admin.start();
            fill(window, "address", admin.address().toString());
            robot.clickOn("#test-connection");
            Windows.await(() -> window.shows("#connect-verdict", "uses encryption"));

            Windows.call(() -> {
                ((TitledPane) window.scene().lookup("#connect-more")).setExpanded(true);
                return null;
            });
            files(window, "other-ca.crt", "other");
            robot.clickOn("#test-connection");
            Windows.await(() -> window.shows("#connect-verdict", "certificate"));

            files(window, "cluster-ca.crt", "cluster");
            robot.clickOn("#test-connection");
            Windows.await(() -> window.shows("#connect-verdict", "no primary master"));
        }
    }

    private static void files(Windows window, String ca, String node) throws Exception {
        fill(window, "connect-ca", TLS.resolve(ca).toString());
        fill(window, "connect-certificate", TLS.resolve(node + ".crt").toString());
        fill(window, "connect-key", TLS.resolve(node + ".key").toString());
        Windows.settle();
    }

    private static void fill(Windows window, String id, String text) throws Exception {
        Windows.call(() -> {
            ((TextField) window.scene().lookup("#" + id)).setText(text);
            return null;
        });
    }
}
