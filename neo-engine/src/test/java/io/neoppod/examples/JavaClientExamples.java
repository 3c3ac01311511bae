package io.neoppod.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.ConflictResolver;
import io.neoppod.client.HistoryEntry;
import io.neoppod.client.InvalidationListener;
import io.neoppod.client.NeoException;
import io.neoppod.client.NeoSnapshot;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.ObjectRevision;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.client.TransactionRecord;
import io.neoppod.config.ConfigException;
import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.References;
import io.neoppod.pickle.Rendering;
import io.neoppod.pickle.ZodbRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The snippets of `docs/java-client.md`, which only use what the library shows to applications. Each one is a method
/// here; [JavaClientPageTest] compares and runs them.
final class JavaClientExamples {
    private final PrintStream out;

    JavaClientExamples(PrintStream out) {
        this.out = out;
    }

    void hello(String address) throws ConfigException {
        try (var storage = NeoStorage.open(address)) {
            Oid oid = storage.newOid();
            try (var transaction = storage.begin(TransactionMetadata.of("alice", "hello"))) {
                transaction.store(oid, null, "hello".getBytes(UTF_8));
                transaction.finish();
            }
            out.println(new String(storage.load(oid).data(), UTF_8));
        }
    }

    NeoStorage open() throws ConfigException {
        var options = ClientOptions.parse("neo://mycluster@192.0.2.1,192.0.2.2:10001")
                .withTimeout(Duration.ofSeconds(30))
                .withCacheBytes(200L << 20);
        return NeoStorage.open(options);
    }

    Tid increment(NeoStorage storage, Oid counter) {
        return NeoStorage.retrying(10, () -> {
            ObjectRevision current = storage.load(counter);
            int value = Integer.parseInt(new String(current.data(), UTF_8));
            try (var transaction = storage.begin(TransactionMetadata.of("alice", "count"))) {
                transaction.store(
                        counter, current.serial(), Integer.toString(value + 1).getBytes(UTF_8));
                return transaction.finish();
            }
        });
    }

    void payIfRatesHold(NeoStorage storage, Oid rates, Oid account, byte[] paid) {
        Tid ratesSeen = storage.load(rates).serial();
        Tid accountSeen = storage.load(account).serial();
        try (var transaction = storage.begin(TransactionMetadata.of("alice", "pay"))) {
            transaction.checkCurrent(rates, ratesSeen);
            transaction.store(account, accountSeen, paid);
            transaction.finish();
        }
    }

    NeoStorage merging(ClientOptions options) throws ConfigException {
        ConflictResolver counters = conflict -> {
            int merged = number(conflict.committedData()) + number(conflict.newData()) - number(conflict.baseData());
            return Optional.of(Integer.toString(merged).getBytes(UTF_8));
        };
        return NeoStorage.open(options.withConflictResolver(counters));
    }

    private static int number(byte[] record) {
        return Integer.parseInt(new String(record, UTF_8));
    }

    void compareWithYesterday(NeoStorage storage, Oid oid) {
        NeoSnapshot before = storage.at(Tid.of(Instant.now().minus(Duration.ofDays(1))));
        NeoSnapshot now = storage.at(storage.lastTransaction());
        boolean isNew = before.find(oid).isEmpty() && now.find(oid).isPresent();
        out.println(isNew);
    }

    void follow(NeoStorage storage, Set<Oid> wanted) {
        Map<Oid, byte[]> objects = new HashMap<>();
        try (NeoSnapshot.Live view = storage.openSnapshot()) {
            view.prefetch(wanted);
            wanted.forEach(oid -> objects.put(oid, view.load(oid).data()));
            NeoSnapshot.Changes changes = view.sync();
            objects.keySet().removeIf(changes::contains);
        }
    }

    void lastHour(NeoStorage storage) {
        Tid anHourAgo = Tid.of(Instant.now().minus(Duration.ofHours(1)));
        try (var transactions = storage.transactions(anHourAgo, null)) {
            transactions
                    .flatMap(storage::records)
                    .filter(record -> record.data() != null)
                    .forEach(record -> out.println(record.oid() + " " + record.data().length));
        }
    }

    long countObjects(NeoStorage storage) {
        long count = 0;
        for (Iterator<Oid> oids = storage.oids(null, null, null); oids.hasNext(); oids.next()) {
            count++;
        }
        return count;
    }

    void show(NeoStorage storage, Oid oid) throws PickleException {
        byte[] record = storage.load(oid).data();
        var object = ZodbRecord.decode(record);
        out.println(object.className() + " " + Rendering.text(object.state(), 200));
        for (long referred : References.scan(record).strong()) {
            out.println(new Oid(referred));
        }
    }

    void takeBackTheLast(NeoStorage storage) {
        List<TransactionRecord> last =
                storage.undoLog(0, 1, transaction -> !transaction.oids().isEmpty());
        try (var transaction = storage.begin(TransactionMetadata.of("alice", "undo"))) {
            transaction.undo(last.getFirst().tid());
            transaction.finish();
        }
    }

    void who(NeoStorage storage, Oid oid) {
        for (HistoryEntry entry : storage.history(oid, 20)) {
            out.println(entry.tid().toInstant() + " " + entry.metadata().userText());
        }
    }

    void pack(NeoStorage storage) {
        var pack = storage.pack(Instant.now().minus(Duration.ofDays(30)));
        pack.await(Duration.ofHours(2));
    }

    void listen(NeoStorage storage) {
        storage.addInvalidationListener(new InvalidationListener() {
            @Override
            public void invalidate(Tid tid, Collection<Oid> oids) {
                out.println(tid + " changed " + oids);
            }

            @Override
            public void invalidateAll() {
                out.println("anything may have changed");
            }
        });
    }

    boolean tryOnce(Runnable work) {
        try {
            work.run();
            return true;
        } catch (NeoException failure) {
            if (failure.isRetryable()) {
                return false;
            }
            throw failure;
        }
    }
}
