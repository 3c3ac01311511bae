package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdsTest {

    @ParameterizedTest
    @CsvSource({
        "STORAGE, 1, 1, S1",
        "MASTER, 1, -268435455, M1",
        "CLIENT, 1, -536870911, C1",
        "ADMIN, 1, -805306367, A1",
        "STORAGE, 16777215, 16777215, S16777215"
    })
    void eachTypeHasItsNamespace(NodeType type, int number, int nid, String text) {
        assertThat(NodeIds.of(type, number)).isEqualTo(nid);
        assertThat(NodeIds.type(nid)).isEqualTo(type);
        assertThat(NodeIds.number(nid)).isEqualTo(number);
        assertThat(NodeIds.text(nid)).isEqualTo(text);
        assertThat(NodeIds.parse(text)).isEqualTo(nid);
        assertThat(NodeIds.isTemporary(nid)).isEqualTo(type != NodeType.STORAGE);
    }

    @Test
    void someIdsBelongToNobody() {
        assertThat(NodeIds.type(NodeIds.NONE)).isNull();
        assertThat(NodeIds.text(NodeIds.NONE)).isEqualTo("None");
        assertThat(NodeIds.type(0x01000000)).isNull();
        assertThat(NodeIds.text(0x01000000)).isEqualTo("16777216");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "s1", "X1", "S-1", "S 1", "S16777216", "S99999999999", "None"})
    void whatIsNotANodeIdIsRefusedByName(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeIds.parse(text))
                .withMessage("not a node id like S1: " + text);
    }
}
