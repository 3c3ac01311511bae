package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.CommitState.Kind;
import io.neoppod.client.SharedCache.Load;
import io.neoppod.client.SharedCache.Lookup;
import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens when loads, commits and reconnections overlap. Reference: neo/tests/threaded/test.py (LoadVsFinish,
/// InternalInvalidation, ExternalInvalidation, ClientReconnection).
class SharedCacheTest {
    private static final long OID = 7;
    private static final byte[] OLD = {1};
    private static final byte[] NEW = {2};
    private final SharedCache cache = new SharedCache(1000);

    @BeforeEach
    void connect() {
        cache.reconnected(10);
    }

    @Test
    void aLoadThatAnInvalidationOvertakesIsNotCurrent() {
        var load = mine();
        cache.invalidate(20, new long[] {OID});
        assertThat(cache.complete(load, 10, Ids.NONE, OLD)).isEqualTo(20);
        assertThat(cache.look(OID, Ids.NONE, Ids.NONE)).isInstanceOf(Lookup.Mine.class);
        assertThat(hit(20).next()).isEqualTo(20);
    }

    @Test
    void aLoadThatOurOwnCommitOvertakesIsNotCurrent() {
        var load = mine();
        commit(20);
        assertThat(cache.complete(load, 10, Ids.NONE, OLD)).isEqualTo(20);
        assertThat(hit(Ids.NONE).data()).isEqualTo(NEW);
        assertThat(hit(20).data()).isEqualTo(OLD);
    }

    @Test
    void aLoadThatAlreadyHasTheInvalidatingRevisionIsCurrent() {
        var load = mine();
        cache.invalidate(20, new long[] {OID});
        assertThat(cache.complete(load, 20, Ids.NONE, NEW)).isEqualTo(Ids.NONE);
        assertThat(hit(Ids.NONE).serial()).isEqualTo(20);
    }

    @Test
    void severalInvalidationsDuringALoadEndItAtTheFirstLaterOne() {
        var load = mine();
        List.of(20L, 30L, 40L).forEach(tid -> cache.invalidate(tid, new long[] {OID}));
        assertThat(cache.complete(load, 20, Ids.NONE, OLD)).isEqualTo(30);
    }

    @Test
    void aLoadDuringAReconnectionIsNotCached() {
        var load = mine();
        cache.reconnected(30);
        assertThat(cache.complete(load, 10, Ids.NONE, OLD)).isEqualTo(Ids.NONE);
        assertThat(cache.statistics().revisions()).isZero();
    }

    @Test
    void theEndOfAForgottenLoadDoesNotTouchItsSuccessor() {
        var forgotten = mine();
        cache.reconnected(30);
        var successor = mine();
        cache.cancel(forgotten);
        assertThat(cache.look(OID, Ids.NONE, Ids.NONE)).isEqualTo(new Lookup.Busy(successor));
        cache.complete(successor, 30, Ids.NONE, NEW);
        assertThat(hit(Ids.NONE).data()).isEqualTo(NEW);
    }

    @Test
    void reconnectionDropsWhatMayHaveChangedAndTruncationEverything() {
        cache.complete(mine(), 5, 8, OLD);
        cache.complete(mine(), 8, Ids.NONE, NEW);
        cache.reconnected(10);
        assertThat(cache.statistics().revisions()).isEqualTo(2);
        cache.reconnected(20);
        assertThat(cache.statistics().revisions()).isEqualTo(1);
        assertThat(hit(8).data()).isEqualTo(OLD);
        cache.reconnected(15);
        assertThat(cache.statistics().revisions()).isZero();
    }

    @Test
    void listenersKnowBeforeTheLastTidMoves() {
        var told = new ArrayList<String>();
        cache.addListener(new InvalidationListener() {
            @Override
            public void invalidate(Tid tid, Collection<Oid> oids) {
                told.add(tid.value() + " at " + cache.lastTid());
            }

            @Override
            public void invalidateAll() {
                told.add("all at " + cache.lastTid());
            }
        });
        cache.invalidate(20, new long[] {OID});
        cache.reconnected(30);
        assertThat(told).containsExactly("20 at 10", "all at 20");
    }

    private void commit(long tid) {
        var state = new CommitState(1000);
        state.sent(OID, Kind.STORE, NEW, 10, List.of(1));
        state.onAnswer(OID, 1, 0, 10, Ids.NONE);
        cache.committed(tid, state, null);
    }

    private Load mine() {
        return ((Lookup.Mine) cache.look(OID, Ids.NONE, Ids.NONE)).load();
    }

    private Lookup.Hit hit(long before) {
        return (Lookup.Hit) cache.look(OID, Ids.NONE, before);
    }
}
