package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.CommitFeed;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Page;
import io.neoppod.gui.facade.Commits.Summary;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.TransactionExport;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What was committed, by whom? Transactions from the last one back, page by page as the user scrolls, and new ones
/// above while they come.
///
/// Bound: [#MAX_ROWS]; beyond, the user goes to a date.
public final class TransactionsModel {
    static final int MAX_ROWS = 20_000;
    private static final int PAGE = 100;

    /// Transactions that one question of a search looks at; between two it can be cancelled.
    private static final int SCAN = 1_000;

    /// Asked for besides those that the feed has counted.
    private static final int MARGIN = 5;

    private final DataModel data;
    private final Tasks tasks;
    private final CommitModel detail;
    private final ReadOnlyObjectWrapper<@Nullable TaskModel> exported = new ReadOnlyObjectWrapper<>();
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Row> rowsShown = FXCollections.unmodifiableObservableList(rows);
    private final StringProperty place = new SimpleStringProperty("");
    private final StringProperty user = new SimpleStringProperty("");
    private final StringProperty description = new SimpleStringProperty("");
    private final StringProperty object = new SimpleStringProperty("");
    private final BooleanProperty live = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

    private Filter filter = Filter.ALL;
    /// Where the list begins; [DataSession#NONE] for the last transaction.
    private long begin = DataSession.NONE;
    /// Where it goes on; [DataSession#NONE] at the end.
    private long next = DataSession.NONE;
    private long scanned;
    private boolean begun;
    /// Answers of a search that was given up are not taken.
    private int search;

    private long seen = DataSession.NONE;
    private long seenCommits;
    private boolean askingForNew;

    /// A transaction.
    public record Row(long tid, String time, String id, int objects, String user, String description) {
        static Row of(Summary summary) {
            return new Row(
                    summary.tid(),
                    Formats.exactTime(summary.tid()),
                    Formats.hex(summary.tid()),
                    summary.objects(),
                    summary.user(),
                    summary.description());
        }
    }

    TransactionsModel(DataModel data, Tasks tasks) {
        this.data = data;
        this.tasks = tasks;
        this.detail = new CommitModel(data);
    }

    /// Called with each snapshot, about once a second.
    void apply() {
        if (!data.openProperty().get()) {
            return;
        }
        if (!begun) {
            start(begin);
        } else if (live.get() && begin == DataSession.NONE) {
            showNew();
        }
    }

    /// Lists what satisfies the filters, from the place that was typed back.
    public void search() {
        error.set("");
        try {
            filter = new Filter(
                    user.get().strip(),
                    description.get().strip(),
                    object.get().isBlank() ? DataSession.NONE : IdText.oid(object.get()));
            start(place.get().isBlank() ? DataSession.NONE : IdText.tid(place.get()));
        } catch (IllegalArgumentException wrong) {
            error.set(wrong.getMessage());
        }
    }

    /// Forgets filters and place.
    public void reset() {
        List.of(place, user, description, object).forEach(field -> field.set(""));
        search();
    }

    private void start(long from) {
        begun = data.openProperty().get();
        begin = from;
        next = from;
        scanned = 0;
        search++;
        seen = data.commits().lastTid();
        seenCommits = data.commits().commits();
        rows.clear();
        note.set("");
        if (begun) {
            load(PAGE);
        }
    }

    /// More of the list, when its end comes into sight. No effect while it is being loaded, or at its end.
    public void more() {
        if (begun && !loading.get() && next != DataSession.NONE && rows.size() < MAX_ROWS) {
            // Who has come far goes on far.
            load(rows.size() + Math.clamp(rows.size() / 4, PAGE, SCAN));
        }
    }

    /// Ends a search where it is.
    public void stop() {
        search++;
        loading.set(false);
        tell();
    }

    private void load(int wanted) {
        int current = search;
        loading.set(true);
        data.ask(
                data.session().transactions(next, filter, wanted - rows.size(), SCAN),
                page -> {
                    if (current == search) {
                        take(page, wanted);
                    }
                },
                failure -> {
                    if (current == search) {
                        loading.set(false);
                        error.set(failure);
                    }
                });
    }

