package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.GuardRails;
import java.util.function.LongConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The last transaction that is kept, typed in full, and what that means.
public final class TruncateQuestion implements Question {
    private final Cluster cluster;
    private final LongConsumer onConfirm;
    private final StringProperty tid = new SimpleStringProperty("");
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper consequence = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();

    /// @param proposed  the last transaction to keep, or empty to let the user type it
    /// @param onConfirm gets the last transaction to keep
    TruncateQuestion(Cluster cluster, String proposed, LongConsumer onConfirm) {
        this.cluster = cluster;
        this.onConfirm = onConfirm;
        tid.set(proposed);
        tid.subscribe(this::describe);
        name.subscribe(this::describe);
        describe();
    }

    private void describe() {
        var typed = tid.get().strip();
        ready.set(false);
        command.set(cluster.source().commandLine("truncate tid:" + (typed.isEmpty() ? "…" : typed)));
        if (typed.isEmpty()) {
            consequence.set(Texts.of("truncate.type"));
            return;
        }
        long wanted;
        try {
            wanted = Formats.parseId(typed);
        } catch (NumberFormatException notANumber) {
            consequence.set(Texts.of("truncate.not-a-tid"));
            return;
        }
        var snapshot = cluster.snapshot();
        var refusal = GuardRails.truncate(snapshot, wanted);
        if (refusal != null) {
            consequence.set(Texts.of(refusal.reason(), refusal.detail()));
            return;
        }
        long last = snapshot.view().ids().lastTid();
        consequence.set(
                Texts.of("truncate.forgets", Formats.tidTime(wanted), Formats.tidTime(last), Formats.tid(last)));
        ready.set(name.get().equals(clusterName()));
    }

    /// What must be typed besides.
    public String clusterName() {
        return cluster.source().name();
    }

    public void confirm() {
        describe();
        if (ready.get()) {
            onConfirm.accept(Formats.parseId(tid.get().strip()));
        }
    }

    @Override
    public String title() {
        return Texts.of(AppAction.TRUNCATE);
    }

    public StringProperty tidProperty() {
        return tid;
    }

    public StringProperty nameProperty() {
        return name;
    }

    public ReadOnlyStringProperty consequenceProperty() {
        return consequence.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty commandProperty() {
        return command.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }
}
