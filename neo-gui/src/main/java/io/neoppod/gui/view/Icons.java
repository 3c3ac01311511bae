package io.neoppod.gui.view;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.image.Image;

/// The mark of the app, drawn by the build from `icons/neo.svg` in several sizes.
public final class Icons {
    private static final int[] SIDES = {16, 32, 48, 128, 256};

    private Icons() {}

    /// The mark in all sizes, for the system to choose from.
    public static List<Image> marks() {
        return IntStream.of(SIDES).mapToObj(Icons::mark).toList();
    }

    /// @param side one of those that the build draws, in pixels
    static Image mark(int side) {
        return new Image(
                Icons.class.getResource("/io/neoppod/gui/neo-" + side + ".png").toExternalForm());
    }
}
