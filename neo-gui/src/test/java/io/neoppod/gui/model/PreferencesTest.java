package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.Preferences.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesTest {
    @TempDir
    private Path folder;

    private Preferences load() {
        return Preferences.load(folder, Runnable::run);
    }

    @Test
    void choicesAreKept() throws Exception {
        var first = load();
        first.themeProperty().set(Theme.DARK);
        first.resizeText(3);
        first.refreshProperty().set(5);
        first.problemsInTitleProperty().set(false);
        first.askAlwaysProperty().set(false);
        first.languageProperty().set(Language.FRENCH);
        first.screenProperty().set(AppAction.PARTITIONS);
        var place = new WindowPlace(new Rectangle2D(-20, 30, 1_100, 750), true);
        first.windowProperty().set(place);

        var second = load();
        assertThat(second.themeProperty().get()).isEqualTo(Theme.DARK);
        assertThat(second.textSizeProperty().get()).isEqualTo(130);
        assertThat(second.refreshProperty().get()).isEqualTo(5);
        assertThat(second.problemsInTitleProperty().get()).isFalse();
        assertThat(second.askAlwaysProperty().get()).isFalse();
        assertThat(second.languageProperty().get()).isEqualTo(Language.FRENCH);
        assertThat(second.screenProperty().get()).isEqualTo(AppAction.PARTITIONS);
        assertThat(second.windowProperty().get()).isEqualTo(place);
        assertThat(Files.readString(folder.resolve("ui.json"))).isEqualTo("""
                        {
                          "version": 1,
                          "theme": "DARK",
                          "textSize": 130,
                          "refreshSeconds": 5,
                          "problemsInTitle": 0,
                          "askAlways": 0,
                          "language": "FRENCH",
                          "screen": "PARTITIONS",
                          "windowX": -20,
                          "windowY": 30,
                          "windowWidth": 1100,
                          "windowHeight": 750,
                          "windowMaximized": 1
                        }
                        """);
    }

    @Test
    void aFileThatIsNoUseIsAsNone() throws Exception {
        Files.write(folder.resolve("ui.json"), new byte[] {(byte) 0xff, 0x00, '{'});

        assertThat(load().themeProperty().get()).isEqualTo(Theme.SYSTEM);
    }

    @Test
    void whatIsOutOfRangeIsBroughtIntoIt() throws Exception {
        Files.writeString(
                folder.resolve("ui.json"),
                "{\"theme\": \"PINK\", \"screen\": \"QUIT\", \"windowWidth\": -4,"
                        + " \"textSize\": 5000, \"refreshSeconds\": 0}");

        var read = load();
        assertThat(read.themeProperty().get()).isEqualTo(Theme.SYSTEM);
        assertThat(read.textSizeProperty().get()).isEqualTo(200);
        assertThat(read.refreshProperty().get()).isEqualTo(1);
        assertThat(read.screenProperty().get()).isEqualTo(AppAction.OVERVIEW);
        assertThat(read.windowProperty().get()).isNull();
    }

    @Test
    void textHasALeastAndAGreatestSize() {
        var preferences = load();
        for (int i = 0; i < 20; i++) {
            preferences.resizeText(-1);
        }
        assertThat(preferences.textSizeProperty().get()).isEqualTo(80);
        preferences.resizeText(0);
        assertThat(preferences.textSizeProperty().get()).isEqualTo(100);
    }
}
