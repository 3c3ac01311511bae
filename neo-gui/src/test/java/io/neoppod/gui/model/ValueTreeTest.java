package io.neoppod.gui.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.ValueTree.Line;
import io.neoppod.pickle.ZodbRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTreeTest {
    private static List<Line> tree(String state) throws Exception {
        return ValueTree.of(ZodbRecord.decode(("cm\nC\n." + state + ".").getBytes(ISO_8859_1)));
    }

    @Test
    void attributesAreCalledByTheirNames() throws Exception {
        var lines = tree("(dVtitle\nVJane\nsVborn\nI1970\nsI5\nNs");

        assertThat(lines).extracting(Line::name).containsExactly("title", "born", "5");
        assertThat(lines).extracting(Line::type).containsExactly("str", "int", "None");
        assertThat(lines.getFirst().text()).isEqualTo("'Jane'");
        assertThat(lines.getFirst().hasChildren()).isFalse();
    }

    @Test
    void aListThatContainsItselfCanBeOpenedAgainAndAgain() throws Exception {
        var line = tree("(lp0\ng0\na").getFirst();

        for (int depth = 0; depth < 1_000; depth++) {
            assertThat(line.text()).isEqualTo("[[...]]");
            line = line.children().getFirst();
        }
    }

    @Test
    void aLongBranchTellsHowMuchMoreThereIs() throws Exception {
        var lines = tree("(" + "N".repeat(1_500) + "l").getFirst().children();

        assertThat(lines).hasSize(1_001);
        assertThat(lines.getLast().text()).isEqualTo("500 more");
    }

    @Test
    void anInstanceShowsWhatWouldBeCalled() throws Exception {
        var lines =
                tree("(dVat\ncdatetime\ndate\n(I1\ntR(dVx\nI2\nsbs").getFirst().children();

        assertThat(lines).extracting(Line::name).containsExactly("called", "arguments", "x");
        assertThat(lines.getFirst().text()).isEqualTo("datetime.date");
    }
}
