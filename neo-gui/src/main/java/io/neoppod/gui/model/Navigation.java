package io.neoppod.gui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Where in an open cluster its user is, and was.
public final class Navigation {
    private static final int MAX_PLACES = 100;

    private final List<Place> visited = new ArrayList<>();
    private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>();
    private int at;

    /// A screen, and what on it.
    ///
    /// @param subject what is shown or selected there (`S2`, a partition, an oid), empty for nothing in particular
    public record Place(AppAction screen, String subject) {}

    Navigation() {
        var first = new Place(AppAction.OVERVIEW, "");
        visited.add(first);
        place.set(first);
    }

    /// Begins at a screen instead of the overview.
    void begin(AppAction screen) {
        visited.clear();
        visited.add(new Place(screen, ""));
        at = 0;
        place.set(visited.getFirst());
    }

    public void open(AppAction screen) {
        open(screen, "");
    }

    /// Opens a screen at something.
    ///
    /// @param subject see [Place]
    public void open(AppAction screen, String subject) {
        var next = new Place(screen, subject);
        if (next.equals(place.get())) {
            return;
        }
        visited.subList(at + 1, visited.size()).clear();
        visited.add(next);
        if (visited.size() > MAX_PLACES) {
            visited.removeFirst();
        }
        at = visited.size() - 1;
        place.set(next);
    }

    /// To the place before, if there is one.
    public void back() {
        at = Math.max(0, at - 1);
        place.set(visited.get(at));
    }

    /// Where [#back] came from, if from anywhere.
    public void forward() {
        at = Math.min(visited.size() - 1, at + 1);
        place.set(visited.get(at));
    }

    public ReadOnlyObjectProperty<Place> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /// Tells a screen what it is opened at.
    ///
    /// @param select gets each subject that is not empty
    public void onSubject(AppAction screen, Consumer<String> select) {
        place.subscribe(now -> {
            if (now.screen() == screen && !now.subject().isEmpty()) {
                select.accept(now.subject());
            }
        });
    }
}
