package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidGeneratorTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            2020-01-01T00:00:00,        0,                03d4dc0000000000
            2020-01-01T00:00:00.5,      0,                03d4dc0002222222
            2020-01-01T00:00:59.999999, 0,                03d4dc00ffffffb8
            2020-01-01T00:00:00,        03d4dc0000000000, 03d4dc0000000001
            2019-12-31T23:00:00,        03d4dc0000000000, 03d4dc0000000001
            2020-01-01T00:00:00,        03d4dc00ffffffff, 03d4dc0100000000
            2019-01-01T00:00:00,        03d427ffffffffff, 03d42da000000000
            """)
    void followsTheClockAndNeverGoesBack(LocalDateTime now, String last, String expected) {
        assertThat(Ids.hex(TidGenerator.next(micros(now), id(last)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2020-01-01T00:00:01, 03d4dc0000000000, 03d4dc0000000000, 7,  03d4dc0004444447, 6
            2020-01-01T00:00:01, 03d4dc0000000000, 03d4dc0000000003, 7,  03d4dc0004444443, 2
            2020-01-01T00:00:00, 03d4dc0000000000, 03d4dc0000000000, 7,  03d4dc0000000000, 6
            2019-12-31T23:59:50, 03d4dc0000000000, 03d4dbffffffffff, 7,  03d4dc0000000006, 5
            2020-01-01T00:00:00, 03d4dc0000000009, 03d4dc0000000002, 10, 03d4dc000000000c, 2
            2020-01-01T00:00:00, 03d4dc0000000009, 03d4dc0000000009, 10, 03d4dc0000000009, 9
            """)
    void staysInThePartitionOfTheTtid(
            LocalDateTime now, String last, String ttid, int partitions, String expected, int partition) {
        long tid = TidGenerator.finalTid(micros(now), id(last), id(ttid), partitions);
        assertThat(Ids.hex(tid)).isEqualTo(expected);
        assertThat(Ids.partition(tid, partitions)).isEqualTo(partition);
    }

    @Test
    void staysInThePartitionWhenTheCalendarSkipsDays() {
        // 30 November, the last unit of the day: the next minute is in December, one impossible day later.
        var now = LocalDateTime.of(2019, 11, 30, 23, 59, 59, 999_999_000);
        for (int partitions = 1; partitions < 50; partitions++) {
            for (long low = 0xffffffd0L; low <= 0xffffffffL; low++) {
                long last = TidGenerator.next(micros(now), 0) | low;
                long ttid = last - partitions;
                long tid = TidGenerator.finalTid(micros(now), last, ttid, partitions);
                assertThat(tid).isGreaterThan(last);
                assertThat(Ids.partition(tid, partitions)).isEqualTo(Ids.partition(ttid, partitions));
            }
        }
    }

    private static long id(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    private static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
    }
}
