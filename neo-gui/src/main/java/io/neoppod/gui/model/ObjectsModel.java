package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.Objects.Entries;
import io.neoppod.gui.facade.Objects.Revision;
import io.neoppod.gui.facade.Objects.Stored;
import io.neoppod.pickle.BTreeNode;
import io.neoppod.pickle.Difference;
import io.neoppod.pickle.Disassembly;
import io.neoppod.pickle.Json;
import io.neoppod.pickle.Rendering;
import io.neoppod.pickle.Value;
import io.neoppod.pickle.ZodbRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What is in an object, how did it come to this, and to what does it refer?
public final class ObjectsModel {
    private static final int REVISIONS = 500;
    private static final int ENTRIES = 500;
    private static final int DIFFERENCES = 1_000;
    private static final int LINES = 5_000;
    private static final int CHARACTERS = 300_000;
    private static final int VALUE = 200;
    private static final String AT = "@";

    private final Services services;
    private final DataModel data;
    private final Navigation navigation;
    private final StringProperty oid = new SimpleStringProperty("0x0");
    private final StringProperty at = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper about = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.NOTHING);
    private final ReadOnlyBooleanWrapper moreEntries = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable RevisionRow> shown = new ReadOnlyObjectWrapper<>();
    private final ObservableList<RevisionRow> history = FXCollections.observableArrayList();
    private final ObservableList<RevisionRow> historyShown = FXCollections.unmodifiableObservableList(history);
    private final ObservableList<EntryRow> entries = FXCollections.observableArrayList();
    private final ObservableList<EntryRow> entriesShown = FXCollections.unmodifiableObservableList(entries);
    private final ObservableList<ChangeRow> changes = FXCollections.observableArrayList();
    private final ObservableList<ChangeRow> changesShown = FXCollections.unmodifiableObservableList(changes);

    private final ReadOnlyObjectWrapper<@Nullable RevisionRow> compared = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

    /// What is shown.
    private @Nullable Stored latest;

    private boolean visited;
    private long current = DataSession.NONE;
    private long moment = DataSession.NONE;
    private long serial = DataSession.NONE;
    private long nextLeaf = DataSession.NONE;
    /// Answers about an object that is no longer shown are not taken.
    private int question;

    /// All that is shown of a record, made away from the thread of the user interface.
    ///
    /// @param bytes        the record
    /// @param lines        of the tree
    /// @param instructions of its pickles
    /// @param isTree       whether its entries are asked for
    public record Content(
            byte[] bytes,
            List<ValueTree.Line> lines,
            String json,
            List<String> instructions,
            List<ReferenceRow> references,
            boolean isTree) {
        static final Content NOTHING = new Content(new byte[0], List.of(), "", List.of(), List.of(), false);
    }

    /// A revision of the object.
    public record RevisionRow(long tid, String time, String size, String user, String description) {
        static RevisionRow of(Revision revision) {
            return new RevisionRow(
                    revision.tid(),
                    Formats.tidTime(revision.tid()),
                    revision.isDeletion() ? Texts.of("object.deleted") : Formats.size(revision.size()),
                    revision.user(),
                    revision.description());
        }
    }

    /// An object that this one refers to.
    ///
    /// @param about class, and how it is referred to
    /// @param isHere whether it is in this database
    public record ReferenceRow(long oid, String id, String about, boolean isHere) {
        static ReferenceRow of(Value.Reference reference) {
            var type = reference.type() == null ? "" : ZodbRecord.className(reference.type());
            var weak = reference.form() == Value.Reference.Form.WEAK ? Texts.of("object.weak") : "";
            var elsewhere = reference.database() == null ? "" : Texts.of("object.database", reference.database());
            return new ReferenceRow(
                    reference.oid(),
                    Formats.hex(reference.oid()),
                    String.join(" ", type, weak, elsewhere).strip(),
                    reference.database() == null);
        }
    }

    /// An entry of a tree.
    ///
    /// @param oid what the value refers to, or null
    public record EntryRow(
            String key, String value, @Nullable Long oid) {
        static EntryRow of(Value.Entry entry, boolean hasValue) {
            return new EntryRow(
                    Rendering.text(entry.key(), VALUE),
                    hasValue ? Rendering.text(entry.value(), VALUE) : "",
                    entry.value() instanceof Value.Reference reference && reference.database() == null
                            ? reference.oid()
                            : null);
        }
    }

    /// Where the revision differs from the one before.
    public record ChangeRow(String path, String before, String after) {
        static ChangeRow of(Difference.Change change) {
            return new ChangeRow(
                    change.path(),
                    change.before() == null ? "" : Rendering.text(change.before(), VALUE),
                    change.after() == null ? "" : Rendering.text(change.after(), VALUE));
        }
    }

    ObjectsModel(DataModel data, Navigation navigation, Services services) {
        this.services = services;
        this.data = data;
        this.navigation = navigation;
    }

    /// Called with each snapshot, about once a second.
    void apply() {
        if (visited && current == DataSession.NONE && data.openProperty().get()) {
            var place = navigation.placeProperty().get();
            boolean isHere = place.screen() == AppAction.OBJECTS;
            if (isHere && !place.subject().isEmpty()) {
                open(place.subject());
            } else if (!ObjectPath.isPath(oid.get())) {
                open(oid.get());
            } else if (isHere) {
                // Typed before there was a way to the data.
                search();
            }
        }
    }

    /// The screen is opened: something is shown on it as soon as that can be.
    public void visit() {
        visited = true;
        data.want();
        apply();
    }

    /// Goes to the object and moment that were typed.
    public void search() {
        error.set("");
        try {
            if (ObjectPath.isPath(oid.get())) {
                searchPath(at.get().isBlank() ? DataSession.NONE : IdText.tid(at.get()));
                return;
            }
            var wanted = Formats.hex(IdText.oid(oid.get()));
            goTo(at.get().isBlank() ? wanted : wanted + AT + Formats.hex(IdText.tid(at.get())));
        } catch (IllegalArgumentException wrong) {
            error.set(wrong.getMessage());
        }
    }

    private void searchPath(long when) {
        data.ask(
                ObjectPath.resolve(data.session(), oid.get(), when),
                found -> goTo(
                        when == DataSession.NONE ? Formats.hex(found) : Formats.hex(found) + AT + Formats.hex(when)),
                error::set);
    }

    private void goTo(String subject) {
        var before = navigation.placeProperty().get();
        navigation.open(AppAction.OBJECTS, subject);
        // The place is the same: ask again.
        if (before.equals(navigation.placeProperty().get())) {
            open(subject);
        }
    }

    /// Follows a reference, to the object as it was at the same moment.
    public void follow(long reference) {
        var there = Formats.hex(reference);
        goTo(moment == DataSession.NONE ? there : there + AT + Formats.hex(moment));
    }

    /// Shows the object as this revision left it.
    public void select(RevisionRow revision) {
        var wanted = Formats.hex(current) + AT + Formats.hex(revision.tid);
        if (shown.get() == null || shown.get().tid != revision.tid) {
            goTo(wanted);
        }
    }

    /// Compares what is shown with another revision.
    ///
    /// @param other null for the one before
    public void compareWith(@Nullable RevisionRow other) {
        compared.set(other);
        if (latest != null) {
            compare(latest);
        }
    }

    /// Writes bytes into a file, which is replaced. Completes when [#noteProperty] tells what came of it.
    public CompletableFuture<Void> save(byte[] bytes, Path file) {
        return CompletableFuture.supplyAsync(() -> write(bytes, file), services.background())
                .thenAcceptAsync(note::set, services.userInterface());
    }

    private static String write(byte[] bytes, Path file) {
        try {
            Files.write(file, bytes);
            return Texts.of("object.saved", Formats.size(bytes.length), file);
        } catch (IOException unwritable) {
            return Texts.of("object.not-saved", file, unwritable.getMessage());
        }
    }

    /// Opens the transaction that wrote what is shown.
    public void openTransaction() {
        var revision = shown.get();
        if (revision != null) {
            navigation.open(AppAction.TRANSACTIONS, Formats.hex(revision.tid));
        }
    }

    /// @param subject `0x2a`, or `0x2a@0x3f…` for a moment
    void open(String subject) {
        int split = subject.indexOf(AT);
        try {
            long wanted = IdText.oid(split < 0 ? subject : subject.substring(0, split));
            long when = split < 0 ? DataSession.NONE : IdText.tid(subject.substring(split + 1));
            oid.set(Formats.hex(wanted));
            at.set(split < 0 ? "" : Formats.hex(when));
            open(wanted, when);
        } catch (IllegalArgumentException wrong) {
            error.set(wrong.getMessage());
        }
    }

    private void open(long wanted, long when) {
        boolean isOther = wanted != current;
        current = data.openProperty().get() ? wanted : DataSession.NONE;
        moment = when;
        int asked = ++question;
        problem.set("");
        note.set("");
        latest = null;
        compared.set(null);
        entries.clear();
        changes.clear();
        moreEntries.set(false);
        if (isOther) {
            history.clear();
            content.set(Content.NOTHING);
            title.set(Formats.hex(wanted));
            about.set("");
            shown.set(null);
        }
        data.ask(
                data.session().object(wanted, when).thenApply(stored -> new Loaded(stored, content(stored))),
                loaded -> {
                    if (asked == question) {
                        show(loaded);
                    }
                },
                failure -> fail(asked, failure));
        data.ask(
                data.session().history(wanted, REVISIONS),
                revisions -> {
                    if (asked == question) {
                        Lists.update(
                                history, revisions.stream().map(RevisionRow::of).toList());
                        markShown();
                    }
                },
                // Not during an import; the object itself may be there.
                failure -> {});
    }

    private void fail(int asked, String failure) {
        if (asked == question) {
            content.set(Content.NOTHING);
            problem.set(failure);
        }
    }

    private record Loaded(Stored stored, Content content) {}

    private static Content content(Stored stored) {
        var record = stored.record();
        return new Content(
                stored.data(),
                record == null ? List.of() : ValueTree.of(record),
                record == null ? "" : Json.of(record, CHARACTERS),
                Disassembly.of(stored.data(), LINES),
                stored.references().stream().map(ReferenceRow::of).toList(),
                stored.tree() != null);
    }

    private void show(Loaded loaded) {
        var stored = loaded.stored;
        latest = stored;
        serial = stored.serial();
        content.set(loaded.content);
        problem.set(stored.problem());
        title.set(stored.exists() ? stored.className() : Formats.hex(stored.oid()));
        about.set(stored.exists() ? about(stored) : "");
        markShown();
        if (!stored.exists()) {
            return;
        }
        if (stored.tree() != null) {
            nextLeaf = stored.oid();
            moreEntries();
        }
        compare(stored);
    }

    private static String about(Stored stored) {
        var tree = stored.tree() instanceof BTreeNode.Branch branch
                ? " " + Texts.of("object.branch", branch.children().size())
                : "";
        var fate = stored.next() == DataSession.NONE
                ? Texts.of("object.current")
                : Texts.of("object.replaced", Formats.exactTime(stored.next()));
        return Texts.of(
                        "object.about",
                        Formats.hex(stored.oid()),
                        Formats.hex(stored.serial()),
                        Formats.exactTime(stored.serial()),
                        Formats.size(stored.data().length),
                        fate)
                + tree;
    }

    private void markShown() {
        shown.set(history.stream().filter(row -> row.tid == serial).findFirst().orElse(null));
    }

    private void compare(Stored stored) {
        int asked = question;
        var record = stored.record();
        if (record == null || stored.serial() == 0) {
            return;
        }
        var other = compared.get();
        CompletableFuture<List<ChangeRow>> rows = data.session()
                .object(stored.oid(), other == null ? stored.serial() - 1 : other.tid)
                .thenApply(before -> before.record() == null
                        ? List.<ChangeRow>of()
                        : Difference.between(before.record(), record, DIFFERENCES).stream()
                                .map(ChangeRow::of)
                                .toList());
        data.ask(
                rows,
                found -> {
                    if (asked == question && other == compared.get()) {
                        changes.setAll(found);
                    }
                },
                failure -> {});
    }

    /// More entries of a tree.
    public void moreEntries() {
        int asked = question;
        if (nextLeaf == DataSession.NONE) {
            return;
        }
        moreEntries.set(false);
        data.ask(
                data.session().entries(nextLeaf, moment, ENTRIES),
                page -> {
                    if (asked == question) {
                        add(page);
                    }
                },
                failure -> fail(asked, failure));
    }

    private void add(Entries page) {
        entries.addAll(page.entries().stream()
                .map(entry -> EntryRow.of(entry, page.hasValues()))
                .toList());
        nextLeaf = page.next();
        moreEntries.set(nextLeaf != DataSession.NONE);
        if (!page.problem().isEmpty()) {
            problem.set(Texts.of("object.tree-damaged", page.problem()));
        }
    }

    public DataModel data() {
        return data;
    }

    public StringProperty oidProperty() {
        return oid;
    }

    /// The moment: a transaction, a date, or empty for now.
    public StringProperty atProperty() {
        return at;
    }

    /// What is wrong with what was typed; empty when nothing is.
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    /// The revision that the one shown is compared with; null for the one before.
    public ReadOnlyObjectProperty<@Nullable RevisionRow> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    /// What became of what was asked for last; empty for nothing.
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /// The class of the object.
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty aboutProperty() {
        return about.getReadOnlyProperty();
    }

    /// Why there is less to see than there should be; empty when there is not.
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    public ObservableList<RevisionRow> history() {
        return historyShown;
    }

    /// The revision that is shown, once its history is known.
    public ReadOnlyObjectProperty<@Nullable RevisionRow> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// Entries of a tree, as far as they were asked for.
    public ObservableList<EntryRow> entries() {
        return entriesShown;
    }

    public ReadOnlyBooleanProperty moreEntriesProperty() {
        return moreEntries.getReadOnlyProperty();
    }

    /// What the revision changed.
    public ObservableList<ChangeRow> changes() {
        return changesShown;
    }
}
