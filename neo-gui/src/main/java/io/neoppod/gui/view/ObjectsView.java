package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.ObjectsModel;
import io.neoppod.gui.model.ObjectsModel.ChangeRow;
import io.neoppod.gui.model.ObjectsModel.Content;
import io.neoppod.gui.model.ObjectsModel.EntryRow;
import io.neoppod.gui.model.ObjectsModel.ReferenceRow;
import io.neoppod.gui.model.ObjectsModel.RevisionRow;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// An object: its revisions, and what the chosen one says in all its forms.
final class ObjectsView extends VBox {
    private final ObjectsModel model;
    private final TableView<RevisionRow> history;
    private final ObservableList<ReferenceRow> references = FXCollections.observableArrayList();
    private final StateTree state;
    private final TextArea json = new TextArea();
    private final ListView<String> instructions = new ListView<>();
    private final ListView<Integer> hex = new ListView<>();
    private byte[] bytes = {};
    private boolean following;

    ObjectsView(ClusterModel cluster) {
        this.model = cluster.objects();
        getStyleClass().add("screen");
        state = new StateTree(model::follow);
        history = Tables.table("object-history", "object.history", model.history(), "object.no-history");
        var time = Tables.<RevisionRow>column("object.time", 168, RevisionRow::time);
        time.setMinWidth(168);
        history.getColumns()
                .setAll(List.of(
                        time,
                        Tables.column("object.stored", 75, RevisionRow::size, "number"),
                        Tables.column("object.user", 100, RevisionRow::user, Tables.LONG)));
        history.setMinWidth(260);
        history.getSelectionModel().selectedItemProperty().subscribe(this::choose);
        model.shownProperty().subscribe(this::mark);
        var split = new SplitPane(history, record());
        split.setDividerPositions(0.36);
        var size = new TextScale();
        split.orientationProperty()
                .bind(size.isLarge().map(isLarge -> isLarge ? Orientation.VERTICAL : Orientation.HORIZONTAL));
        SplitPane.setResizableWithParent(history, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(place(), split, size);
        model.contentProperty().subscribe(this::show);
        model.visit();
    }

    private Node place() {
        var open = new Button(Texts.of("object.go"));
        open.setId("go-object");
        open.setOnAction(_ -> model.search());
        var transaction = new Button(Texts.of("object.transaction"));
        transaction.setId("open-transaction");
        transaction.disableProperty().bind(model.shownProperty().isNull());
        transaction.setOnAction(_ -> model.openTransaction());
        var save = new Button(Texts.of("object.save"));
        save.setId("save-record");
        save.disableProperty().bind(model.shownProperty().isNull());
        save.setOnAction(_ -> ValuePane.save(this, bytes, model::save));
        for (var fixed : List.of(open, transaction, save)) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        var error = Controls.sentence("", "error");
        error.setId("object-error");
        bindShown(error, model.errorProperty());
        var why = Controls.sentence("", "muted");
        why.setId("object-why");
        bindShown(why, model.data().whyProperty());
        var line = new FlowPane(
                8,
                6,
                named("object.oid", field("object.oid-prompt", "object-oid", model.oidProperty(), 18)),
                named("object.at", field("object.at-prompt", "object-at", model.atProperty(), 20)),
                open,
                transaction,
                save);
        var note = Controls.sentence("", "muted");
        note.setId("object-note");
        bindShown(note, model.noteProperty());
        return new VBox(6, line, error, why, note);
    }

    private static HBox named(String key, TextField field) {
        var box = new HBox(8, Controls.labelFor(key, field), field);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private TextField field(String key, String id, StringProperty value, int columns) {
        var field = new TextField();
        field.setId(id);
        field.setPromptText(Texts.of(key));
        field.setAccessibleText(Texts.of(key));
        field.setPrefColumnCount(columns);
        field.textProperty().bindBidirectional(value);
        field.setOnAction(_ -> model.search());
        return field;
    }

    private static void bindShown(Label label, ObservableValue<String> text) {
        label.textProperty().bind(text);
        label.visibleProperty().bind(text.map(words -> !words.isEmpty()));
        label.managedProperty().bind(label.visibleProperty());
    }

    private Node record() {
        var title = Controls.label("", "subheading");
        title.setId("object-title");
        title.textProperty().bind(model.titleProperty());
        var about = Controls.sentence("", "muted", "small");
        about.textProperty().bind(model.aboutProperty());
        var problem = Controls.sentence("", "error");
        problem.setId("object-problem");
        bindShown(problem, model.problemProperty());
        var tabs = tabs();
        VBox.setVgrow(tabs, Priority.ALWAYS);
        var box = new VBox(6, title, about, problem, tabs);
        box.getStyleClass().add("detail");
        return box;
    }

    private TabPane tabs() {
        json.setEditable(false);
        json.getStyleClass().add("mono");
        json.setAccessibleText(Texts.of("object.as-json"));
        instructions.getStyleClass().addAll("mono", "dense");
        instructions.setAccessibleText(Texts.of("object.pickle"));
        hex.getStyleClass().addAll("mono", "dense");
        hex.setAccessibleText(Texts.of("object.hex"));
        hex.setCellFactory(_ -> new HexCell(() -> bytes));
        var entries = entries();
        var value = new ValuePane(model::save);
        state.getSelectionModel()
                .selectedItemProperty()
                .subscribe(item -> value.show(item == null ? null : item.getValue()));
        var tree = new BorderPane(state);
        tree.setBottom(value);
        var tabs = new TabPane(
                tab("object.tree", tree),
                tab("object.changes", changes()),
                tab("object.references", referenceTable()),
                tab("object.as-json", json),
                tab("object.pickle", instructions),
                tab("object.hex", hex));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setId("object-tabs");
        tabs.setAccessibleText(Texts.of(AppAction.OBJECTS));
        var entriesTab = tab("object.entries", entries);
        model.contentProperty().map(Content::isTree).subscribe(isTree -> {
            boolean isShown = tabs.getTabs().contains(entriesTab);
            if (Boolean.TRUE.equals(isTree) && !isShown) {
                tabs.getTabs().addFirst(entriesTab);
                tabs.getSelectionModel().select(entriesTab);
            } else if (!Boolean.TRUE.equals(isTree)) {
                tabs.getTabs().remove(entriesTab);
            }
        });
        return tabs;
    }

    private static Tab tab(String key, Node content) {
        var tab = new Tab(Texts.of(key), content);
        tab.setId(key.replace('.', '-'));
        return tab;
    }

    private Node entries() {
        var table = Tables.table("object-entries", "object.entries", model.entries(), "object.no-entries");
        table.getColumns()
                .setAll(List.of(
                        Tables.column("object.key", 240, EntryRow::key, "code", Tables.LONG),
                        Tables.column("object.value", 400, EntryRow::value, "code", Tables.LONG)));
        Tables.onOpen(table, row -> follow(row.oid()));
        var more = new Button(Texts.of("object.more-entries"));
        more.disableProperty().bind(model.moreEntriesProperty().not());
        more.setOnAction(_ -> model.moreEntries());
        var count = Controls.label("", "muted", "small");
        model.entries().addListener((ListChangeListener<EntryRow>) _ ->
                count.setText(Texts.of("object.entry-count", model.entries().size())));
        VBox.setVgrow(table, Priority.ALWAYS);
        var below = new HBox(12, more, count);
        below.setAlignment(Pos.CENTER_LEFT);
        return new VBox(6, table, below);
    }

    private Node changes() {
        var table = Tables.table("object-changes", "object.changes", model.changes(), "object.no-changes");
        table.getColumns()
                .setAll(List.of(
                        Tables.column("object.path", 220, ChangeRow::path, "code", Tables.LONG),
                        Tables.column("object.before", 220, ChangeRow::before, "code", Tables.LONG),
                        Tables.column("object.after", 220, ChangeRow::after, "code", Tables.LONG)));
        var box = new VBox(6, comparedWith(), table);
        VBox.setVgrow(table, Priority.ALWAYS);
        return box;
    }

    /// The other revision of the comparison; at first the one before.
    private Node comparedWith() {
        var others = new ComboBox<@Nullable RevisionRow>();
        others.setId("compared-with");
        others.setConverter(Controls.shownAs(
                row -> row == null ? Texts.of("object.the-one-before") : row.time() + "  " + row.user()));
        model.history().addListener((ListChangeListener<RevisionRow>) _ -> fill(others));
        fill(others);
        others.valueProperty().subscribe(row -> {
            if (row != model.comparedProperty().get()) {
                model.compareWith(row);
            }
        });
        model.comparedProperty().subscribe(others::setValue);
        var label = Controls.labelFor("object.compared-with", others);
        var line = new HBox(8, label, others);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void fill(ComboBox<@Nullable RevisionRow> others) {
        var chosen = model.comparedProperty().get();
        others.getItems().setAll((RevisionRow) null);
        others.getItems().addAll(model.history());
        others.setValue(chosen);
    }

    private Node referenceTable() {
        var table = Tables.table("object-references", "object.references", references, "object.no-references");
        table.getColumns()
                .setAll(List.of(
                        Tables.column("object.oid", 160, ReferenceRow::id, "code"),
                        Tables.column("object.about-reference", 460, ReferenceRow::about, Tables.LONG)));
        Tables.onOpen(table, row -> follow(row.isHere() ? row.oid() : null));
        return table;
    }

    private void follow(@Nullable Long oid) {
        if (oid != null) {
            model.follow(oid);
        }
    }

    /// The selection follows what is shown, and what is shown the selection.
    private void choose(@Nullable RevisionRow row) {
        if (row != null && !following) {
            model.select(row);
        }
    }

    private void mark(@Nullable RevisionRow row) {
        following = true;
        if (row == null) {
            history.getSelectionModel().clearSelection();
        } else {
            history.getSelectionModel().select(row);
        }
        following = false;
    }

    private void show(Content content) {
        bytes = content.bytes();
        state.show(content.lines());
        json.setText(content.json());
        instructions.getItems().setAll(content.instructions());
        hex.setItems(HexCell.rows(bytes));
        references.setAll(content.references());
    }
}
