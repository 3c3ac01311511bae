package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.master.Verification.Commit;
import io.neoppod.master.Verification.Question;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private final Verification verification = new Verification();

    @Test
    void commitsWhereverItWasVotedWhatOneStorageLocked() {
        verification.onLockedTransactions(1, Map.of(10L, 20L));
        verification.onLockedTransactions(2, Map.of(10L, Ids.NONE));
        assertThat(verification.nextQuestion(ttid -> List.of(1, 2, 3))).isNull();
        assertThat(verification.commits()).containsExactly(new Commit(10, 20, Set.of(1, 2)));
    }

    @Test
    void asksStoragesThatMayHaveUnlockedUntilOneKnows() {
        verification.onLockedTransactions(1, Map.of(10L, Ids.NONE));
        assertThat(verification.nextQuestion(ttid -> List.of(1, 2, 3, 4))).isEqualTo(new Question(10, 2));
        verification.onFinalTid(10, Ids.NONE);
        assertThat(verification.nextQuestion(ttid -> List.of(1, 2, 3, 4))).isEqualTo(new Question(10, 3));
        verification.onFinalTid(10, 20);
        assertThat(verification.nextQuestion(ttid -> List.of(1, 2, 3, 4))).isNull();
        assertThat(verification.commits()).containsExactly(new Commit(10, 20, Set.of(1)));
    }

    @Test
    void dropsWhatNobodyLocked() {
        verification.onLockedTransactions(1, Map.of(10L, Ids.NONE));
        verification.onLockedTransactions(2, Map.of(10L, Ids.NONE));
        assertThat(verification.nextQuestion(ttid -> List.of(1, 2))).isNull();
        assertThat(verification.commits()).isEmpty();
    }

    @Test
    void aLostStorageLeavesTheQuestionToTheNextOne() {
        verification.onLockedTransactions(1, Map.of(10L, Ids.NONE, 11L, Ids.NONE));
        var first = verification.nextQuestion(ttid -> List.of(2));
        var second = verification.nextQuestion(ttid -> List.of(2));
        assertThat(List.of(first.ttid(), second.ttid())).containsExactlyInAnyOrder(10L, 11L);
        assertThat(verification.nextQuestion(ttid -> List.of())).isNull();
        assertThat(verification.commits()).isEmpty();
    }

    @Test
    void theDatabaseEndsWhereTheLastStorageEnds() {
        verification.onLastIds(new AnswerLastIDs(Ids.NONE, Ids.NONE, Ids.MAX_TID));
        assertThat(verification.firstTid()).isEqualTo(Ids.MAX_TID);
        verification.onLastIds(new AnswerLastIDs(30, 5, 10));
        verification.onLastIds(new AnswerLastIDs(20, 9, 12));
        assertThat(verification.lastTid()).isEqualTo(30);
        assertThat(verification.lastOid()).isEqualTo(9);
        assertThat(verification.firstTid()).isEqualTo(10);
    }
}
