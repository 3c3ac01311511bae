package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private final Recovery recovery = new Recovery();

    @Test
    void asksTheFirstStorageThatHasTheNewestTable() {
        assertThat(answers(1, Ids.NO_INTEGER)).isEqualTo(NodeIds.NONE);
        assertThat(answers(2, 5)).isEqualTo(2);
        assertThat(answers(3, 5)).isEqualTo(NodeIds.NONE);
        assertThat(answers(4, 6)).isEqualTo(4);
        assertThat(recovery.isAwaited(5)).isFalse();
        assertThat(recovery.isAwaited(6)).isTrue();
        recovery.onTable(4);
        assertThat(answers(1, 6)).isEqualTo(NodeIds.NONE);
    }

    @Test
    void asksAnotherStorageWhenTheOneAskedIsLost() {
        answers(1, 5);
        answers(2, 5);
        answers(3, 5);
        assertThat(recovery.onLost(2)).isEqualTo(NodeIds.NONE);
        assertThat(recovery.onLost(1)).isEqualTo(3);
        assertThat(recovery.onLost(3)).isEqualTo(NodeIds.NONE);
        assertThat(recovery.isNewestMissing()).isTrue();
        assertThat(answers(1, 5)).isEqualTo(1);
    }

    @Test
    void aNewerTableReplacesTheLoadedOne() {
        recovery.onAnswer(1, new AnswerRecovery(5, Ids.NONE, 50));
        recovery.onTable(1);
        assertThat(recovery.truncateTid()).isEqualTo(50);
        assertThat(recovery.onAnswer(2, new AnswerRecovery(6, Ids.NONE, Ids.NONE)))
                .isEqualTo(2);
        recovery.onTable(2);
        assertThat(recovery.truncateTid()).isEqualTo(Ids.NONE);
    }

    @Test
    void storagesMustRecordATruncationThatIsNotLater() {
        recovery.onAnswer(1, new AnswerRecovery(5, Ids.NONE, 50));
        recovery.onAnswer(2, new AnswerRecovery(5, Ids.NONE, Ids.NONE));
        recovery.onAnswer(3, new AnswerRecovery(5, Ids.NONE, 60));
        recovery.onAnswer(4, new AnswerRecovery(5, Ids.NONE, 40));
        recovery.onTable(1);
        assertThat(recovery.mustTruncate(1)).isFalse();
        assertThat(recovery.mustTruncate(2)).isTrue();
        assertThat(recovery.mustTruncate(3)).isTrue();
        assertThat(recovery.mustTruncate(4)).isFalse();
    }

    private int answers(int nid, int ptid) {
        return recovery.onAnswer(nid, new AnswerRecovery(ptid, Ids.NONE, Ids.NONE));
    }
}