    private void take(Page page, int wanted) {
        rows.addAll(page.rows().stream().map(Row::of).toList());
        scanned += page.scanned();
        next = page.next();
        tell();
        if (next != DataSession.NONE && rows.size() < wanted) {
            load(wanted);
        } else {
            loading.set(false);
            tell();
        }
    }

    private void tell() {
        if (rows.size() >= MAX_ROWS) {
            note.set(Texts.of("commits.full", Formats.count(rows.size())));
        } else if (next == DataSession.NONE) {
            note.set(Texts.of("commits.all", rows.size()));
        } else if (filter.isAll()) {
            note.set("");
        } else {
            note.set(Texts.of("commits.searched", Formats.count(scanned), Formats.tidTime(next)));
        }
    }

    private void showNew() {
        var counts = data.commits();
        if (askingForNew || counts.lastTid() == DataSession.NONE || counts.lastTid() == seen) {
            return;
        }
        int current = search;
        askingForNew = true;
        int count = (int) Math.min(PAGE, counts.commits() - seenCommits + MARGIN);
        data.ask(
                data.session().transactions(DataSession.NONE, filter, count, count),
                page -> {
                    askingForNew = false;
                    if (current == search) {
                        insert(page, counts);
                    }
                },
                failure -> askingForNew = false);
    }

    private void insert(Page page, CommitFeed.Counts counts) {
        // The master tells of a transaction a moment before storages list it.
        if (!filter.isAll() || !page.rows().isEmpty() && page.rows().getFirst().tid() >= counts.lastTid()) {
            seen = counts.lastTid();
            seenCommits = counts.commits();
        }
        var newer = page.rows().stream()
                .filter(summary -> rows.isEmpty() || summary.tid() > rows.getFirst().tid)
                .map(Row::of)
                .toList();
        rows.addAll(0, newer);
        if (rows.size() > MAX_ROWS) {
            rows.remove(MAX_ROWS, rows.size());
            next = rows.getLast().tid - 1;
        }
        tell();
    }

    /// Writes the list, as it is filtered, into a file, which is a task.
    public void export(Path file) {
        var wanted = filter;
        long from = begin;
        exported.set(tasks.start(
                Texts.of("commits.exporting", String.valueOf(file.getFileName())), Tasks.Control.CANCEL, progress -> {
                    progress.expect(-1, Texts.of("commits.export-unit"));
                    var export = new TransactionExport(data.session(), (_, scanned) -> progress.done(scanned));
                    return Texts.of("commits.exported", Formats.count(export.write(from, wanted, file)), file);
                }));
    }

    /// Shows what a transaction did; null for none.
    public void select(@Nullable Row row) {
        if (row != null) {
            detail.open(row.tid);
        }
    }

    /// Goes to a transaction: shows it and what came before.
    void open(String subject) {
        place.set(subject);
        search();
        if (error.get().isEmpty()) {
            detail.open(IdText.tid(subject));
        }
    }

    public DataModel data() {
        return data;
    }

    /// The transaction that is selected.
    public CommitModel detail() {
        return detail;
    }

    public ObservableList<Row> rows() {
        return rowsShown;
    }

    /// Where the list begins: a transaction, a date, or empty for the last one.
    public StringProperty placeProperty() {
        return place;
    }

    public StringProperty userProperty() {
        return user;
    }

    public StringProperty descriptionProperty() {
        return description;
    }

    /// An object that the transactions wrote.
    public StringProperty objectProperty() {
        return object;
    }

    /// Whether new transactions appear by themselves.
    public BooleanProperty liveProperty() {
        return live;
    }

    /// The last export, or null.
    public ReadOnlyObjectProperty<@Nullable TaskModel> exportedProperty() {
        return exported.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /// What is wrong with a field, or why there was no answer; empty when nothing is.
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    /// How far the list goes; empty while there is nothing to say.
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }
}
