package io.neoppod.gui.model;

import java.util.List;
import javafx.collections.ObservableList;

/// Changes of lists that are shown.
final class Lists {
    private Lists() {}

    /// Makes a list equal to another by as few changes as its positions allow, so that selection and scrolling survive.
    static <T> void update(ObservableList<T> shown, List<T> wanted) {
        int common = Math.min(shown.size(), wanted.size());
        for (int i = 0; i < common; i++) {
            if (!shown.get(i).equals(wanted.get(i))) {
                shown.set(i, wanted.get(i));
            }
        }
        if (shown.size() > common) {
            shown.remove(common, shown.size());
        } else if (wanted.size() > common) {
            shown.addAll(wanted.subList(common, wanted.size()));
        }
    }
}
