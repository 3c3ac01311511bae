package io.neoppod.gui.model;

import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSources;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.protocol.CellState;
import java.time.Duration;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// A saved cluster on the start page, and how it is while the page is shown.
public final class Card {
    private static final Duration PACE = Duration.ofSeconds(10);

    private final Context context;
    private final Services services;
    private final ReadOnlyObjectWrapper<Severity> severity = new ReadOnlyObjectWrapper<>(Severity.UNKNOWN);
    private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
    private @Nullable Cluster watched;
    private int turn;

    Card(Context context, Services services) {
        this.context = context;
        this.services = services;
        if (context.folder() != null) {
            state.set(Texts.of("card.stopped"));
        }
    }

    /// Begins to look at the cluster; no effect on one whose nodes run in this app.
    void watch() {
        if (context.folder() != null || watched != null) {
            return;
        }
        int now = ++turn;
        state.set(Texts.of("card.asking"));
        services.background().execute(() -> {
            try {
                var source = ClusterSources.of(context);
                services.userInterface().execute(() -> {
                    if (turn == now) {
                        watch(ClusterFacade.connect(source));
                    }
                });
            } catch (ConfigException wrong) {
                services.userInterface().execute(() -> {
                    state.set(Texts.of("card.unreachable"));
                    detail.set(wrong.getMessage());
                });
            }
        });
    }

    private void watch(Cluster cluster) {
        watched = cluster;
        cluster.pace(PACE);
        cluster.onSnapshot(snapshot -> services.userInterface().execute(() -> show(snapshot)));
        if (cluster.snapshot().link() != Link.CONNECTING) {
            show(cluster.snapshot());
        }
    }

    /// Ends it; what was seen last stays.
    void unwatch() {
        turn++;
        if (watched != null) {
            watched.close();
            watched = null;
        }
    }

    private void show(ClusterSnapshot snapshot) {
        var verdict = Verdict.on(snapshot);
        var view = snapshot.view();
        severity.set(verdict.severity());
        if (snapshot.isStale() || view == null) {
            state.set(Texts.of("card.unreachable"));
            detail.set(Texts.of(snapshot.link(), snapshot.source().admin(), snapshot.detail()));
            return;
        }
        state.set(Formats.state(view.state()));
        int behind = view.count(CellState.OUT_OF_DATE);
        detail.set(
                verdict.severity() == Severity.OK || behind == 0
                        ? Texts.of(verdict.situation(), verdict.subjects())
                        : Texts.of("card.behind", Texts.of(verdict.situation(), verdict.subjects()), behind));
    }

    public Context context() {
        return context;
    }

    /// What a client of ZODB is given; null when masters or the name of the cluster are not known.
    public @Nullable String uri() {
        return context.masters().isEmpty() || context.cluster() == null
                ? null
                : "neo://" + context.cluster() + "@" + String.join(",", context.masters());
    }

    /// How it is reached, or where its data are.
    public String place() {
        if (context.folder() != null) {
            return Texts.of("card.folder", context.folder());
        }
        return Texts.of(context.tls() == null ? "card.admin" : "card.admin-tls", String.valueOf(context.address()));
    }

    public ReadOnlyObjectProperty<Severity> severityProperty() {
        return severity.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty detailProperty() {
        return detail.getReadOnlyProperty();
    }
}
