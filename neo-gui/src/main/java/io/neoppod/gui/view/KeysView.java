package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.AppAction.Scope;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// All keys by what they are for, from the actions themselves, and those that every control has.
final class KeysView extends HBox {
    private static final double GAP = 40;
    private static final double KEY_WIDTH = 110;

    KeysView() {
        super(GAP);
        setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        new VBox(16, section(Scope.APP), section(Scope.PLACE)),
                        new VBox(16, section(Scope.SCREEN), section(Scope.CLUSTER)),
                        new VBox(16, section(Scope.NODE), standard()));
    }

    private static Node section(Scope scope) {
        var keys = Arrays.stream(AppAction.values())
                .filter(action -> action.scope() == scope && action.key() != null)
                .map(action -> new String[] {Controls.keyText(action), Texts.of(action)})
                .toList();
        return section(Texts.of("keys." + scope.name()), keys);
    }

    /// Keys of the toolkit and of lists, which no action stands for.
    private static Node standard() {
        return section(
                Texts.of("keys.anywhere"),
                List.of(
                        new String[] {"Tab", Texts.of("keys.tab")},
                        new String[] {"Enter", Texts.of("keys.enter")},
                        new String[] {"Esc", Texts.of("keys.escape")},
                        new String[] {"/", Texts.of("keys.filter")}));
    }

    private static Node section(String title, List<String[]> keys) {
        var grid = new GridPane(12, 4);
        for (var key : keys) {
            var name = Controls.label(key[0], "mono", "small");
            name.setMinWidth(KEY_WIDTH);
            grid.addRow(grid.getRowCount(), name, Controls.label(key[1]));
        }
        return new VBox(6, Controls.label(title, "subheading"), grid);
    }
}
