package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context.Kind;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ConnectionModel.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The connection to a real cluster: who answers, what can be done, and a way to mend it.
class ConnectionGuiTest {
    private static final int PATIENCE_S = 30;

    @TempDir
    private Path folder;

    private final FxRobot robot = new FxRobot();

    private static boolean answers(Windows window, String type, String answer) {
        return window.scene().lookup("#addresses") instanceof TableView<?> table
                && table.getItems().stream()
                        .map(Row.class::cast)
                        .anyMatch(row ->
                                row.type().name().equals(type) && row.answer().contains(answer));
    }

    @Test
    void aClusterOfThisAppAnswersAtAllItsAddresses() throws Exception {
        try (var window = Windows.open(folder)) {
            robot.clickOn("#launch");
            Windows.await(() -> window.shows("#verdict-sentence", "Every partition has all its copies."));
            window.perform(AppAction.CONNECTION);
            Windows.await(() -> answers(window, "MASTER", "Master of this cluster")
                    && answers(window, "STORAGE", "NEO node")
                    && answers(window, "ADMIN", "NEO node"));
            Windows.await(() -> window.shows("#connection-abilities", "Nodes can be started and killed"));
            assertThat(window.scene().lookup("#action-EDIT_CONNECTION")).isNull();
        }
    }

    /// The masters are of a cluster that is not called so: data screens cannot work, and this screen says why.
    @Test
    void aWrongNameOfTheClusterIsToldAndMended() throws Exception {
        try (var cluster = EmbeddedCluster.start(
                        EmbeddedSettings.in(folder.resolve("right")).withCluster("right"));
                var window = Windows.open(folder)) {
            cluster.ready().get(PATIENCE_S, TimeUnit.SECONDS);
            var source = new ClusterSource(
                    "ours", Kind.development, cluster.admin(), cluster.masters(), "wrong", null, null);
            Windows.call(() -> {
                window.shell().open(ClusterFacade.connect(source));
                return null;
            });
            window.perform(AppAction.CONNECTION);
            Windows.await(() -> answers(window, "MASTER", "of another name"));
            Windows.await(() -> window.shows("#connection-touch", "Connected to " + cluster.admin()));
            assertThat(window.shows("#connection-abilities", "Nodes are started where they run"))
                    .isTrue();

            robot.clickOn("#action-EDIT_CONNECTION");
            Windows.await(
                    () -> window.scene().getFocusOwner() instanceof TextField field && "address".equals(field.getId()));
        }
    }

    @Test
    void theAddressesOfAClusterThatIsGoneAreToldToo() throws Exception {
        ClusterSource gone;
        try (var cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("gone")))) {
            gone = new ClusterSource(
                    "gone", Kind.development, cluster.admin(), List.of(cluster.master()), "gone", null, null);
        }
        try (var window = Windows.open(folder)) {
            Windows.call(() -> {
                window.shell().open(ClusterFacade.connect(gone));
                return null;
            });
            window.perform(AppAction.CONNECTION);
            Windows.await(() -> answers(window, "ADMIN", "Nothing listens") && answers(window, "MASTER", "Nothing"));
            Windows.await(() -> window.shows("#connection-touch", "Nothing answers at"));
        }
    }
}
