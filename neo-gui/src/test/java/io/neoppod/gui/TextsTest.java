package io.neoppod.gui;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.facade.Commits;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.PartitionsModel;
import io.neoppod.gui.model.Preferences;
import io.neoppod.gui.model.Presence;
import io.neoppod.gui.model.ReplaceModel;
import io.neoppod.gui.model.StateModel;
import io.neoppod.gui.model.TaskState;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    /// A key as it stands in the code.
    private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*)\"");

    private static Properties defined() throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/io/neoppod/gui/texts.properties"))) {
            properties.load(in);
        }
        return properties;
    }

    /// Keys in the code, and those of constants that are shown.
    private static TreeSet<String> used() throws IOException {
        var used = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                KEY.matcher(source).results().map(key -> key.group(1)).forEach(used::add);
            }
        }
        used.removeIf(key -> key.startsWith("glass.")
                || key.startsWith("neo.")
                || key.startsWith("os.")
                || key.equals("user.name")
                || key.startsWith("java.")
                || key.matches(".*\\.(json|txt|csv|zip)")
                || key.startsWith("cluster."));
        Stream.of(Context.Kind.values()).forEach(kind -> used.add("kind." + kind.name()));
        Stream.of(
                        AppAction.values(),
                        AppAction.ScreenGroup.values(),
                        Preferences.Theme.values(),
                        TaskState.values(),
                        AlertRule.values(),
                        Presence.values(),
                        StateModel.Wish.values(),
                        ReplaceModel.Step.values(),
                        ReplaceModel.Progress.values(),
                        Link.values(),
                        Refusal.Reason.values(),
                        Verdict.Severity.values(),
                        Verdict.Situation.values(),
                        Commits.Fate.values(),
                        DataStatus.State.values(),
                        NodeType.values(),
                        PartitionsModel.Overlay.values(),
                        CellState.values())
                .flatMap(Stream::of)
                .forEach(constant -> used.add(constant.getDeclaringClass().getSimpleName() + "." + constant.name()));
        Stream.of(AppAction.values())
                .filter(action -> action.key() != null)
                .forEach(action -> used.add("keys." + action.scope().name()));
        Stream.of(ReplaceModel.Step.values()).forEach(step -> used.add("later." + step.name()));
        Stream.of(AlertRule.values()).forEach(rule -> used.add("advice." + rule.name()));
        Stream.of(Verdict.Situation.values()).forEach(situation -> used.add("next." + situation.name()));
        return used;
    }

    @Test
    void eachTextIsUsedAndEachUseHasAText() throws Exception {
        var without = used();
        without.removeAll(defined().stringPropertyNames());
        assertThat(without).as("has no text").isEmpty();
        var unused = new TreeSet<>(defined().stringPropertyNames());
        unused.removeAll(used());
        assertThat(unused).as("is not used").isEmpty();
    }

    @Test
    void eachTextIsAPattern() throws Exception {
        for (var key : defined().stringPropertyNames()) {
            assertThat(Texts.of(key, 1, 2, 3, 4, 5, 6)).as(key).doesNotContain("{");
        }
    }

    @Test
    void valuesAreWrittenAsTheyAre() {
        assertThat(Texts.of(Refusal.Reason.ONLY_COPY, "0–3"))
                .isEqualTo("it has the only readable copy of partitions 0–3");
        assertThat(Texts.of("state.cells", 0)).isEqualTo("no cells");
        assertThat(Texts.of("state.cells", 1)).isEqualTo("1 cell");
        assertThat(Texts.of("state.cells", 5)).isEqualTo("5 cells");
    }
}
