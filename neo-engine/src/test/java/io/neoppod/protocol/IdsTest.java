package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @CsvSource({"0, 0000000000000000", "1, 0000000000000001", "-1, ffffffffffffffff", "258, 0000000000000102"})
    void idsAreWrittenAsSixteenDigits(long id, String hex) {
        assertThat(Ids.hex(id)).isEqualTo(hex);
        assertThat(Ids.parse(hex)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "000000000000000", "00000000000000000", "000000000000000g", "0x00000000000000"})
    void anythingElseIsNotAnId(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ids.parse(text));
    }

    @Test
    void partitionsAreAssignedByUnsignedModulo() {
        assertThat(Ids.partition(13, 12)).isEqualTo(1);
        assertThat(Ids.partition(Ids.INVALID, 12)).isEqualTo(3);
        assertThat(Ids.partition(Ids.MAX_TID, 12)).isEqualTo(7);
    }
}
