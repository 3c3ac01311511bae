package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.Versions;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What this is, and what it is made of.
final class AboutView extends VBox {
    private static final double GAP = 16;
    private static final double WIDTH = 560;

    AboutView(Versions versions) {
        super(GAP);
        setPrefWidth(WIDTH);
        var facts = new GridPane(24, 6);
        versions.facts().forEach((name, value) -> {
            var shown = Controls.label(value, "mono", "small");
            facts.addRow(facts.getRowCount(), Controls.label(name, "muted"), shown);
        });
        getChildren()
                .addAll(
                        new HBox(Controls.sentence(Texts.of("about.what"))),
                        facts,
                        Controls.sentence(Texts.of("about.parts"), "muted"));
    }
}
