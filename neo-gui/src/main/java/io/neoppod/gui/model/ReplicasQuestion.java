package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.GuardRails;
import java.util.function.IntConsumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;

/// How many copies of each partition there should be, and what that means until the next tweak.
public final class ReplicasQuestion implements Question {
    private final Cluster cluster;
    private final IntConsumer onConfirm;
    private final int now;
    private final @Nullable String typed;
    private final IntegerProperty wanted;
    private final ReadOnlyStringWrapper consequence = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();

    /// @param typed     what must be typed first, or null
    /// @param onConfirm gets the number of replicas
    ReplicasQuestion(Cluster cluster, @Nullable String typed, IntConsumer onConfirm) {
        this.typed = typed;
        this.cluster = cluster;
        this.onConfirm = onConfirm;
        now = cluster.snapshot().view().table().replicas();
        wanted = new SimpleIntegerProperty(now);
        wanted.subscribe(value -> describe(value.intValue()));
    }

    private void describe(int value) {
        var refusal = GuardRails.replicas(cluster.snapshot(), value);
        ready.set(refusal == null);
        command.set(cluster.source().commandLine("set replicas " + value));
        if (refusal != null) {
            consequence.set(Texts.of(refusal.reason(), refusal.detail()));
        } else {
            consequence.set(Texts.of(value > now ? "replicas.raise" : "replicas.lower", value, value + 1));
        }
    }

    public void confirm() {
        describe(wanted.get());
        if (ready.get()) {
            onConfirm.accept(wanted.get());
        }
    }

    @Override
    public String title() {
        return Texts.of(AppAction.SET_REPLICAS);
    }

    /// What must be typed first, or null.
    public @Nullable String typed() {
        return typed;
    }

    public IntegerProperty wantedProperty() {
        return wanted;
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
