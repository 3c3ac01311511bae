package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Commits.Change;
import io.neoppod.gui.facade.Commits.Detail;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.pickle.Rendering;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a transaction wrote.
public final class CommitModel {
    private static final int PAGE = 50;
    private static final int EXTENSION = 500;

    private final DataModel data;
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper about = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper extension = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Row> rowsShown = FXCollections.unmodifiableObservableList(rows);
    private long tid = DataSession.NONE;

    /// An object that was written.
    ///
    /// @param fate     what became of the revision
    /// @param previous the transaction that wrote it before
    /// @param changed  where the two differ
    public record Row(
            long oid, String id, String className, String size, String fate, String previous, String changed) {
        static Row of(Change change) {
            boolean hasRecord = !change.className().isEmpty();
            return new Row(
                    change.oid(),
                    Formats.hex(change.oid()),
                    hasRecord ? change.className() : Formats.UNKNOWN,
                    hasRecord ? Formats.size(change.size()) : Formats.UNKNOWN,
                    Texts.of(change.fate(), Formats.tidTime(change.replacedBy())),
                    change.previous() == DataSession.NONE ? Texts.of("commit.new") : Formats.tidTime(change.previous()),
                    String.join(", ", change.differences()));
        }
    }

    CommitModel(DataModel data) {
        this.data = data;
    }

    void open(long which) {
        tid = which;
        title.set(Formats.exactTime(which) + "   " + Formats.hex(which));
        about.set("");
        extension.set("");
        error.set("");
        more.set(false);
        rows.clear();
        load(0);
    }

    /// More of what it wrote.
    public void more() {
        if (more.get()) {
            more.set(false);
            load(rows.size());
        }
    }

    private void load(int first) {
        long asked = tid;
        data.ask(
                data.session().transaction(tid, first, PAGE),
                detail -> {
                    if (asked == tid && first == rows.size()) {
                        show(detail);
                    }
                },
                failure -> {
                    if (asked == tid) {
                        error.set(failure);
                    }
                });
    }

    private void show(Detail detail) {
        var summary = detail.summary();
        about.set(Texts.of(
                "commit.about",
                summary.objects(),
                summary.user().isEmpty() ? Formats.UNKNOWN : summary.user(),
                summary.description().isEmpty() ? Formats.UNKNOWN : summary.description(),
                summary.isPacked() ? 1 : 0));
        if (!detail.problem().isEmpty()) {
            extension.set(Texts.of("commit.extension-unreadable", detail.problem()));
        } else if (detail.extension() != null) {
            extension.set(Texts.of("commit.extension", Rendering.text(detail.extension(), EXTENSION)));
        }
        rows.addAll(detail.changes().stream().map(Row::of).toList());
        more.set(detail.hasMore());
    }

    /// The selected transaction, as it is typed.
    public String id() {
        return Formats.hex(tid);
    }

    /// Its time and id; empty when none is selected.
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty aboutProperty() {
        return about.getReadOnlyProperty();
    }

    /// What else is recorded of it; empty when nothing is.
    public ReadOnlyStringProperty extensionProperty() {
        return extension.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    public ObservableList<Row> rows() {
        return rowsShown;
    }

    /// Whether it wrote more than is shown.
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }
}
