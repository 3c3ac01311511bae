package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.Tid;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTextTest {
    @ParameterizedTest
    @CsvSource({
        "0x2a, 42",
        "' 0X2A ', -1",
        "42, 42",
        "000000000000002a, 42",
        "0, 0",
        "KeyError: 0x2a in folder, 42",
        "0x7fffffffffffffff, 9223372036854775807"
    })
    void objectsAreHexadecimalOrDecimal(String text, long oid) {
        if (oid < 0) {
            assertThatThrownBy(() -> IdText.oid(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(IdText.oid(text)).isEqualTo(oid);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "-1", "0x", "0x8000000000000000", "99999999999999999999", "ffffffffffffffff"})
    void whatIsNoIdIsRefused(String text) {
        assertThatThrownBy(() -> IdText.oid(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void transactionsAreMomentsToo() {
        long noon = Tid.of(Instant.parse("2026-01-31T12:00:00Z")).value();

        assertThat(IdText.tid("2026-01-31 12:00:00")).isEqualTo(noon);
        assertThat(IdText.tid("2026-01-31T12:00Z")).isEqualTo(noon);
        assertThat(IdText.tid("2026-01-31"))
                .isEqualTo(Tid.of(Instant.parse("2026-01-31T00:00:00Z")).value());
        assertThat(IdText.tid("0x3f")).isEqualTo(63);
        assertThatThrownBy(() -> IdText.tid("2026-02-31")).hasMessageContaining("2026-01-31");
    }
}
