package io.neoppod.gui.view;

import javafx.beans.value.ObservableValue;
import javafx.scene.text.Text;

/// Tells how large text is where it stands, for what is drawn or placed in pixels. It shows nothing itself: the style
/// sheet gives it the font of its place.
final class TextScale extends Text {
    /// Pixels of text of 100 %.
    static final double NORMAL = 14;

    private static final double LARGE = 1.4;

    TextScale() {
        setManaged(false);
    }

    /// 1 for text of normal size.
    ObservableValue<Double> factor() {
        return fontProperty().map(font -> font.getSize() / NORMAL);
    }

    /// Whether what stands beside each other with normal text has no room there.
    ObservableValue<Boolean> isLarge() {
        return factor().map(factor -> factor > LARGE);
    }
}
