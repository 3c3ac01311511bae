package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Locale;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// Commits a second of the last minutes, as the client of this app hears of them. Without it, nothing is known.
public final class CommitRate {
    /// The other charts show as much.
    private static final int SAMPLES = 300;

    private static final double MILLIS = 1_000;

    private final DataModel data;
    private final ArrayDeque<Double> rates = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<double[]> values = new ReadOnlyObjectWrapper<>(new double[0]);
    private final ReadOnlyStringWrapper latest = new ReadOnlyStringWrapper(Formats.UNKNOWN);
    private @Nullable Instant before;
    private long commits;

    CommitRate(DataModel data) {
        this.data = data;
    }

    /// Called with each snapshot.
    void apply(Instant now) {
        if (!data.openProperty().get()) {
            before = null;
            add(Double.NaN);
            return;
        }
        long counted = data.commits().commits();
        double seconds = before == null ? 0 : Duration.between(before, now).toMillis() / MILLIS;
        // A client that has connected anew counts from 0.
        boolean isKnown = seconds > 0 && counted >= commits;
        if (isKnown) {
            add((counted - commits) / seconds);
        } else if (before == null) {
            add(Double.NaN);
        }
        if (isKnown || before == null || counted < commits) {
            before = now;
            commits = counted;
        }
    }

    private void add(double rate) {
        rates.addLast(rate);
        if (rates.size() > SAMPLES) {
            rates.removeFirst();
        }
        values.set(rates.stream().mapToDouble(Double::doubleValue).toArray());
        latest.set(Double.isNaN(rate) ? Formats.UNKNOWN : Texts.of("overview.rate", text(rate)));
    }

    private static String text(double rate) {
        return String.format(Locale.getDefault(), rate < 10 ? "%.1f" : "%.0f", rate);
    }

    /// Connects to the data, so that commits are heard of from now on.
    public void follow() {
        data.want();
    }

    /// Whether there is a way to hear of commits at all.
    public boolean isPossible() {
        return data.isConfigured();
    }

    /// Whether commits are heard of.
    public ReadOnlyBooleanProperty followedProperty() {
        return data.openProperty();
    }

    /// NaN for what is not known, the latest last.
    public ReadOnlyObjectProperty<double[]> valuesProperty() {
        return values.getReadOnlyProperty();
    }

    /// The latest, with its unit.
    public ReadOnlyStringProperty latestProperty() {
        return latest.getReadOnlyProperty();
    }
}
