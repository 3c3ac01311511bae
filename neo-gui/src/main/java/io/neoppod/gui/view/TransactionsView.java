package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.ClusterModel;
import io.neoppod.gui.model.CommitModel;
import io.neoppod.gui.model.TransactionsModel;
import io.neoppod.gui.model.TransactionsModel.Row;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// The list of transactions and, below, what the selected one wrote.
final class TransactionsView extends VBox {
    /// That far from the end of the list more of it is asked for.
    private static final int AHEAD = 30;

    private final ClusterModel cluster;
    private final TransactionsModel model;
    private final TableView<Row> table;

    TransactionsView(ClusterModel cluster) {
        this.cluster = cluster;
        this.model = cluster.transactions();
        getStyleClass().add("screen");
        table = Tables.table("transactions", "commits.list", model.rows(), "commits.none");
        buildTable();
        var split = new SplitPane(table, detail());
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.55);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(new VBox(4, filters(), notes()), split);
        model.data().want();
        table.getSelectionModel().selectedItemProperty().subscribe(model::select);
    }

    private Node filters() {
        var search = new Button(Texts.of("commits.search"));
        search.setId("search-transactions");
        search.setOnAction(_ -> model.search());
        var reset = new Button(Texts.of("commits.reset"));
        reset.setOnAction(_ -> model.reset());
        var live = new CheckBox(Texts.of("commits.live"));
        live.selectedProperty().bindBidirectional(model.liveProperty());
        var export = new Button(Texts.of("commits.export"));
        export.setId("export-transactions");
        export.setOnAction(_ -> export());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        for (var fixed : List.of(search, reset, export, live)) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        var line = new HBox(
                8,
                field("commits.place", "transaction-place", model.placeProperty(), 21),
                field("commits.user", "transaction-user", model.userProperty(), 10),
                field("commits.description", "transaction-description", model.descriptionProperty(), 13),
                field("commits.object", "transaction-object", model.objectProperty(), 9),
                search,
                reset,
                export,
                space,
                live);
        line.setAlignment(Pos.CENTER_LEFT);
        line.disableProperty().bind(model.data().openProperty().not());
        return line;
    }

    private void export() {
        var dialog = new FileChooser();
        dialog.setInitialFileName("transactions.csv");
        dialog.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("CSV (*.csv)", "*.csv"),
                        new FileChooser.ExtensionFilter("JSON (*.jsonl)", "*.jsonl"),
                        new FileChooser.ExtensionFilter(Texts.of("commits.export-text"), "*.txt"));
        var chosen = dialog.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            model.export(chosen.toPath());
        }
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

    private Node notes() {
        var error = Controls.sentence("", "error");
        error.setId("transactions-error");
        bindShown(error, model.errorProperty());
        var note = Controls.label("", "muted", "small");
        note.setId("transactions-note");
        bindShown(note, model.noteProperty());
        var busy = new ProgressIndicator();
        busy.setMaxSize(16, 16);
        busy.visibleProperty().bind(model.loadingProperty());
        busy.managedProperty().bind(busy.visibleProperty());
        var stop = new Button(Texts.of("commits.stop"));
        stop.setOnAction(_ -> model.stop());
        stop.visibleProperty().bind(model.loadingProperty());
        stop.managedProperty().bind(stop.visibleProperty());
        var line = new HBox(12, error, note, busy, stop);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(24);
        return line;
    }

    private static void bindShown(Label label, ObservableValue<String> text) {
        label.textProperty().bind(text);
        label.visibleProperty().bind(text.map(words -> !words.isEmpty()));
        label.managedProperty().bind(label.visibleProperty());
    }

    private void buildTable() {
        table.getColumns()
                .setAll(List.of(
                        Tables.column("commits.time", 230, Row::time, "code"),
                        Tables.column("commits.id", 170, Row::id, "code"),
                        Tables.column("commits.objects", 80, row -> Integer.toString(row.objects()), "number"),
                        Tables.column("commits.user", 140, Row::user, Tables.LONG),
                        Tables.column("commits.description", 300, row -> oneLine(row.description()), Tables.LONG)));
        table.setRowFactory(_ -> new TableRow<>() {
            @Override
            protected void updateItem(Row row, boolean empty) {
                super.updateItem(row, empty);
                if (!empty && getIndex() >= model.rows().size() - AHEAD) {
                    // Not while rows are laid out.
                    Platform.runLater(model::more);
                }
            }
        });
        DataPlaceholder.install(table, model.data(), "commits.none", model.loadingProperty());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private Node detail() {
        var commit = model.detail();
        var title = Controls.label("", "subheading");
        title.setId("transaction-title");
        title.textProperty()
                .bind(commit.titleProperty().map(text -> text.isEmpty() ? Texts.of("commit.select") : text));
        var objects = Tables.table("transaction-objects", "commit.list", commit.rows(), "commit.none");
        objects.getColumns()
                .setAll(List.of(
                        Tables.column("commit.oid", 110, CommitModel.Row::id, "code"),
                        Tables.column("commit.class", 280, CommitModel.Row::className, Tables.LONG),
                        Tables.column("commit.size", 90, CommitModel.Row::size, "number"),
                        Tables.column("commit.fate", 230, CommitModel.Row::fate),
                        Tables.column("commit.previous", 165, CommitModel.Row::previous),
                        Tables.column("commit.changed", 160, CommitModel.Row::changed, Tables.LONG)));
        Tables.onOpen(objects, row -> openObject(row));
        VBox.setVgrow(objects, Priority.ALWAYS);
        var about = new Label();
        bindShown(about, commit.aboutProperty());
        var extension = Controls.label("", "muted", "small");
        bindShown(extension, commit.extensionProperty());
        var error = Controls.sentence("", "error");
        bindShown(error, commit.errorProperty());
        var box = new VBox(8, title, about, extension, error, objects, buttons(objects));
        box.getStyleClass().add("detail");
        return box;
    }

    private void openObject(CommitModel.Row row) {
        cluster.navigation()
                .open(AppAction.OBJECTS, row.id() + "@" + model.detail().id());
    }

    private Node buttons(TableView<CommitModel.Row> objects) {
        var commit = model.detail();
        var open = new Button(Texts.of("commit.open"));
        open.setId("open-object");
        var selected = objects.getSelectionModel().selectedItemProperty();
        open.disableProperty().bind(selected.isNull());
        open.setOnAction(_ -> openObject(selected.get()));
        var copy = new Button(Texts.of("commit.copy"));
        copy.disableProperty().bind(commit.titleProperty().isEmpty());
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(commit.id());
            Clipboard.getSystemClipboard().setContent(content);
        });
        var more = new Button(Texts.of("commit.more"));
        more.setOnAction(_ -> commit.more());
        more.disableProperty().bind(commit.moreProperty().not());
        var until = new Button(Texts.of("commit.until"));
        until.setId("copy-until-here");
        until.disableProperty().bind(commit.titleProperty().isEmpty());
        until.setOnAction(_ -> cluster.navigation().open(AppAction.COPY, commit.id()));
        var truncate = Controls.offered(
                AppAction.TRUNCATE,
                Texts.of("commit.truncate"),
                cluster.state().offers(),
                () -> cluster.truncateAfter(commit.id()));
        truncate.visibleProperty().bind(commit.titleProperty().isNotEmpty());
        return new HBox(8, open, copy, more, until, truncate);
    }
}
