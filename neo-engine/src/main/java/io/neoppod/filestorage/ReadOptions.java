package io.neoppod.filestorage;

import java.util.function.Consumer;

/// How to read a file that may be damaged.
///
/// @param maxDataBytes  longest data accepted in a record; bounds the memory of a reader
/// @param anomalies     told of each anomaly that does not stop the reading, once per pass over the file
public record ReadOptions(OnDamage onDamage, int maxDataBytes, Consumer<Anomaly> anomalies) {

    /// What to do about an [Anomaly] that [is damage][Anomaly.Kind#isDamage()].
    public enum OnDamage {
        /// Throw [CorruptFileException].
        REFUSE,
        /// Report it and go on with what can still be found, as ZODB's own iterator does.
        TOLERATE
    }

    /// The longest data that fits in one value of the NEO protocol: 64 MiB - 128 KiB.
    public static final int NEO_MAX_DATA_BYTES = (64 << 20) - (128 << 10);

    /// The first possible TID, for a range without start.
    public static final long FIRST_TID = 0;

    /// The last possible TID, for a range without end.
    public static final long LAST_TID = -1;

    /// Refuses damage: a copy is complete or fails.
    public static ReadOptions strict(Consumer<Anomaly> anomalies) {
        return new ReadOptions(OnDamage.REFUSE, NEO_MAX_DATA_BYTES, anomalies);
    }

    /// Saves what can be saved.
    public static ReadOptions tolerant(Consumer<Anomaly> anomalies) {
        return new ReadOptions(OnDamage.TOLERATE, NEO_MAX_DATA_BYTES, anomalies);
    }
}
