package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.embedded.EmbeddedSettings;
import io.neoppod.filestorage.FileStorageReader;
import io.neoppod.filestorage.ReadOptions;
import io.neoppod.gui.facade.ClusterFacade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The screens about data on a real cluster: a file goes in, is looked at from all sides, and comes out the same.
class DataGuiTest {
    private static final Path SOURCE = Path.of("../neo-engine/src/test/resources/filestorage/btrees.fs");

    @TempDir
    private Path folder;

    private final Pictures pictures = new Pictures();

    @Test
    void aFileIsCopiedInLookedAtAndCopiedOut() throws Exception {
        try (var window = Windows.open(folder.resolve("app"))) {
            var settings = EmbeddedSettings.in(folder.resolve("demo"))
                    .withCluster("demo")
                    .withStorages(1)
                    .withReplicas(0)
                    .withPartitions(4);
            var cluster = ClusterFacade.launch(settings);
            Windows.call(() -> {
                window.shell().open(cluster);
                return null;
            });
            copyIn(window);
            lookAtTransactions(window);
            lookAtObjects(window);
            copyOut(window);
        }
        assertThat(pictures.cut()).isEmpty();
    }

    private void copyIn(Windows window) throws Exception {
        press(window, "screen-COPY");
        type(window, "copy-source", SOURCE.toString());
        press(window, "inspect-file");
        Windows.await(() -> isEnabled(window, "copy-in"));
        assertThat(window.shows("#copy-facts", "Objects")).isTrue();
        assertThat(window.shows("#copy-facts", "15")).isTrue();
        pictures.take(window, "copy-inspected");
        press(window, "copy-in");
        Windows.await(() -> window.services()
                .tasks()
                .all()
                .getFirst()
                .resultProperty()
                .get()
                .startsWith("Copied "));
        pictures.take(window, "copy-done");
    }

    private void lookAtTransactions(Windows window) throws Exception {
        press(window, "screen-TRANSACTIONS");
        var expected = transactions(SOURCE);
        Windows.await(() -> rows(window, "transactions") == expected.size());
        select(window, "transactions", expected.size() - 1);
        Windows.await(() -> rows(window, "transaction-objects") > 0);
        select(window, "transactions", 0);
        Windows.await(() -> rows(window, "transaction-objects") > 0
                && text(window, "transaction-title").contains(expected.getLast().substring(2)));
        pictures.take(window, "transactions-real");
        type(window, "transaction-object", "0xffffffffffffffff");
        press(window, "search-transactions");
        Windows.await(() -> text(window, "transactions-error").contains("below 2⁶³"));
    }

    private void lookAtObjects(Windows window) throws Exception {
        select(window, "transaction-objects", 0);
        press(window, "open-object");
        Windows.await(() -> !text(window, "object-title").isEmpty() && rows(window, "object-history") > 0);
        type(window, "object-at", "");
        type(window, "object-oid", "0");
        press(window, "go-object");
        Windows.await(() -> text(window, "object-title").equals("persistent.mapping.PersistentMapping"));
        Windows.await(() -> window.scene().lookup("#object-tree") instanceof TreeTableView<?> tree
                && tree.getRoot() != null
                && !tree.getRoot().getChildren().isEmpty());
        pictures.take(window, "objects-real");
        press(window, "open-transaction");
        Windows.await(() -> window.scene().lookup("#transaction-title") instanceof Labeled title
                && title.getText().contains("0x"));
        window.press("Alt+Left");
        type(window, "object-oid", "0x7000000000000000");
        press(window, "go-object");
        Windows.await(() -> text(window, "object-problem").contains("does not exist"));
    }

    private void copyOut(Windows window) throws Exception {
        var all = transactions(SOURCE);
        var part = folder.resolve("part.fs");
        copyOut(window, part, all.get(1));
        assertThat(transactions(part)).isEqualTo(all.subList(0, 2));
        var whole = folder.resolve("out.fs");
        copyOut(window, whole, "");
        assertThat(Files.readAllBytes(whole)).isEqualTo(Files.readAllBytes(SOURCE));
    }

    private static void copyOut(Windows window, Path target, String until) throws Exception {
        press(window, "screen-COPY");
        type(window, "copy-target", target.toString());
        type(window, "copy-until", until);
        press(window, "copy-out");
        Windows.await(() -> window.services()
                        .tasks()
                        .all()
                        .getFirst()
                        .title()
                        .contains(target.getFileName().toString())
                && window.services()
                        .tasks()
                        .all()
                        .getFirst()
                        .resultProperty()
                        .get()
                        .startsWith("Copied "));
    }

    private static List<String> transactions(Path file) {
        var tids = new ArrayList<String>();
        try (var reader = FileStorageReader.open(file, ReadOptions.strict(_ -> {}))) {
            reader.transactions()
                    .forEachRemaining(transaction -> tids.add(
                            "0x" + Long.toHexString(transaction.header().tid())));
        }
        return tids;
    }

    private static boolean isEnabled(Windows window, String id) {
        return window.scene().lookup("#" + id) instanceof Button button && !button.isDisabled();
    }

    private static int rows(Windows window, String id) {
        return window.scene().lookup("#" + id) instanceof TableView<?> table
                ? table.getItems().size()
                : -1;
    }

    private static String text(Windows window, String id) {
        return window.scene().lookup("#" + id) instanceof Labeled label ? label.getText() : "";
    }

    private static void type(Windows window, String id, String text) throws Exception {
        // A screen has its content when the cluster has answered.
        Windows.await(() -> window.scene().lookup("#" + id) != null);
        Windows.call(() -> {
            ((TextInputControl) window.scene().lookup("#" + id)).setText(text);
            return null;
        });
    }

    private static void select(Windows window, String id, int row) throws Exception {
        Windows.call(() -> {
            ((TableView<?>) window.scene().lookup("#" + id)).getSelectionModel().select(row);
            return null;
        });
    }

    private static void press(Windows window, String id) throws Exception {
        Windows.await(() -> window.scene().lookup("#" + id) != null
                && !window.scene().lookup("#" + id).isDisabled());
        Windows.call(() -> {
            switch (window.scene().lookup("#" + id)) {
                case ToggleButton button -> button.fire();
                case Button button -> button.fire();
                default -> throw new AssertionError(id);
            }
            return null;
        });
        Windows.settle();
    }
}
