package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.gui.model.Alerts.Alert;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;

/// What the window is called: the cluster that it shows; and, first, the problems of all open clusters that nobody has
/// taken note of. It is what the desktop shows of a window that is behind others.
public final class WindowTitle {
    private final OpenClusters clusters;
    private final Preferences preferences;
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper();
    private final ListChangeListener<Alert> onAlert = _ -> update();

    public WindowTitle(OpenClusters clusters, Preferences preferences) {
        this.clusters = clusters;
        this.preferences = preferences;
        clusters.all().addListener(this::watch);
        clusters.currentProperty().addListener((_, _, _) -> update());
        preferences.problemsInTitleProperty().addListener((_, _, _) -> update());
        update();
    }

    private void watch(ListChangeListener.Change<? extends ClusterModel> change) {
        while (change.next()) {
            change.getAddedSubList().forEach(opened -> opened.alerts().all().addListener(onAlert));
            change.getRemoved().forEach(left -> left.alerts().all().removeListener(onAlert));
        }
        update();
    }

    private void update() {
        var shown = clusters.currentProperty().get();
        var plain = shown == null
                ? Texts.of("app.name")
                : Texts.of("title.cluster", shown.source().name());
        var problems = preferences.problemsInTitleProperty().get() ? problems() : "";
        text.set(problems.isEmpty() ? plain : Texts.of("title.problems", problems, plain));
    }

    private String problems() {
        var problems = clusters.all().stream()
                .flatMap(cluster -> cluster.alerts().all().stream()
                        .filter(alert -> alert.isOpen() && alert.rule().severity() == Severity.PROBLEM)
                        .map(alert -> Texts.of(
                                "title.problem", cluster.source().name(), Texts.of(alert.rule(), alert.subject()))))
                .toList();
        return problems.size() > 1 ? Texts.of("title.many", problems.size()) : String.join("", problems);
    }

    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }
}
