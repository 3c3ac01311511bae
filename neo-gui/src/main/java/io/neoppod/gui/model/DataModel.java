package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.CommitFeed;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.DataStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The way of the screens about data to the database: whether it is open, and questions.
public final class DataModel {
    private final DataSession session;
    private final Executor userInterface;
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper("");

    DataModel(Cluster cluster, Executor userInterface) {
        this.session = cluster.data();
        this.userInterface = userInterface;
    }

    void apply(ClusterSnapshot snapshot) {
        var status = session.status();
        var state = snapshot.view() == null
                ? Formats.UNKNOWN
                : Formats.state(snapshot.view().state());
        why.set(
                switch (status.state()) {
                    case READY, IMPORTING -> "";
                    case WAITING -> Texts.of(status.state(), state);
                    case NOT_CONFIGURED, IDLE, CONNECTING -> Texts.of(status.state());
                    case FAILED -> Texts.of(status.state(), status.detail());
                });
        open.set(status.isOpen());
    }

    /// A screen about data is opened: a client connects from now on.
    public void want() {
        session.want();
    }

    /// Hands an answer over to the thread of the user interface.
    <T> void ask(CompletableFuture<T> answer, Consumer<T> onAnswer, Consumer<String> onFailure) {
        answer.whenComplete((value, failure) -> userInterface.execute(() -> {
            if (failure == null) {
                onAnswer.accept(value);
            } else {
                onFailure.accept(Failures.text(failure));
            }
        }));
    }

    DataSession session() {
        return session;
    }

    CommitFeed.Counts commits() {
        return session.commits();
    }

    /// Whether questions are answered now.
    public ReadOnlyBooleanProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    /// Why they are not; empty when they are.
    public ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /// Whether the way can be open at all.
    public boolean isConfigured() {
        return session.status().state() != DataStatus.State.NOT_CONFIGURED;
    }
}
