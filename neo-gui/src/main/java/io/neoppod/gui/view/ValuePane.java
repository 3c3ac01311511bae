package io.neoppod.gui.view;

import io.neoppod.gui.Texts;
import io.neoppod.gui.model.BytesKind;
import io.neoppod.gui.model.ValueTree.Line;
import io.neoppod.pickle.Value;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// A long value in full: text as text, pictures as pictures, other bytes in hexadecimal. Hidden for what one line
/// tells.
final class ValuePane extends BorderPane {
    /// What is shown of a text; a file has all of it.
    private static final int MOST_CHARACTERS = 100_000;

    private static final double LEAST_HEIGHT = 140;
    private static final double PICTURE = 1_024;

    private final BiConsumer<byte[], Path> save;
    private int shown;

    /// @param save writes bytes into a file
    ValuePane(BiConsumer<byte[], Path> save) {
        this.save = save;
        setId("object-value");
        setMinHeight(LEAST_HEIGHT);
        setPrefHeight(LEAST_HEIGHT * 2);
        show(null);
    }

    /// @param line selected one, or null
    void show(@Nullable Line line) {
        shown++;
        switch (line == null ? null : line.value()) {
            case Value.Bytes bytes when bytes.value().length > 0 -> show(line, bytes.value(), content(bytes.value()));
            case Value.Text(var text)
            when text.indexOf('\n') >= 0 || text.length() > line.text().length() ->
                show(line, text.getBytes(StandardCharsets.UTF_8), text(text));
            case null, default -> {
                setCenter(null);
                setVisible(false);
                setManaged(false);
            }
        }
    }

    private void show(Line line, byte[] bytes, Node content) {
        var title = Controls.label(line.name() + "  " + line.type(), "subheading", Tables.LONG);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var button = new Button(Texts.of("object.save-value"), new FontIcon("mdi2c-content-save-outline"));
        button.setId("save-value");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> save(this, bytes, save));
        var head = new HBox(12, title, space, button);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("value-head");
        setTop(head);
        setCenter(content);
        setVisible(true);
        setManaged(true);
    }

    /// Asks for a file to write bytes into.
    static void save(Node near, byte[] bytes, BiConsumer<byte[], Path> save) {
        var chosen = new FileChooser().showSaveDialog(near.getScene().getWindow());
        if (chosen != null) {
            save.accept(bytes, chosen.toPath());
        }
    }

    private Node content(byte[] bytes) {
        var kind = BytesKind.of(bytes);
        if (kind.isPicture() && PictureSize.isReasonable(bytes)) {
            return picture(bytes);
        }
        var text = BytesKind.text(bytes);
        return text == null ? hex(bytes) : text(text);
    }

    private static Node text(String text) {
        var area = new TextArea(text.substring(0, Math.min(MOST_CHARACTERS, text.length())));
        area.setEditable(false);
        area.setWrapText(true);
        area.getStyleClass().add("mono");
        area.setAccessibleText(Texts.of("object.value"));
        return area;
    }

    private static Node hex(byte[] bytes) {
        var hex = new ListView<>(HexCell.rows(bytes));
        hex.setCellFactory(_ -> new HexCell(() -> bytes));
        hex.getStyleClass().addAll("mono", "dense");
        hex.setAccessibleText(Texts.of("object.hex"));
        return hex;
    }

    /// Decoded elsewhere: that may take a while.
    private Node picture(byte[] bytes) {
        var view = new ImageView();
        view.setAccessibleText(Texts.of("object.picture"));
        var scroll = new ScrollPane(view);
        scroll.setAccessibleText(Texts.of("object.picture"));
        int asked = shown;
        CompletableFuture.supplyAsync(() -> new Image(new ByteArrayInputStream(bytes), PICTURE, PICTURE, true, true))
                .thenAccept(image -> Platform.runLater(() -> {
                    if (asked == shown) {
                        if (image.isError()) {
                            setCenter(hex(bytes));
                        } else {
                            view.setImage(image);
                            view.setFitWidth(naturalWidth(bytes, image));
                            view.setPreserveRatio(true);
                        }
                    }
                }));
        return scroll;
    }

    /// A small picture was made larger than it is.
    private static double naturalWidth(byte[] bytes, Image image) {
        return Math.min(PictureSize.width(bytes), image.getWidth());
    }
}
