package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.application.ColorScheme;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contrast of the colours in both themes, as the web accessibility guidelines (level AA) count it.
class ThemeTest {
    private static final double TEXT = 4.5;
    private static final double GRAPHICS = 3;
    private static final List<String> GROUNDS = List.of("-color-bg-default", "-color-bg-subtle");
    private static final List<String> TEXTS = List.of(
            "-color-fg-default",
            "-color-fg-muted",
            "-neo-text",
            "-neo-accent",
            "-neo-ok",
            "-neo-warn",
            "-neo-problem",
            "-neo-unknown");
    private static final List<String> CELLS =
            List.of("-neo-cell-uptodate", "-neo-cell-outofdate", "-neo-cell-feeding", "-neo-cell-corrupted");

    @TempDir
    private Path folder;

    private final List<String> poor = new ArrayList<>();

    @Test
    void textsAndCellsStandOut() throws Exception {
        try (var window = Windows.open(folder)) {
            for (var scheme : ColorScheme.values()) {
                Windows.call(() -> {
                    window.shell().useTheme(scheme);
                    check(window.shell(), scheme);
                    return null;
                });
            }
        }
        assertThat(poor).isEmpty();
    }

    private void check(Shell shell, ColorScheme scheme) {
        for (var ground : GROUNDS) {
            TEXTS.forEach(text -> check(shell, scheme, text, ground, TEXT));
            CELLS.forEach(cell -> check(shell, scheme, cell, ground, GRAPHICS));
        }
        CELLS.forEach(cell -> check(shell, scheme, "-neo-cell-letter", cell, TEXT));
    }

    private void check(Shell shell, ColorScheme scheme, String above, String below, double wanted) {
        double contrast = contrast(color(shell, above), color(shell, below));
        if (contrast < wanted) {
            poor.add("%s: %s on %s has %.2f of %.1f".formatted(scheme, above, below, contrast, wanted));
        }
    }

    /// The colour that a token stands for in the window.
    private static Color color(Shell shell, String token) {
        var sample = new Region();
        sample.setStyle("-fx-background-color: " + token);
        shell.getChildren().add(sample);
        sample.applyCss();
        shell.getChildren().remove(sample);
        return (Color) sample.getBackground().getFills().getFirst().getFill();
    }

    private static double contrast(Color one, Color other) {
        double light = Math.max(luminance(one), luminance(other));
        double dark = Math.min(luminance(one), luminance(other));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    /// As it would be while the classes of the window change one after the other.
    @Test
    void aColourThatNobodyDefinesIsAFault() throws Exception {
        try (var window = Windows.open(folder)) {
            Windows.settle();
            assertThat(window.faults()).isEmpty();
            Windows.call(() -> {
                window.shell().getStyleClass().removeAll("root", "light", "dark");
                window.shell().applyCss();
                return null;
            });
            assertThat(window.faults())
                    .anySatisfy(fault -> assertThat(fault).hasMessageContaining("ClassCastException"));
            Windows.call(() -> {
                window.shell().useTheme(ColorScheme.LIGHT);
                return null;
            });
            Windows.settle();
            window.faults();
        }
    }

    @Test
    void blackOnWhiteHasTheGreatestContrast() {
        assertThat(contrast(Color.BLACK, Color.WHITE)).isEqualTo(21, Offset.offset(0.01));
        assertThat(contrast(Color.GREY, Color.WHITE)).isEqualTo(3.95, Offset.offset(0.01));
    }
}
