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

    /// @param pickled as protocol 0 of Python writes it
    private static Line value(String pickled) throws Exception {
        return tree("(dVat\n" + pickled + "s").getFirst();
    }

    @Test
    void wellKnownInstancesAreToldAsPeopleWriteThem() throws Exception {
        assertThat(value("cdatetime\ndatetime\n(U\n\7\u00b2\1\u001f\f\36\5\0\1\0tR")
                        .text())
                .isEqualTo("1970-01-31 12:30:05.000256");
        assertThat(value("cdatetime\ndate\n(U\4\7\u00b2\1\u001ftR").type()).isEqualTo("date");
        assertThat(value("cdatetime\ntimedelta\n(I-1\nI3600\nI0\ntR").text()).isEqualTo("-1 d 01:00:00");
        assertThat(value("cdecimal\nDecimal\n(V1.50\ntR").text()).isEqualTo("1.50");
        assertThat(value("cpersistent.TimeStamp\nTimeStamp\n(U\b\3\u00f6\u00dc\u00b0\0\0\0\0tR")
                        .text())
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:00\\.000000Z");
        assertThat(value("cDateTime.DateTime\nDateTime\n(tR(I1500000\nI00\nVUTC\ntb")
                        .text())
                .isEqualTo("1970-01-01 00:00:01.500000Z (UTC)");
    }

    @Test
    void whatIsNotAsItShouldBeStaysACall() throws Exception {
        for (var pickled : List.of(
                "cdatetime\ndate\n(tR",
                "cdatetime\ndate\n(U\4\7\u00b2\15\u001ftR",
                "cdatetime\ntimedelta\n(I1\ntR",
                "cdatetime\ntimedelta\n(I0\nI0\nL9999999999999999L\ntR",
                "cuuid\nUUID\n(tR")) {
            assertThat(value(pickled).type()).as(pickled).isEqualTo("call");
        }
    }

    @Test
    void bytesTellWhatTheySeemToBe() throws Exception {
        assertThat(value("U\n\u0089PNG\r\n\u001a\n\0\0").type()).endsWith("(10) PNG");
        assertThat(value("U\3abc").type()).endsWith("(3) UTF-8");
        assertThat(value("U\2\0\1").type()).endsWith("(2) ");
        var nested = value("U\6\u0080\2K\7I.");
        assertThat(nested.type()).as("no pickle, whatever it looks like").endsWith("pickle");
        assertThat(nested.children()).isEmpty();
        assertThat(value("U\5\u0080\2K\7.").children()).extracting(Line::text).containsExactly("7");
    }
}
