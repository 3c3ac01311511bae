package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.AppAction.Scope;
import java.util.Arrays;
import java.util.HashMap;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void eachKeyIsAKeyAndOfOneAction() {
        var actions = new HashMap<KeyCombination, AppAction>();
        for (var action : AppAction.values()) {
            if (action.key() != null) {
                var combination = KeyCombination.valueOf(action.key());
                assertThat(combination).as(action.name()).isInstanceOfSatisfying(KeyCodeCombination.class, key -> {
                    assertThat(key.getCode()).isNotEqualTo(KeyCode.UNDEFINED);
                });
                assertThat(actions.put(combination, action))
                        .as(action.key() + " of " + action)
                        .isNull();
            }
        }
    }

    @Test
    void singleLettersAreOnlyForTheTableOfNodes() {
        assertThat(Arrays.stream(AppAction.values())
                        .filter(action -> action.key() != null && action.key().length() == 1))
                .isNotEmpty()
                .allMatch(action -> action.scope() == Scope.NODE);
    }
}
