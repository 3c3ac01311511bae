package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.Preferences.Theme;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes above and beside the screens, in both themes: nothing is cut, and pictures of all are kept.
class ShellPicturesTest {
    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @Test
    void noTextIsCutBesideTheScreens() throws Exception {
        try (var window = Windows.open(folder)) {
            Windows.call(() -> {
                window.shell()
                        .open(new FakeCluster(
                                cluster(ClusterState.RUNNING, "R UUUUUUUU....", "D OOOO....OOOO", "R UUUUUUUUUUUU")));
                return null;
            });
            for (var theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
                Windows.call(() -> {
                    window.services().preferences().themeProperty().set(theme);
                    return null;
                });
                drawers(window, theme.name().toLowerCase(Locale.ROOT));
                dialogs(window, theme.name().toLowerCase(Locale.ROOT));
            }
        }
        assertThat(pictures.cut()).isEmpty();
    }

    private void drawers(Windows window, String theme) throws Exception {
        window.press("Shortcut+Shift+A");
        pictures.take(window, "alerts-" + theme);
        window.press("Shortcut+J");
        pictures.take(window, "tasks-" + theme);
        window.press("Shortcut+Back Quote");
        pictures.take(window, "commands-" + theme);
        window.press("Shortcut+Back Quote");
    }

    private void dialogs(Windows window, String theme) throws Exception {
        window.press("Shortcut+K");
        pictures.take(window, "palette-" + theme);
        Windows.call(() -> {
            ((TextField) window.scene().lookup("#palette-query")).setText("s");
            return null;
        });
        pictures.take(window, "palette-s-" + theme);
        window.press("F1");
        pictures.take(window, "keys-" + theme);
        window.press("Shortcut+Comma");
        pictures.take(window, "preferences-" + theme);
        Windows.call(() -> {
            window.shell().perform(AppAction.ALERT_RULES);
            return null;
        });
        pictures.take(window, "alert-rules-" + theme);
        Windows.call(() -> {
            window.shell().perform(AppAction.ABOUT);
            return null;
        });
        pictures.take(window, "about-" + theme);
        Windows.call(() -> {
            ((Button) window.scene().lookup("#dialog-close")).fire();
            return null;
        });
    }
}
