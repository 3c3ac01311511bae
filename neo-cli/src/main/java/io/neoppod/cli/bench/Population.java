package io.neoppod.cli.bench;

import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Objects that were put into the cluster to be read. Immutable, thread-safe.
///
/// @param oids         ids of the objects, 8 bytes each
/// @param transactions the transactions that wrote them, in order
record Population(long[] oids, List<Tid> transactions) {
    private static final TransactionMetadata METADATA = TransactionMetadata.of("bench", "objects to read");
    private static final int OBJECTS_PER_TRANSACTION = 100;
    private static final int TRANSACTIONS_PER_RANGE = 20;

    /// Consecutive transactions.
    record Range(Tid first, Tid last) {}

    /// Stores objects.
    ///
    /// @param objects how many; at least one
    static Population store(NeoStorage storage, Payload payload, int objects) {
        var oids = new long[objects];
        var tids = Stream.<Tid>builder();
        for (int first = 0; first < objects; first += OBJECTS_PER_TRANSACTION) {
            try (var transaction = storage.begin(METADATA)) {
                for (int i = first; i < Math.min(objects, first + OBJECTS_PER_TRANSACTION); i++) {
                    var oid = storage.newOid();
                    transaction.store(oid, null, payload.next());
                    oids[i] = oid.value();
                }
                tids.add(transaction.finish());
            }
        }
        return new Population(oids, tids.build().toList());
    }

    Oid any(SplittableRandom random) {
        return new Oid(oids[random.nextInt(oids.length)]);
    }

    /// The n-th range of transactions; after the last comes the first again.
    Range range(int n) {
        int ranges = Math.ceilDiv(transactions.size(), TRANSACTIONS_PER_RANGE);
        int first = n % ranges * TRANSACTIONS_PER_RANGE;
        int last = Math.min(transactions.size(), first + TRANSACTIONS_PER_RANGE) - 1;
        return new Range(transactions.get(first), transactions.get(last));
    }
}
