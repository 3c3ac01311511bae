package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.ObjectEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObjectTableTest {
    private static final long SERIAL = 7;
    private final ObjectTable objects = new ObjectTable();

    @Test
    void knowsWhatIsStoredAndWhatIsOnlyChecked() {
        objects.store(1, SERIAL, new Stored(100, Ids.NONE));
        objects.store(2, SERIAL, new Stored(Ids.NONE, Ids.NONE));
        objects.store(3, SERIAL, new Stored(100, 50));
        objects.check(4, 8);
        assertThat(objects.stored(1)).isEqualTo(new Stored(100, Ids.NONE));
        assertThat(objects.stored(2)).isEqualTo(new Stored(Ids.NONE, Ids.NONE));
        assertThat(objects.stored(3)).isEqualTo(new Stored(100, 50));
        assertThat(objects.stored(4)).isNull();
        assertThat(objects.contains(4)).isTrue();
        assertThat(objects.serial(4)).isEqualTo(8);
        assertThat(objects.serial(5)).isEqualTo(Ids.NONE);
        assertThat(objects.stores()).isEqualTo(3);
        assertThat(objects.dataIds()).containsExactly(100, 100);
    }

    @Test
    void aStoreReplacesTheOneBefore() {
        objects.store(1, SERIAL, new Stored(100, 50));
        objects.store(1, SERIAL, new Stored(101, Ids.NONE));
        assertThat(objects.stored(1)).isEqualTo(new Stored(101, Ids.NONE));
        assertThat(objects.stores()).isEqualTo(1);
        assertThat(objects.remove(1)).isEqualTo(new Stored(101, Ids.NONE));
        assertThat(objects.remove(1)).isNull();
        assertThat(objects.contains(1)).isFalse();
        assertThat(objects.stores()).isZero();
    }

    @Test
    void entriesAreACopyOfWhatIsStored() {
        objects.store(1, SERIAL, new Stored(100, Ids.NONE));
        objects.check(2, SERIAL);
        objects.store(3, SERIAL, new Stored(100, 50));
        objects.store(5, SERIAL, new Stored(102, Ids.NONE));
        var entries = objects.entries(oid -> oid != 5);
        objects.remove(1);
        objects.store(3, SERIAL, new Stored(103, Ids.NONE));
        assertThat(entries).containsExactly(new ObjectEntry(1, 100, Ids.NONE), new ObjectEntry(3, 100, 50));
    }

    @Test
    void removesWhatACallerChooses() {
        var random = new SplittableRandom(1);
        var expected = new HashMap<Long, Stored>();
        for (int i = 0; i < 10_000; i++) {
            long oid = random.nextLong(20_000);
            var stored = new Stored(i, i % 7 == 0 ? 50 : Ids.NONE);
            objects.store(oid, SERIAL, stored);
            expected.put(oid, stored);
        }
        objects.check(30_000, SERIAL);
        var removed = new ArrayList<Stored>();
        objects.removeIf(oid -> oid % 3 == 0, removed::add);
        assertThat(removed).hasSizeGreaterThan(1000).hasSize((int)
                expected.keySet().stream().filter(oid -> oid % 3 == 0).count());
        assertThat(objects.contains(30_000)).isFalse();
        expected.forEach((oid, stored) -> assertThat(objects.stored(oid)).isEqualTo(oid % 3 == 0 ? null : stored));
    }
}
