package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import java.nio.file.Path;
import javafx.scene.control.MenuButton;
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
            Windows.await(() -> window.scene().lookup(".cluster-card .menu-button") != null);
            Windows.call(() -> {
                var menu = (MenuButton) window.scene().lookup(".cluster-card .menu-button");
                menu.getItems().stream()
                        .filter(item -> item.getText().equals("Duplicate"))
                        .forEach(item -> item.fire());
                return null;
            });
            Windows.settle();

            var name = (TextField) window.scene().lookup("#connect-name");
            assertThat(name.getText()).isEqualTo("far 2");
            assertThat(window.scene().getFocusOwner().getId()).isEqualTo("address");
            new Pictures().take(window, "start-duplicate");
        }
    }
}
