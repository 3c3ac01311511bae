package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.facade.AlertRule.Limit;
import io.neoppod.gui.facade.ClusterPast;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What is and was wrong with a cluster since it was opened.
///
/// While the cluster does not answer, what was wrong is taken to be still wrong.
public final class Alerts {
    private static final int MAX_ENDED = 100;

    private final ObservableList<Alert> alerts = FXCollections.observableArrayList();
    private final ObservableList<Alert> alertsShown = FXCollections.unmodifiableObservableList(alerts);
    private final ReadOnlyIntegerWrapper open = new ReadOnlyIntegerWrapper();
    private final Map<AlertRule, Instant> trueSince = new EnumMap<>(AlertRule.class);
    private final Map<AlertRule, String> trueOf = new EnumMap<>(AlertRule.class);
    private final AlertSettings settings;
    private final Listener listener;
    private final ClusterPast past = new ClusterPast();

    /// Hears what began to be wrong, and what is no longer.
    interface Listener {
        /// @param subject what it is about; empty when it is over
        void changed(Instant at, AlertRule rule, String subject);
    }

    Alerts(AlertSettings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /// @param subject      what it is about, like `S2`
    /// @param ended        when it was no longer so; null while it is
    /// @param acknowledged whether somebody has taken note
    public record Alert(
            AlertRule rule,
            String subject,
            Instant since,
            @Nullable Instant ended,
            boolean acknowledged) {

        public boolean isActive() {
            return ended == null;
        }

        /// Since when, and until when if it is over.
        public String time() {
            return ended == null
                    ? Texts.of("alert.since", Formats.time(since))
                    : Texts.of("alert.until", Formats.time(since), Formats.time(ended));
        }

        /// Whether somebody should look.
        public boolean isOpen() {
            return isActive() && !acknowledged;
        }
    }

    /// Takes note of the last transaction that was seen before this session, or [Ids#NONE].
    void noteTid(long tid) {
        past.noteTid(tid);
    }

    void apply(ClusterSnapshot snapshot) {
        past.note(snapshot);
        for (var rule : AlertRule.values()) {
            if (settings.isMuted(rule)) {
                apply(rule, null, snapshot.at());
            } else if (isDecided(rule, snapshot.link())) {
                apply(rule, rule.subject(snapshot, past, settings.limit(rule)), snapshot.at());
            }
        }
        forgetOldest();
        count();
    }

    /// Only an answer, or the news that the cluster stopped, tells that something is no longer wrong.
    private static boolean isDecided(AlertRule rule, Link link) {
        return rule.isAboutTheConnection() || link == Link.LIVE || link == Link.STOPPED;
    }

    private void apply(AlertRule rule, @Nullable String subject, Instant now) {
        int at = indexOfActive(rule);
        if (subject == null) {
            trueSince.remove(rule);
            trueOf.remove(rule);
            end(at, now);
            return;
        }
        if (rule.beginsAnew() && !subject.equals(trueOf.put(rule, subject))) {
            trueSince.remove(rule);
            end(at, now);
            at = -1;
        }
        var since = trueSince.computeIfAbsent(rule, _ -> now);
        if (at >= 0) {
            update(at, subject);
        } else if (rule.meaning() != Limit.AFTER || !now.isBefore(since.plus(settings.limit(rule)))) {
            alerts.addFirst(new Alert(rule, subject, since, null, false));
            listener.changed(now, rule, subject);
        }
    }

    private void end(int at, Instant now) {
        if (at >= 0) {
            var alert = alerts.get(at);
            alerts.set(at, new Alert(alert.rule(), alert.subject(), alert.since(), now, alert.acknowledged()));
            listener.changed(now, alert.rule(), "");
        }
    }

    /// What is wrong of something else now deserves another look.
    private void update(int at, String subject) {
        var alert = alerts.get(at);
        if (!alert.subject().equals(subject)) {
            alerts.set(at, new Alert(alert.rule(), subject, alert.since(), null, false));
        }
    }

    private int indexOfActive(AlertRule rule) {
        for (int i = 0; i < alerts.size(); i++) {
            if (alerts.get(i).rule() == rule && alerts.get(i).isActive()) {
                return i;
            }
        }
        return -1;
    }

    private void forgetOldest() {
        if (alerts.size() > MAX_ENDED) {
            List<Alert> ended = new ArrayList<>(
                    alerts.stream().filter(alert -> !alert.isActive()).toList());
            alerts.removeAll(ended.subList(Math.min(ended.size(), MAX_ENDED), ended.size()));
        }
    }

    private void count() {
        open.set((int) alerts.stream().filter(Alert::isOpen).count());
    }

    /// Takes note of an alert: it stays on the list, and is no longer counted.
    public void acknowledge(Alert alert) {
        int at = alerts.indexOf(alert);
        if (at >= 0) {
            alerts.set(at, new Alert(alert.rule(), alert.subject(), alert.since(), alert.ended(), true));
            count();
        }
    }

    /// When each rule makes an alert.
    public AlertSettings settings() {
        return settings;
    }

    /// All alerts, the newest first.
    public ObservableList<Alert> all() {
        return alertsShown;
    }

    /// How many are active and nobody has taken note of.
    public ReadOnlyIntegerProperty openProperty() {
        return open.getReadOnlyProperty();
    }
}
