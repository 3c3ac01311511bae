package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.spi.ToolProvider;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Commands of `neo ctl` to the open cluster, and what they answered.
///
/// The tool is the one named `neo` of this JVM: the app does without when it is not there.
public final class CommandLine {
    private static final int MAX_LINES = 5_000;

    private final Executor userInterface;
    private final Executor workers;
    private final ObservableList<String> lines = FXCollections.observableArrayList();
    private final ObservableList<String> linesShown = FXCollections.unmodifiableObservableList(lines);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    public CommandLine(Executor userInterface) {
        this(userInterface, work -> Thread.ofPlatform().daemon().name("command").start(work));
    }

    CommandLine(Executor userInterface, Executor workers) {
        this.userInterface = userInterface;
        this.workers = workers;
    }

    /// Runs a command. No effect while another one runs, or when it has no words.
    ///
    /// @param prefix words that come first, like `ctl -a 127.0.0.1:9999`
    /// @param words  what the user wrote, like `print pt`
    public void run(List<String> prefix, String words) {
        if (busy.get() || words.isBlank()) {
            return;
        }
        busy.set(true);
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(words.strip().split("\\s+")));
        append(List.of("$ neo " + String.join(" ", all)));
        workers.execute(() -> {
            var output = output(all);
            userInterface.execute(() -> {
                append(output);
                busy.set(false);
            });
        });
    }

    /// Notes that a command was not run.
    void refuse(String words, String why) {
        append(List.of("$ neo ctl " + words, Texts.of("command.refused", why)));
    }

    private static List<String> output(List<String> words) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        try {
            ToolProvider.findFirst("neo")
                    .ifPresentOrElse(
                            neo -> neo.run(out, out, words.toArray(String[]::new)),
                            () -> out.println(Texts.of("command.missing")));
        } catch (RuntimeException fault) {
            out.println(fault);
        }
        return text.toString().lines().toList();
    }

    private void append(List<String> more) {
        lines.addAll(more);
        if (lines.size() > MAX_LINES) {
            lines.remove(0, lines.size() - MAX_LINES);
        }
    }

    /// Commands, each after `$`, and their output.
    public ObservableList<String> lines() {
        return linesShown;
    }

    /// Whether a command runs.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }
}
