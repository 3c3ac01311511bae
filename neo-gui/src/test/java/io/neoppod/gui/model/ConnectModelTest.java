package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.config.Context.Kind;
import io.neoppod.config.ContextFile;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.Verdict.Severity;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connecting to a real cluster: what is wrong is said before anything is saved.
class ConnectModelTest {
    private static final int PATIENCE_S = 30;

    @TempDir
    private static Path clusterFolder;

    private static EmbeddedCluster cluster;

    @TempDir
    private Path folder;

    private final ExecutorService userInterface = Executors.newSingleThreadExecutor();
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Cluster> opened = new CompletableFuture<>();
    private ContextFile file;
    private ConnectModel model;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = EmbeddedCluster.start(
                EmbeddedSettings.in(clusterFolder.resolve("demo")).withCluster("demo"));
        cluster.ready().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void makeModel() {
        file = new ContextFile(folder.resolve("contexts.toml"));
        var services = new Services(
                folder,
                file,
                userInterface,
                background,
                new Tasks(userInterface),
                new Faults(userInterface),
                Preferences.load(folder, userInterface));
        model = new ConnectModel(services, new SavedClusters(services), opened::complete);
        model.addressProperty().set(cluster.admin().toString());
    }

    @AfterEach
    void end() {
        userInterface.shutdown();
        background.shutdown();
    }

    /// The words of the verdict, once it is there.
    private String verdict() throws Exception {
        var settled = new CompletableFuture<String>();
        userInterface.execute(() -> model.busyProperty().subscribe(busy -> {
            if (!busy) {
                userInterface.execute(
                        () -> settled.complete(model.verdictProperty().get()));
            }
        }));
        return settled.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void aClusterThatAnswersIsTold() throws Exception {
        model.mastersProperty().set(cluster.master().toString());
        model.clusterProperty().set("demo");
        model.test();

        assertThat(verdict())
                .isEqualTo("NEO protocol 5, without encryption. RUNNING, primary M1."
                        + " The masters know this cluster name.");
        assertThat(model.severityProperty().get()).isEqualTo(Severity.OK);
    }

    @Test
    void anotherNameIsToldBeforeDataScreensFail() throws Exception {
        model.mastersProperty().set(cluster.master().toString());
        model.clusterProperty().set("production");
        model.test();

        assertThat(verdict()).contains("not called production");
        assertThat(model.severityProperty().get()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void theAddressThatAClientHasFillsTheForm() throws Exception {
        var admin = model.addressProperty().get();
        model.addressProperty().set("neo://erp5@127.0.0.1:24000,127.0.0.1:24001");
        userInterface.submit(() -> {}).get(PATIENCE_S, TimeUnit.SECONDS);

        assertThat(model.addressProperty().get()).isEqualTo(admin);
        assertThat(model.mastersProperty().get()).isEqualTo("127.0.0.1:24000 127.0.0.1:24001");
        assertThat(model.clusterProperty().get()).isEqualTo("erp5");
        assertThat(model.verdictProperty().get()).startsWith("Masters and name of erp5 were taken.");
    }

    @Test
    void whatIsTypedIsACommandToo() throws Exception {
        model.nameProperty().set("mine");
        model.readOnlyProperty().set(true);
        var copied = new CompletableFuture<String>();
        model.command(copied::complete);

        assertThat(copied.get(PATIENCE_S, TimeUnit.SECONDS))
                .isEqualTo("neo context add mine --class development -a " + cluster.admin() + " --read-only");
    }

    @Test
    void nobodyAtTheAddressIsTold() throws Exception {
        model.addressProperty().set("127.0.0.1:1");
        model.test();

        assertThat(verdict()).isEqualTo("Nothing answers at 127.0.0.1:1.");
    }

    @Test
    void certificatesForAClusterWithoutEncryptionAreTold() throws Exception {
        var tls = Path.of("src/test/resources/tls").toAbsolutePath();
        model.caProperty().set(tls.resolve("cluster-ca.crt").toString());
        model.test();
        assertThat(verdict()).isEqualTo("Encryption needs all three files: authority, certificate and key.");

        model.certificateProperty().set(tls.resolve("cluster.crt").toString());
        model.keyProperty().set(tls.resolve("cluster.key").toString());
        model.test();
        assertThat(verdict()).contains("does not use encryption");
    }

    @Test
    void whatIsConnectedToIsSavedForTheCommandLineToo() throws Exception {
        model.nameProperty().set("mine");
        model.kindProperty().set(Kind.staging);
        model.logsProperty().set(folder.resolve("a") + File.pathSeparator + " " + folder.resolve("b"));
        model.connect();

        try (var facade = opened.get(PATIENCE_S, TimeUnit.SECONDS)) {
            assertThat(facade.source().name()).isEqualTo("mine");
            assertThat(facade.source().kind()).isEqualTo(Kind.staging);
            assertThat(facade.source().logs()).containsExactly(folder.resolve("a"), folder.resolve("b"));
            assertThat(facade.source().contextLine())
                    .endsWith(" --logs " + folder.resolve("a") + " --logs " + folder.resolve("b"));
        }
        // The file is written in the background, which does one thing after the other.
        background.submit(() -> {}).get(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(file.read().all()).extracting(Context::name).containsExactly("mine");

        model.logsProperty().set("");
        model.edit(file.read().get("mine"));
        assertThat(model.logsProperty().get())
                .isEqualTo(folder.resolve("a") + File.pathSeparator + folder.resolve("b"));
    }
}
