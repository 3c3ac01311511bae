package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Saved clusters, and the same as commands.
class StartModelTest {
    private static final int PATIENCE_S = 30;

    @TempDir
    private Path folder;

    /// What the user interface has to do; the test does it.
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private ContextFile contexts;
    private Services services;

    @BeforeEach
    void makeServices() {
        contexts = new ContextFile(folder.resolve("contexts.toml"));
        services = new Services(
                folder,
                contexts,
                work::add,
                background,
                new Tasks(work::add),
                new Faults(work::add),
                Preferences.load(folder, Runnable::run));
    }

    @AfterEach
    void end() {
        background.shutdown();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            var next = work.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(next).as("something that happens").isNotNull();
            next.run();
        }
    }

    private static List<String> names(StartModel model) {
        return model.cards().stream().map(card -> card.context().name()).toList();
    }

    @Test
    void whatIsWorstComesFirstThenGoesByName() throws Exception {
        try (var cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("well")))) {
            cluster.ready().get(PATIENCE_S, TimeUnit.SECONDS);
            contexts.save(Context.at("b-well", cluster.admin().toString()));
            contexts.save(Context.at("A-well", cluster.admin().toString()));
            contexts.save(Context.at("lost", "127.0.0.1:1"));
            var model = new StartModel(services, _ -> {});
            until(() -> names(model).equals(List.of("A-well", "b-well", "lost")));

            model.setShown(true);
            until(() -> names(model).equals(List.of("lost", "A-well", "b-well")));
            model.setShown(false);
        }
    }

    @Test
    void theFormIsACommandToo() throws Exception {
        var model = new StartModel(services, _ -> {});
        model.folderProperty().set("/srv/my demo");
        model.storagesProperty().set(3);
        assertThat(model.commandProperty().get())
                .isEqualTo("neo dev --data '/srv/my demo' --storages 3 --replicas 1 --partitions 12");

        model.mastersProperty().set(2);
        assertThat(model.commandProperty().get()).isEmpty();
    }

    @Test
    void aSavedClusterIsACommandToo() throws Exception {
        contexts.save(new Context(
                "far",
                Context.Kind.production,
                "127.0.0.1:9999",
                List.of("127.0.0.1:10000", "127.0.0.1:10001"),
                "erp5",
                null,
                null,
                List.of(),
                List.of(),
                Context.Options.DEFAULT));
        var model = new StartModel(services, _ -> {});
        until(() -> !model.cards().isEmpty());
        var card = model.cards().getFirst();
        var command = new CompletableFuture<String>();
        model.command(card, command::complete);
        until(command::isDone);

        assertThat(command.get())
                .isEqualTo("neo context add far --class production -a 127.0.0.1:9999"
                        + " -m '127.0.0.1:10000 127.0.0.1:10001' -c erp5");
        assertThat(card.uri()).isEqualTo("neo://erp5@127.0.0.1:10000,127.0.0.1:10001");
    }

    @Test
    void aDuplicateHasAllButTheName() throws Exception {
        var far = new Context(
                "far",
                Context.Kind.production,
                "127.0.0.1:1",
                List.of("127.0.0.1:2"),
                "erp5",
                null,
                null,
                List.of(folder.resolve("logs")),
                List.of("127.0.0.1:3"),
                new Context.Options(2.5, true));
        contexts.save(far);
        contexts.save(Context.at("far 2", "127.0.0.1:1"));
        var model = new StartModel(services, Cluster::close);
        until(() -> model.cards().size() == 2);

        model.connect().duplicate(far);
        assertThat(model.connect().nameProperty().get()).isEqualTo("far 3");
        model.connect().connect();
        until(() -> model.cards().size() == 3);

        assertThat(contexts.read().all()).contains(far, far.withName("far 3"));
    }
}
