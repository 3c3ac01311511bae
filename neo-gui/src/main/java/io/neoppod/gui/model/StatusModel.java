package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.facade.Verdict.Severity;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The line below every screen: state, last identifiers, and how old all of it is.
public final class StatusModel {
    private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper ids = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper age = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Severity> severity = new ReadOnlyObjectWrapper<>(Severity.UNKNOWN);

    void apply(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        boolean isLost = snapshot.isStale();
        severity.set(Verdict.on(snapshot).severity());
        state.set(view == null ? Formats.UNKNOWN : Formats.state(view.state()));
        ids.set(view == null ? "" : ids(snapshot));
        age.set(age(snapshot));
        trouble.set(isLost ? trouble(snapshot) : "");
        stale.set(isLost && view != null);
    }

    private static String ids(ClusterSnapshot snapshot) {
        var view = snapshot.view();
        var last = view.ids();
        return Texts.of(
                "status.ids",
                Formats.nid(view.primary()),
                Formats.integer(view.table().ptid()),
                last == null ? Formats.UNKNOWN : Formats.tid(last.lastTid()));
    }

    private static String age(ClusterSnapshot snapshot) {
        if (snapshot.seen() == null) {
            return "";
        }
        return snapshot.isStale() ? Texts.of("status.old", Formats.seconds(snapshot.age())) : Texts.of("status.fresh");
    }

    private static String trouble(ClusterSnapshot snapshot) {
        var reason = Texts.of(snapshot.link(), snapshot.source().admin(), snapshot.detail());
        return switch (snapshot.link()) {
            case CONNECTING, LIVE, STOPPED -> reason;
            default -> reason + " " + Texts.of("status.retry", Formats.seconds(snapshot.nextPoll()));
        };
    }

    public ReadOnlyStringProperty stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty idsProperty() {
        return ids.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty ageProperty() {
        return age.getReadOnlyProperty();
    }

    /// Why there is no newer answer; empty when the last poll was answered.
    public ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /// Whether what is shown is old.
    public ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Severity> severityProperty() {
        return severity.getReadOnlyProperty();
    }
}
