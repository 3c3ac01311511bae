package io.neoppod.gui.view;

import javafx.scene.image.Image;

/// The mark of the app.
public final class Icons {
    private static final String MARK = "/io/neoppod/gui/neo.png";

    private Icons() {}

    /// @param side in pixels
    public static Image mark(double side) {
        return new Image(Icons.class.getResource(MARK).toExternalForm(), side, side, true, true);
    }
}
