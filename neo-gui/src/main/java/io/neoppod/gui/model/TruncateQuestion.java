package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Summary;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.GuardRails;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The last transaction that is kept, typed in full, and what that means.
public final class TruncateQuestion implements Question {
    /// Transactions that are listed.
    private static final int TOLD = 100;

    private final Cluster cluster;
    private final Executor userInterface;
    private final LongConsumer onConfirm;
    private final StringProperty tid = new SimpleStringProperty("");
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper consequence = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<String>> forgotten = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();

    private boolean isPossible;
    private int asked;

    /// @param proposed  the last transaction to keep, or empty to let the user type it
    /// @param onConfirm gets the last transaction to keep
    TruncateQuestion(Cluster cluster, Executor userInterface, String proposed, LongConsumer onConfirm) {
        this.cluster = cluster;
        this.userInterface = userInterface;
        this.onConfirm = onConfirm;
        // Its client lists what would be lost, and finds out whether a storage is importing.
        cluster.data().want();
        tid.set(proposed);
        tid.subscribe(this::list);
        name.subscribe(this::describe);
        list();
    }

    /// Lists what would be forgotten, as far as the data can be read now.
    private void list() {
        describe();
        forgotten.set(List.of());
        int turn = ++asked;
        if (!isPossible || !cluster.data().status().isOpen()) {
            return;
        }
        long kept = Formats.parseId(tid.get().strip());
        cluster.data()
                .transactions(DataSession.NONE, Filter.ALL, TOLD + 1, TOLD + 1)
                .thenAccept(page -> {
                    var lines = page.rows().stream()
                            .filter(row -> row.tid() > kept)
                            .limit(TOLD)
                            .map(TruncateQuestion::line)
                            .collect(Collectors.toCollection(ArrayList::new));
                    if (page.rows().size() > TOLD && page.rows().getLast().tid() > kept) {
                        lines.add(Texts.of("truncate.more"));
                    }
                    userInterface.execute(() -> {
                        if (turn == asked) {
                            forgotten.set(List.copyOf(lines));
                        }
                    });
                });
    }

    private static String line(Summary row) {
        return Texts.of(
                "truncate.line",
                Formats.exactTime(row.tid()),
                row.objects(),
                row.user(),
                row.description().strip().replaceAll("\\s+", " "));
    }

    private void describe() {
        var typed = tid.get().strip();
        isPossible = false;
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
        var refusal = GuardRails.truncate(snapshot, cluster.data().status(), wanted);
        if (refusal != null) {
            consequence.set(Texts.of(refusal.reason(), refusal.detail()));
            return;
        }
        long last = snapshot.view().ids().lastTid();
        consequence.set(
                Texts.of("truncate.forgets", Formats.tidTime(wanted), Formats.tidTime(last), Formats.tid(last)));
        isPossible = true;
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

    /// Transactions that would be forgotten, the last one first, some of them; empty when they cannot be read now.
    public ReadOnlyObjectProperty<List<String>> forgottenProperty() {
        return forgotten.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty commandProperty() {
        return command.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }
}
