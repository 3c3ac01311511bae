package io.neoppod.gui;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.facade.Commits;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Reach;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.gui.facade.Verdict;
import io.neoppod.gui.model.AppAction;
import io.neoppod.gui.model.Language;
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
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path TEXTS = Path.of("src/main/resources/io/neoppod/gui");
    private static final Pattern PLACE = Pattern.compile("\\{\\d");
    /// A key as it stands in the code.
    private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*)\"");

    private static Properties defined() throws IOException {
        return read(TEXTS.resolve("texts.properties"));
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
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
                || key.startsWith("datetime.")
                || key.equals("user.name")
                || key.startsWith("java.")
                || key.matches(".*\\.(json|txt|csv|zip|log)")
                || key.startsWith("cluster."));
        Stream.of(Context.Kind.values()).forEach(kind -> used.add("kind." + kind.name()));
        Stream.of(
                        AppAction.values(),
                        AppAction.ScreenGroup.values(),
                        Preferences.Theme.values(),
                        Language.values(),
                        TaskState.values(),
                        AlertRule.values(),
                        AlertRule.Limit.values(),
                        Presence.values(),
                        StateModel.Wish.values(),
                        ReplaceModel.Step.values(),
                        ReplaceModel.Progress.values(),
                        Link.values(),
                        Refusal.Reason.values(),
                        Reach.Answer.values(),
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

    @AfterEach
    void speakEnglishAgain() {
        Texts.use(Locale.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void eachTextIsAPattern(Language language) throws Exception {
        Texts.use(language.locale());
        for (var key : defined().stringPropertyNames()) {
            assertThat(Texts.of(key, 1, 2, 3, 4, 5, 6)).as(key).doesNotContain("{");
        }
    }

    @Test
    void frenchHasEachTextWithTheSameValuesInIt() throws Exception {
        var english = defined();
        var french = read(TEXTS.resolve("texts_fr.properties"));
        assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (var key : english.stringPropertyNames()) {
            assertThat(places(french.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    private static TreeSet<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /// English is what there is for languages without texts: also on a French desktop.
    @Test
    void englishIsChosenOnAnyDesktop() {
        var system = Locale.getDefault();
        Locale.setDefault(Locale.FRENCH);
        try {
            Texts.use(Language.ENGLISH.locale());
            assertThat(Texts.of(AppAction.NODES)).isEqualTo("Nodes");
        } finally {
            Locale.setDefault(system);
        }
        Texts.use(Language.FRENCH.locale());
        assertThat(Texts.of(AppAction.NODES)).isEqualTo("Nœuds");
        assertThat(Texts.of("status.tasks", 1_000_000)).isEqualTo("1\u202f000\u202f000 tâches");
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
