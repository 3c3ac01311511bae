package io.neoppod.gui.view;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.protocol.ClusterState;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCombination;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every screen in its states and in both themes: nothing is cut, and pictures of all are kept for people to look at.
class ScreenshotTest {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final List<String> SCREENS = List.of("OVERVIEW", "NODES", "PARTITIONS", "STATE");

    @TempDir
    private Path folder;

    private final List<String> cut = new ArrayList<>();

    @Test
    void noTextIsCutOnAnyScreen() throws Exception {
        Files.createDirectories(PICTURES);
        try (var window = Windows.open(folder)) {
            for (var scheme : ColorScheme.values()) {
                show(window, scheme);
            }
        }
        assertThat(cut).isEmpty();
    }

    private void show(Windows window, ColorScheme scheme) throws Exception {
        Windows.call(() -> {
            window.shell().useTheme(scheme);
            return null;
        });
        var theme = scheme.name().toLowerCase(Locale.ROOT);
        press(window, "Shortcut+O");
        picture(window, "start-" + theme);
        var well = cluster(ClusterState.RUNNING, 2, "R UUUUUUUU....", "R UUUU....UUUU", "R ....FUUUUUUU");
        var hurt = cluster(ClusterState.RUNNING, 1, "R UUUUUUUUUUUU", "D OOOOOOO.....", "R .....CUUUUUU", "P");
        for (var screen : SCREENS) {
            picture(window, hurt, screen, "hurt-" + theme);
        }
        picture(window, Snapshots.lost(well, Link.UNREACHABLE), "OVERVIEW", "stale-" + theme);
        if (scheme == ColorScheme.LIGHT) {
            rest(window, well);
        }
        dialogs(window, hurt, theme);
    }

    /// What differs by content and not by colour: one theme will do.
    private void rest(Windows window, ClusterSnapshot well) throws Exception {
        for (var screen : SCREENS) {
            picture(window, well, screen, "well");
            picture(window, cluster(ClusterState.RECOVERING), screen, "new");
        }
        picture(window, Snapshots.lost(well, Link.UNREACHABLE), "NODES", "stale");
        picture(window, Snapshots.unknown(), "OVERVIEW", "loading");
        picture(window, Snapshots.lost(Snapshots.unknown(), Link.SILENT), "OVERVIEW", "unavailable");
    }

    private void dialogs(Windows window, ClusterSnapshot snapshot, String theme) throws Exception {
        show(window, snapshot, "NODES");
        Windows.call(() -> {
            ((TableView<?>) window.scene().lookup("#nodes")).getSelectionModel().select(2);
            return null;
        });
        picture(window, "nodes-selected-" + theme);
        Windows.call(() -> {
            ((Button) window.scene().lookup("#action-DROP")).fire();
            return null;
        });
        picture(window, "dialog-" + theme);
        Windows.call(() -> {
            ((Button) window.scene().lookup("#confirm-no")).fire();
            return null;
        });
        press(window, "F1");
        picture(window, "keys-" + theme);
        Windows.call(() -> {
            ((Button) window.scene().lookup(".dialog .button")).fire();
            return null;
        });
    }

    private void picture(Windows window, ClusterSnapshot snapshot, String screen, String name) throws Exception {
        show(window, snapshot, screen);
        picture(window, screen.toLowerCase(Locale.ROOT) + "-" + name);
    }

    private static void show(Windows window, ClusterSnapshot snapshot, String screen) throws Exception {
        Windows.call(() -> {
            window.shell().leave();
            window.shell().open(new FakeCluster(snapshot));
            return null;
        });
        press(window, "Shortcut+" + (SCREENS.indexOf(screen) + 1));
        Windows.settle();
    }

    private static void press(Windows window, String key) throws Exception {
        Windows.call(() -> {
            window.scene().getAccelerators().get(KeyCombination.valueOf(key)).run();
            return null;
        });
    }

    private void picture(Windows window, String name) throws Exception {
        Windows.settle();
        Windows.call(() -> {
            collectCut(window.scene().getRoot(), name);
            var shot = window.scene().snapshot(null);
            int width = (int) shot.getWidth();
            int height = (int) shot.getHeight();
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            var pixels = new int[width * height];
            shot.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
            image.setRGB(0, 0, width, height, pixels, 0, width);
            ImageIO.write(image, "png", PICTURES.resolve(name + ".png").toFile());
            return null;
        });
    }

    /// A label that has less room than its text shows another text, with dots.
    private void collectCut(Node node, String where) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled label && label.getText() != null) {
            for (var child : label.getChildrenUnmodifiable()) {
                if (child != label.getGraphic()
                        && child instanceof Text shown
                        && !shown.getText().equals(label.getText())) {
                    cut.add(where + ": " + label.getText());
                }
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectCut(child, where));
        }
    }
}
