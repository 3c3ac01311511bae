package io.neoppod.gui.view;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.Texts;
import io.neoppod.gui.model.ReadOnlyLock;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// A line that tells how careful one has to be with a cluster; in production, also the lock.
final class KindBanner extends HBox {

    KindBanner(Kind kind, ReadOnlyLock lock) {
        setId("kind-banner");
        getStyleClass().addAll("kind-banner", "kind-" + kind.name());
        setVisible(kind != Kind.development || lock.isForGood());
        setManaged(isVisible());
        var name = Controls.label(Texts.of("kind." + kind.name()), "value");
        name.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().add(name);
        if (lock.isForGood()) {
            getChildren().add(Controls.label(Texts.of("kind.read-only")));
        } else if (kind == Kind.production) {
            addLock(lock);
        }
    }

    private void addLock(ReadOnlyLock lock) {
        var state = Controls.label("");
        state.textProperty()
                .bind(lock.lockedProperty().map(locked -> Texts.of(locked ? "kind.locked" : "kind.unlocked")));
        var space = new Region();
        setHgrow(space, Priority.ALWAYS);
        var reason = new TextField();
        reason.setId("unlock-reason");
        reason.setPromptText(Texts.of("kind.reason"));
        reason.setAccessibleText(Texts.of("kind.reason"));
        reason.visibleProperty().bind(lock.lockedProperty());
        reason.managedProperty().bind(lock.lockedProperty());
        var toggle = new Button("", new FontIcon("mdi2l-lock-outline"));
        toggle.setId("unlock");
        toggle.setMinWidth(Region.USE_PREF_SIZE);
        toggle.textProperty().bind(lock.lockedProperty().map(locked -> Texts.of(locked ? "kind.unlock" : "kind.lock")));
        toggle.disableProperty()
                .bind(lock.lockedProperty().and(reason.textProperty().isEmpty()));
        toggle.setOnAction(_ -> {
            if (lock.lockedProperty().get()) {
                lock.unlock(reason.getText());
                reason.clear();
            } else {
                lock.lock();
            }
        });
        getChildren().addAll(state, space, reason, toggle);
    }
}
