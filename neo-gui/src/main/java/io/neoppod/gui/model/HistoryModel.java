package io.neoppod.gui.model;

import io.neoppod.ctl.TableRows;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.facade.Journal;
import io.neoppod.gui.facade.Journal.Entry;
import io.neoppod.gui.facade.Journal.Event;
import io.neoppod.gui.facade.Journal.Sample;
import io.neoppod.gui.facade.Journal.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// How the cluster came to be as it is: versions of its table, what happened, and numbers of the last minutes. Before
/// this session, as the journal has it.
public final class HistoryModel {
    private static final int MAX_ENTRIES = 1_000;

    /// Charts show that many seconds.
    private static final int SECONDS = 300;

    private final Journal journal;
    private final Executor userInterface;
    private final ObservableList<Version> versions = FXCollections.observableArrayList();
    private final ObservableList<Version> versionsShown = FXCollections.unmodifiableObservableList(versions);
    private final ObservableList<Event> events = FXCollections.observableArrayList();
    private final ObservableList<Event> eventsShown = FXCollections.unmodifiableObservableList(events);
    private final ReadOnlyObjectWrapper<List<Sample>> samples = new ReadOnlyObjectWrapper<>(List.of());
    private @Nullable Instant asked;

    HistoryModel(Journal journal, Executor userInterface) {
        this.journal = journal;
        this.userInterface = userInterface;
        journal.onEntry(entry -> userInterface.execute(() -> add(entry)));
        // What comes meanwhile is in this answer or after it, never lost: the journal does one thing after the other.
        journal.latest(MAX_ENTRIES).thenAccept(entries -> userInterface.execute(() -> begin(entries)));
    }

    private void begin(List<Entry> known) {
        var later = List.<Entry>copyOf(versions);
        versions.clear();
        events.clear();
        known.forEach(this::add);
        later.stream().filter(entry -> !known.contains(entry)).forEach(this::add);
    }

    private void add(Entry entry) {
        switch (entry) {
            case Version version -> add(versions, version);
            case Event event -> add(events, event);
        }
    }

    private static <T> void add(ObservableList<T> list, T entry) {
        if (!list.contains(entry)) {
            list.add(entry);
            if (list.size() > MAX_ENTRIES) {
                list.removeFirst();
            }
        }
    }

    /// Called now and then: charts go on.
    void tick(Instant now) {
        if (asked == null || now.isAfter(asked.plusSeconds(1))) {
            asked = now;
            journal.samples(1, now.minusSeconds(SECONDS))
                    .thenAccept(latest -> userInterface.execute(() -> samples.set(latest)));
        }
    }

    /// Asks for a version of the table.
    ///
    /// @param use gets it on the thread of the user interface; not called when it is not known
    void table(int ptid, Consumer<TableRows> use) {
        journal.table(ptid).thenAccept(table -> {
            if (table != null) {
                userInterface.execute(() -> use.accept(table));
            }
        });
    }

    /// Asks for the table before a version.
    ///
    /// @param use gets it, or null when it is not known
    void tableBefore(Version version, Consumer<@Nullable TableRows> use) {
        int index = versions.indexOf(version);
        if (index <= 0 || version.isGap()) {
            use.accept(null);
        } else {
            journal.table(versions.get(index - 1).ptid())
                    .thenAccept(table -> userInterface.execute(() -> use.accept(table)));
        }
    }

    /// Everything that is known, oldest first.
    List<Entry> entries() {
        return Stream.<Entry>concat(versions.stream(), events.stream())
                .sorted(Comparator.comparing(Entry::at))
                .toList();
    }

    /// What a version changed, in words.
    static String text(Version version) {
        var change = version.text().isEmpty() ? Texts.of("history.first") : version.text();
        return version.isGap() ? Texts.of("history.gap", change) : change;
    }

    /// An event with its time.
    public static String line(Event event) {
        return Formats.time(event.at()) + "  " + text(event);
    }

    /// An event in words.
    public static String text(Event event) {
        return switch (event.kind()) {
            case STATE -> Texts.of("event.state", event.text());
            case PRIMARY -> Texts.of("event.primary", event.subject());
            case NODE ->
                event.text().isEmpty()
                        ? Texts.of("event.gone", event.subject())
                        : Texts.of("event.node", event.subject(), event.text());
            case ALERT ->
                event.text().isEmpty()
                        ? Texts.of("event.alert-over", rule(event, "…"))
                        : Texts.of("event.alert", rule(event, event.text()));
            case ACTION -> Texts.of("event.action", event.subject(), event.text());
        };
    }

    private static String rule(Event event, String subject) {
        return Texts.of(AlertRule.valueOf(event.subject()), subject).replace("….", "…");
    }

    /// Versions of the table, oldest first.
    public ObservableList<Version> versions() {
        return versionsShown;
    }

    /// What happened, oldest first.
    public ObservableList<Event> events() {
        return eventsShown;
    }

    /// Numbers of the last minutes, oldest first.
    public ReadOnlyObjectProperty<List<Sample>> samplesProperty() {
        return samples.getReadOnlyProperty();
    }
}
