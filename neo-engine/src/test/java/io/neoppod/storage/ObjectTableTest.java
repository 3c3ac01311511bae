package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.Transaction.Stored;
import io.neoppod.storage.database.DataUses;
import io.neoppod.storage.database.ObjectEntry;
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
        var uses = objects.uses();
        assertThat(uses.dataIds()).containsExactly(100, 100);
        assertThat(uses.sharedBy(0)).isEqualTo(Ids.NONE);
        assertThat(uses.sharedBy(1)).isEqualTo(3);
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
        var oids = new HashMap<Long, Long>();
        for (int i = 0; i < 10_000; i++) {
            long oid = random.nextLong(20_000);
            var stored = new Stored(i, i % 7 == 0 ? 50 : Ids.NONE);
            objects.store(oid, SERIAL, stored);
            expected.put(oid, stored);
            oids.put((long) i, oid);
        }
        objects.check(30_000, SERIAL);
        var builder = new DataUses.Builder();
        objects.removeIf(oid -> oid % 3 == 0, builder);
        var removed = builder.build();
        assertThat(removed.size()).isGreaterThan(1000);
        for (int i = 0; i < removed.size(); i++) {
            long id = removed.dataId(i);
            assertThat(removed.sharedBy(i)).isEqualTo(id % 7 == 0 ? oids.get(id) : Ids.NONE);
        }
        assertThat(removed.size()).isEqualTo((int)
                expected.keySet().stream().filter(oid -> oid % 3 == 0).count());
        assertThat(objects.contains(30_000)).isFalse();
        expected.forEach((oid, stored) -> assertThat(objects.stored(oid)).isEqualTo(oid % 3 == 0 ? null : stored));
    }
}
