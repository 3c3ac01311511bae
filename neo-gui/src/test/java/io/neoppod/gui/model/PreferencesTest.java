package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.Preferences.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
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

        var second = load();
        assertThat(second.themeProperty().get()).isEqualTo(Theme.DARK);
        assertThat(second.textSizeProperty().get()).isEqualTo(130);
        assertThat(second.refreshProperty().get()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("ui.json"))).isEqualTo("""
                        {
                          "version": 1,
                          "theme": "DARK",
                          "textSize": 130,
                          "refreshSeconds": 5
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
                folder.resolve("ui.json"), "{\"theme\": \"PINK\", \"textSize\": 5000, \"refreshSeconds\": 0}");

        var read = load();
        assertThat(read.themeProperty().get()).isEqualTo(Theme.SYSTEM);
        assertThat(read.textSizeProperty().get()).isEqualTo(200);
        assertThat(read.refreshProperty().get()).isEqualTo(1);
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
