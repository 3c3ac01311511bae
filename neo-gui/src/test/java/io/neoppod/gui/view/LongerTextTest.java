package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.Language;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The app in large text, and in a language with longer words than English, which nobody speaks: nothing is cut.
class LongerTextTest {
    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @AfterEach
    void speakEnglishAgain() {
        Texts.use(Locale.ENGLISH);
    }

    @Test
    void nothingIsCutInALanguageWithLongerWords() throws Exception {
        Texts.use(Locale.of("xx"));
        assertThat(Texts.of(AppAction.NODES)).isEqualTo("Nôdës~~");
        try (var window = Windows.open(folder)) {
            pictures(window, "longer-words-");
        }
        assertThat(pictures.cutOutsideCells()).isEmpty();
    }

    @Test
    void nothingIsCutInLargeFrenchText() throws Exception {
        Texts.use(Language.FRENCH.locale());
        try (var window = Windows.open(folder)) {
            Windows.call(() -> {
                window.services().preferences().textSizeProperty().set(150);
                return null;
            });
            pictures(window, "large-french-");
        }
        assertThat(pictures.cutOutsideCells()).isEmpty();
    }

    private void pictures(Windows window, String name) throws Exception {
        Windows.call(() -> {
            window.shell().open(new FakeCluster(cluster(ClusterState.RUNNING, "R UUUU", "D OOOO", "P")));
            return null;
        });
        for (var action : AppAction.screens()) {
            picture(window, action, name);
        }
        for (var action : List.of(
                AppAction.ALERTS, AppAction.PALETTE, AppAction.HELP, AppAction.PREFERENCES, AppAction.START_PAGE)) {
            picture(window, action, name);
        }
    }

    private void picture(Windows window, AppAction action, String name) throws Exception {
        Windows.call(() -> {
            window.shell().perform(action);
            return null;
        });
        pictures.take(window, name + action.name().toLowerCase(Locale.ROOT));
    }
}
