package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.CommitState.Conflict;
import io.neoppod.client.CommitState.Kind;
import io.neoppod.protocol.Ids;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitStateTest {
    private static final long OID = 7;
    private static final int PARTITION = 1;
    private static final byte[] DATA = {1, 2, 3};
    private final CommitState state = new CommitState(1000);

    @Test
    void isSettledOnceEveryStorageAnswered() {
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1, 2));
        assertThat(state.inFlightBytes()).isEqualTo(3);

        state.onAnswer(OID, 1, PARTITION, 5, Ids.NONE);
        assertThat(state.isSettled()).isFalse();
        state.onAnswer(OID, 2, PARTITION, 5, Ids.NONE);

        assertThat(state.isSettled()).isTrue();
        assertThat(state.inFlightBytes()).isZero();
        assertThat(state.storedOids()).containsExactly(OID);
    }

    @Test
    void aReplicaMayStillReportAConflictAfterAnotherAccepted() {
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1, 2));
        state.onAnswer(OID, 1, PARTITION, 5, Ids.NONE);
        state.onAnswer(OID, 2, PARTITION, 5, 9);

        assertThat(state.isSettled()).isFalse();
        assertThat(state.takeConflict()).isEqualTo(new Conflict(OID, 9, 5, Kind.STORE, DATA));
        assertThat(state.takeConflict()).isNull();
        assertThat(state.inFlightBytes()).isZero();
    }

    @Test
    void aConflictAlreadyResolvedIsIgnored() {
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1, 2));
        state.onAnswer(OID, 1, PARTITION, 5, 9);
        assertThat(state.takeConflict()).isNotNull();
        state.sent(OID, Kind.STORE, DATA, 9, List.of(1, 2));

        state.onAnswer(OID, 2, PARTITION, 5, 9);
        assertThat(state.hasConflict()).isFalse();
        state.onAnswer(OID, 1, PARTITION, 9, Ids.NONE);
        state.onAnswer(OID, 2, PARTITION, 9, Ids.NONE);
        assertThat(state.isSettled()).isTrue();
    }

    @Test
    void aLateLocklessAnswerToAnOlderStoreDoesNotCount() {
        state.sent(OID, Kind.STORE, DATA, 9, List.of(1, 2));
        state.onAnswer(OID, 1, PARTITION, 9, Ids.NONE);
        state.onAnswer(OID, 2, PARTITION, 5, Ids.ZERO);
        assertThat(state.isSettled()).isFalse();
        assertThat(state.lockless()).isEmpty();

        state.onAnswer(OID, 2, PARTITION, 9, Ids.ZERO);
        assertThat(state.isSettled()).isTrue();
        assertThat(state.lockless()).isEqualTo(Map.of(PARTITION, Set.of(2)));
    }

    @Test
    void aLostStorageNoLongerHoldsAWriteUp() {
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1, 2));
        state.onNodeLost(2);
        state.onAnswer(OID, 1, PARTITION, 5, Ids.NONE);
        assertThat(state.isSettled()).isTrue();
    }

    @Test
    void aConflictSurvivesTheLossOfItsStorage() {
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1));
        state.onAnswer(OID, 1, PARTITION, 5, 9);
        state.onNodeLost(1);
        assertThat(state.takeConflict()).isEqualTo(new Conflict(OID, 9, 5, Kind.STORE, DATA));
    }

    @Test
    void aWrittenObjectComesBackWhenItsLockWasLost() {
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1));
        state.onAnswer(OID, 1, PARTITION, 5, Ids.NONE);
        state.onRelockConflict(OID, 5, 9, DATA);

        assertThat(state.isSettled()).isFalse();
        assertThat(state.takeConflict()).isEqualTo(new Conflict(OID, 9, 5, Kind.STORE, DATA));
        assertThat(state.writtenOids()).isEmpty();
    }

    @Test
    void objectsOnlyCheckedOrDeletedAreNotInvalidated() {
        state.sent(1, Kind.STORE, DATA, 5, List.of(1));
        state.sent(2, Kind.DELETE, null, 5, List.of(1));
        state.sent(3, Kind.CHECK, null, 5, List.of(1));
        for (long oid = 1; oid <= 3; oid++) {
            state.onAnswer(oid, 1, PARTITION, 5, Ids.NONE);
        }
        assertThat(state.storedOids()).containsExactly(1);
        assertThat(state.writtenOids()).containsExactly(1, 2);
        assertThat(state.oids(Kind.CHECK)).containsExactly(3);
    }

    @Test
    void anObjectDeletedThenStoredIsStored() {
        state.sent(OID, Kind.DELETE, null, 5, List.of(1));
        state.onAnswer(OID, 1, PARTITION, 5, Ids.NONE);
        state.sent(OID, Kind.STORE, DATA, 5, List.of(1));
        state.onAnswer(OID, 1, PARTITION, 5, Ids.NONE);
        assertThat(state.storedOids()).containsExactly(OID);
        assertThat(state.oids(Kind.DELETE)).isEmpty();
    }
}
