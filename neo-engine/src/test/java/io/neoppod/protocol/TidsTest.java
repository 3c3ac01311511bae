package io.neoppod.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of times of the protocol, computed by nodes of the reference.
class TidsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 023c2b0000000000",
        "1500000, 023c2b0006666666",
        "1325421296000000, 03937af2eeeeeeee",
        "1790000000123456, 040bcdd555dc2e22"
    })
    void aTimeGivesItsTid(long micros, String tid) {
        assertThat(Ids.hex(Tids.fromMicros(micros))).isEqualTo(tid);
    }

    @ParameterizedTest
    @CsvSource({
        "023c2b0000000000, 1970-01-01 00:00:00",
        "03937af2eeeeeeee, 2012-01-01 12:34:55.999999",
        "040d2fcf525f3e10, 2026-11-22 12:31:19.305947",
        "0000000000000000, 1900-01-01 00:00:00",
        "7fffffffffffffff, 5908-11-23 02:07:59.999999"
    })
    void aTidIsShownAsItsTime(String tid, String time) {
        assertThat(Tids.text(Ids.parse(tid))).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "03f6df7ffffffff0, 32, 03f6eac000000010",
        "03eead5ffffffff0, 32, 03eebe4000000010",
        "03f6eac000000005, -10, 03f6df7ffffffffb",
        "03f6eac000000005, 10, 03f6eac00000000f",
        "03f6eac0ffffffff, 1, 03f6eac100000000"
    })
    void impossibleDaysAreSkipped(String tid, long units, String moved) {
        assertThat(Ids.hex(Tids.add(Ids.parse(tid), units))).isEqualTo(moved);
    }

    @Test
    void aRoundTripLosesAtMostOneMicrosecond() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(4_000_000_000_000_000L);
            assertThat(micros - Tids.toMicros(Tids.fromMicros(micros)))
                    .as("%d", micros)
                    .isBetween(0L, 1L);
        }
    }
}
