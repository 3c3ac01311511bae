package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cards of the start page.
class StartGuiTest {
    @TempDir
    private Path folder;

    @Test
    void aCardIsDuplicatedInTheForm() throws Exception {
        new ContextFile(folder.resolve("contexts.toml")).save(Context.at("far", "127.0.0.1:1"));
        try (var window = Windows.open(folder)) {
            fire(window, "Duplicate");
            var name = (TextField) window.scene().lookup("#connect-name");
            assertThat(name.getText()).isEqualTo("far 2");
            assertThat(window.scene().getFocusOwner().getId()).isEqualTo("address");
            new Pictures().take(window, "start-duplicate");
        }
    }

    @Test
    void theFilesOfAClusterAreDeletedOnceItsNameIsTyped() throws Exception {
        var data = folder.resolve("demo");
        EmbeddedCluster.start(EmbeddedSettings.in(data)).close();
        new ContextFile(folder.resolve("contexts.toml"))
                .save(new Context(
                        "demo",
                        Context.Kind.development,
                        null,
                        List.of(),
                        null,
                        null,
                        data,
                        List.of(),
                        List.of(),
                        Context.Options.DEFAULT));
        try (var window = Windows.open(folder)) {
            fire(window, "Delete its files…");
            assertThat(window.isEnabled("#confirm-yes")).isFalse();
            assertThat(window.scene().getFocusOwner().getId()).isEqualTo("confirm-typed");
            new Pictures().take(window, "start-delete");
            Windows.call(() -> {
                ((TextField) window.scene().lookup("#confirm-typed")).setText("demo");
                ((Button) window.scene().lookup("#confirm-yes")).fire();
                return null;
            });
            Windows.await(() -> window.scene().lookup("#open-demo") == null
                    && window.scene().lookup(".spinner") instanceof Spinner<?> masters
                    && !masters.isDisabled());
        }
        assertThat(data).doesNotExist();
    }

    private static void fire(Windows window, String item) throws Exception {
        Windows.await(() -> window.scene().lookup(".cluster-card .menu-button") != null);
        Windows.call(() -> {
            var menu = (MenuButton) window.scene().lookup(".cluster-card .menu-button");
            menu.getItems().stream().filter(each -> each.getText().equals(item)).forEach(MenuItem::fire);
            return null;
        });
        Windows.settle();
    }
}
