package io.neoppod.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.config.ConfigException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FromTimeTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneId.of("Europe/Paris"));

    @ParameterizedTest
    @CsvSource({
        "1700000000.5, 1700000000.5",
        "-60.5, 1769860739.5",
        "2026-01-31, 1769814000",
        "20260131, 20260131",
        "2026/01/31 08:30, 1769844600",
        "2026-01-31T08:30:15.25, 1769844615.25",
        "2026-01-31T08:30:15Z, 1769848215",
        "2026-01-31 08:30:15 +0530, 1769828415",
        "2026-01-31 08:30:15-05:00, 1769866215",
        "08:30, 1769844600"
    })
    void readsMomentsAsPeopleWriteThem(String text, double seconds) throws ConfigException {
        assertThat(FromTime.parse(text, CLOCK)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-02-30", "25:00", "", "Z"})
    void refusesOthersInOneLine(String text) {
        assertThatThrownBy(() -> FromTime.parse(text, CLOCK))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not '" + text + "'");
    }

    @Test
    void localTimeFollowsTheZone() throws ConfigException {
        assertThat(FromTime.parse("12:00", CLOCK.withZone(ZoneId.of("UTC"))))
                .isEqualTo(CLOCK.instant().getEpochSecond());
    }
}
