package io.neoppod.gui.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.image.PixelFormat;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;

/// Pictures of windows, kept in `target/screenshots` for people to look at. Notes which texts were cut on them.
final class Pictures {
    private static final Path FOLDER = Path.of("target/screenshots");

    private final List<String> cut = new ArrayList<>();
    private final List<String> cutOutsideCells = new ArrayList<>();

    /// Takes a picture of a window as it is after a few frames.
    void take(Windows window, String name) throws Exception {
        Windows.settle();
        Windows.call(() -> {
            collectCut(window.scene().getRoot(), name);
            write(window.scene(), name);
            return null;
        });
    }

    static void write(Scene scene, String name) throws IOException {
        var shot = scene.snapshot(null);
        int width = (int) shot.getWidth();
        int height = (int) shot.getHeight();
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pixels = new int[width * height];
        shot.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        Files.createDirectories(FOLDER);
        ImageIO.write(image, "png", FOLDER.resolve(name + ".png").toFile());
    }

    /// A label that has less room than its text shows another text, with dots.
    private void collectCut(Node node, String where) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled label
                && label.getText() != null
                && !label.getStyleClass().contains(Tables.LONG)) {
            for (var child : label.getChildrenUnmodifiable()) {
                if (child != label.getGraphic()
                        && child instanceof Text shown
                        && !shown.getText().equals(label.getText())) {
                    cut.add(where + ": " + label.getText());
                    if (!(label instanceof IndexedCell<?>)) {
                        cutOutsideCells.add(cut.getLast());
                    }
                }
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectCut(child, where));
        }
    }

    /// The same without cells of tables, whose columns can be made wider.
    List<String> cutOutsideCells() {
        return cutOutsideCells;
    }

    /// Texts that had no room, and on which pictures.
    List<String> cut() {
        return cut;
    }
}
