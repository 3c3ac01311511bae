package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The app in a language with longer words than English, which nobody speaks: nothing is cut.
class PseudoLocaleTest {
    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @AfterEach
    void speakEnglishAgain() {
        Texts.use(Locale.ROOT);
    }

    @Test
    void nothingIsCutInALanguageWithLongerWords() throws Exception {
        Texts.use(Locale.of("xx"));
        assertThat(Texts.of(AppAction.NODES)).isEqualTo("Nôdës~~");
        try (var window = Windows.open(folder)) {
            Windows.call(() -> {
                window.shell().open(new FakeCluster(cluster(ClusterState.RUNNING, "R UUUU", "D OOOO", "P")));
                return null;
            });
            for (var action : AppAction.screens()) {
                picture(window, action);
            }
            for (var action :
                    List.of(AppAction.ALERTS, AppAction.PALETTE, AppAction.PREFERENCES, AppAction.START_PAGE)) {
                picture(window, action);
            }
        }
        assertThat(pictures.cutOutsideCells()).isEmpty();
    }

    private void picture(Windows window, AppAction action) throws Exception {
        Windows.call(() -> {
            window.shell().perform(action);
            return null;
        });
        pictures.take(window, "longer-words-" + action.name().toLowerCase(Locale.ROOT));
    }
}
