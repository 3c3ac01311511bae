package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.RecoveryPacket.AnswerPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private final Recovery recovery = new Recovery();

    @Test
    void asksEachStorageThatHasTheNewestTable() {
        assertThat(answers(1, Ids.NO_INTEGER)).isFalse();
        assertThat(answers(2, 5)).isTrue();
        assertThat(answers(3, 5)).isTrue();
        assertThat(answers(4, 6)).isTrue();
        assertThat(answers(5, 5)).isFalse();
        assertThat(gives(2, 5, CellState.UP_TO_DATE)).isEqualTo(Recovery.Use.NONE);
        assertThat(gives(4, 6, CellState.UP_TO_DATE)).isEqualTo(Recovery.Use.LOAD);
        assertThat(recovery.source()).isEqualTo(4);
        assertThat(answers(1, 6)).isTrue();
        assertThat(gives(1, 6, CellState.UP_TO_DATE)).isEqualTo(Recovery.Use.NONE);
    }

    @Test
    void theNewestTableIsMissingWhenAllThatHaveItAreLost() {
        answers(1, 5);
        answers(2, 5);
        recovery.onLost(1);
        assertThat(recovery.isNewestMissing()).isFalse();
        recovery.onLost(2);
        assertThat(recovery.isNewestMissing()).isTrue();
        assertThat(answers(1, 5)).isTrue();
        assertThat(recovery.isNewestMissing()).isFalse();
    }

    @Test
    void twoContentsOfOneVersionAreNoticed() {
        answers(1, 5);
        answers(2, 5);
        gives(1, 5, CellState.UP_TO_DATE, CellState.OUT_OF_DATE);
        assertThat(gives(2, 5, CellState.OUT_OF_DATE, CellState.UP_TO_DATE)).isEqualTo(Recovery.Use.CONTRADICTS);
        var reversed =
                List.of(List.of(new CellEntry(2, CellState.OUT_OF_DATE), new CellEntry(1, CellState.UP_TO_DATE)));
        assertThat(recovery.onTable(2, new AnswerPartitionTable(5, 1, reversed)))
                .isEqualTo(Recovery.Use.NONE);
        assertThat(recovery.onTable(2, new AnswerPartitionTable(5, 2, reversed)))
                .isEqualTo(Recovery.Use.CONTRADICTS);
    }

    @Test
    void aNewerTableReplacesTheLoadedOne() {
        recovery.onAnswer(1, new AnswerRecovery(5, Ids.NONE, 50));
        gives(1, 5, CellState.UP_TO_DATE);
        assertThat(recovery.truncateTid()).isEqualTo(50);
        assertThat(recovery.onAnswer(2, new AnswerRecovery(6, Ids.NONE, Ids.NONE)))
                .isTrue();
        assertThat(recovery.isLoaded()).isFalse();
        gives(2, 6, CellState.UP_TO_DATE);
        assertThat(recovery.truncateTid()).isEqualTo(Ids.NONE);
    }

    /// It was interrupted while it entered or left the backup mode, at any storage.
    @Test
    void aBackupPointThatOnlySomeStoragesHaveCounts() {
        assertThat(isBackup(Ids.NONE, Ids.NONE)).isFalse();
        assertThat(isBackup(40, Ids.NONE)).isTrue();
        assertThat(isBackup(Ids.NONE, 40)).isTrue();
        assertThat(isBackup(Ids.NONE, Ids.ZERO)).as("empty so far").isTrue();
        recovery.onAnswer(1, new AnswerRecovery(5, Ids.NONE, 40));
        recovery.onAnswer(2, new AnswerRecovery(5, 40, Ids.NONE));
        assertThat(recovery.isBackup(List.of(1, 2))).as("it was ended").isFalse();
    }

    private boolean isBackup(long firstTid, long secondTid) {
        recovery.onAnswer(1, new AnswerRecovery(5, firstTid, Ids.NONE));
        recovery.onAnswer(2, new AnswerRecovery(5, secondTid, Ids.NONE));
        return recovery.isBackup(List.of(1, 2));
    }

    @Test
    void storagesMustRecordATruncationThatIsNotLater() {
        recovery.onAnswer(1, new AnswerRecovery(5, Ids.NONE, 50));
        recovery.onAnswer(2, new AnswerRecovery(5, Ids.NONE, Ids.NONE));
        recovery.onAnswer(3, new AnswerRecovery(5, Ids.NONE, 60));
        recovery.onAnswer(4, new AnswerRecovery(5, Ids.NONE, 40));
        gives(1, 5, CellState.UP_TO_DATE);
        assertThat(recovery.mustTruncate(1)).isFalse();
        assertThat(recovery.mustTruncate(2)).isTrue();
        assertThat(recovery.mustTruncate(3)).isTrue();
        assertThat(recovery.mustTruncate(4)).isFalse();
    }

    private boolean answers(int nid, int ptid) {
        return recovery.onAnswer(nid, new AnswerRecovery(ptid, Ids.NONE, Ids.NONE));
    }

    /// A table of one partition, with a cell on the first storages.
    private Recovery.Use gives(int nid, int ptid, CellState... states) {
        var row = IntStream.range(0, states.length)
                .mapToObj(i -> new CellEntry(i + 1, states[i]))
                .toList();
        return recovery.onTable(nid, new AnswerPartitionTable(ptid, 1, List.of(row)));
    }
}
