package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredRecordTest {

    @Test
    void compressesOnlyWhenStrictlySmaller() {
        var text = "abc".repeat(100).getBytes(StandardCharsets.UTF_8);
        var record = StoredRecord.of(text, 6);
        assertThat(record.compression()).isEqualTo(1);
        assertThat(record.bytes().length).isLessThan(text.length);
        assertThat(record.data()).isEqualTo(text);

        var noise = new byte[1000];
        new Random(1).nextBytes(noise);
        assertThat(StoredRecord.of(noise, 6).compression()).isZero();
        assertThat(StoredRecord.of(noise, 6).bytes()).isSameAs(noise);
        assertThat(StoredRecord.of(text, 0).compression()).isZero();
    }

    @Test
    void anEmptyRecordIsNotADeletion() {
        var empty = StoredRecord.of(new byte[0], 6);
        assertThat(empty.isDeletion()).isFalse();
        assertThat(HexFormat.of().formatHex(empty.checksum())).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assertThat(StoredRecord.DELETED.isDeletion()).isTrue();
    }

    @Test
    void damageIsSeen() {
        var record = StoredRecord.of("abc".repeat(100).getBytes(StandardCharsets.UTF_8), 6);
        record.bytes()[5] ^= 1;
        assertThat(record.isIntact()).isFalse();
        var cut = new StoredRecord(1, record.checksum(), java.util.Arrays.copyOf(record.bytes(), 4));
        assertThat(cut.data()).isNull();
    }
}
