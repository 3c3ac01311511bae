package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.model.AlertSettings;
import io.neoppod.gui.model.AlertSettings.Setting;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// What is an alert of a cluster, and from when on. A choice acts at once, and is kept.
final class AlertRulesView extends VBox {
    private static final double RULES_WIDTH = 480;
    private static final double LIMIT_WIDTH = 110;

    private final AlertSettings settings;
    private final GridPane rules = new GridPane(8, 8);

    /// @param cluster whose alerts they are
    AlertRulesView(AlertSettings settings, String cluster) {
        super(12);
        this.settings = settings;
        var names = new ColumnConstraints();
        names.setPrefWidth(RULES_WIDTH);
        rules.getColumnConstraints().add(names);
        var reset = new Button(Texts.of("alert-rules.reset"));
        reset.setId("alert-rules-reset");
        reset.setOnAction(_ -> {
            settings.reset();
            showRules();
        });
        getChildren().addAll(Controls.sentence(Texts.of("alert-rules.about", cluster), "muted"), rules, reset);
        showRules();
    }

    private void showRules() {
        rules.getChildren().clear();
        for (var rule : AlertRule.values()) {
            addRow(settings.of(rule));
        }
    }

    private void addRow(Setting setting) {
        var rule = setting.rule();
        var what = new CheckBox(words(rule));
        // Names of states have underscores.
        what.setMnemonicParsing(false);
        what.setId("alert-" + rule.name());
        what.setWrapText(true);
        what.setMinHeight(USE_PREF_SIZE);
        what.setSelected(!setting.muted().get());
        what.selectedProperty().addListener((_, _, wanted) -> setting.muted().set(!wanted));
        var severity = Controls.label(Texts.of(rule.severity()), Controls.style(rule.severity()));
        severity.setGraphic(Controls.icon(rule.severity()));
        severity.setMinWidth(USE_PREF_SIZE);
        var from = word(Texts.of(rule.meaning()));
        var unit = word(Texts.of(setting.isInDays() ? "alert-rules.days" : "alert-rules.seconds"));
        var limit = Controls.number("alert-limit-" + rule.name(), 0, AlertSettings.GREATEST_LIMIT, setting.limit());
        limit.setPrefWidth(LIMIT_WIDTH);
        limit.setAccessibleText(words(rule) + " " + from.getText() + " … " + unit.getText());
        for (var part : List.of(from, limit, unit)) {
            part.disableProperty().bind(what.selectedProperty().not());
        }
        rules.addRow(rules.getRowCount(), what, severity, from, limit, unit);
    }

    /// What an alert says, without what it is about.
    private static String words(AlertRule rule) {
        return Texts.of(rule, "…").replace("….", "…");
    }

    private static Label word(String text) {
        var word = Controls.label(text, "muted");
        word.setMinWidth(USE_PREF_SIZE);
        return word;
    }
}
