package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.model.DiagnosticsModel.Part;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import io.neoppod.runtime.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in a bundle for supporters, and what never is.
class DiagnosticsModelTest {
    @TempDir
    private Path folder;

    private final Services services = Models.services();

    private static ClusterSnapshot encrypted(ClusterSnapshot snapshot) {
        var plain = snapshot.source();
        var tls = new TlsSettings(Path.of("secret/ca.crt"), Path.of("secret/me.crt"), Path.of("secret/me.key"));
        var source = new ClusterSource(plain.name(), plain.kind(), plain.admin(), List.of(), "prod", tls, null);
        return new ClusterSnapshot(
                source,
                snapshot.at(),
                snapshot.link(),
                snapshot.detail(),
                snapshot.nextPoll(),
                snapshot.seen(),
                snapshot.view(),
                List.of());
    }

    private DiagnosticsModel diagnostics() throws Exception {
        var fake = new FakeCluster(encrypted(cluster(ClusterState.RUNNING, "R UU", "D OO")));
        var model = new DiagnosticsModel(services, List.of(new ClusterModel(fake, services)));
        // What is read comes behind what was given to this thread before.
        services.background().submit(() -> {}).get(30, TimeUnit.SECONDS);
        return model;
    }

    @Test
    void aSupporterSeesTheClusterAndNobodySeesKeys() throws Exception {
        var model = diagnostics();

        assertThat(model.parts())
                .extracting(Part::name)
                .contains("versions.txt", "settings.txt", "threads.txt", "demo/summary.txt", "demo/nodes.txt")
                .contains("demo/table.txt");
        assertThat(model.parts()).allSatisfy(part -> assertThat(part.text()).doesNotContain("secret"));
        var texts = model.parts().stream().map(Part::text).toList();
        assertThat(texts).anyMatch(text -> text.contains("PROBLEM STORAGE_DOWN S2"));
        assertThat(texts).anyMatch(text -> text.contains("encrypted    true"));
        assertThat(texts).anyMatch(text -> text.contains("S2 D OO"));
    }

    @Test
    void theEndOfTheLogOfTheAppIsInIt() throws Exception {
        var file = services.dataFolder().resolve("logs").resolve("app.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "begin\n" + "x".repeat(300_000) + "\nfault in the app\n");

        var log = diagnostics().parts().stream()
                .filter(part -> part.name().equals("app.log"))
                .findFirst()
                .orElseThrow();

        assertThat(log.text())
                .endsWith("fault in the app\n")
                .doesNotContain("begin")
                .hasSizeLessThan(270_000);
        Files.delete(file);
    }

    @Test
    void whatIsLeftOutIsNotWritten() throws Exception {
        var model = diagnostics();
        model.parts().stream()
                .filter(part -> part.name().equals("demo/nodes.txt"))
                .forEach(part -> part.included().set(false));
        var file = folder.resolve("bundle.zip");

        model.save(file);
        var task = services.tasks().all().getFirst();
        while (!task.stateProperty().get().isEnded()) {
            Thread.onSpinWait();
        }

        assertThat(task.stateProperty().get()).isEqualTo(TaskState.DONE);
        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .contains("index.txt", "versions.txt", "demo/table.txt")
                    .doesNotContain("demo/nodes.txt");
            var index =
                    new String(zip.getInputStream(zip.getEntry("index.txt")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(index).contains("demo/table.txt").doesNotContain("demo/nodes.txt");
        }
    }
}
