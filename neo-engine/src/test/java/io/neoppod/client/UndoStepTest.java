package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.UndoSerial;
import org.junit.jupiter.api.Test;

class UndoStepTest {

    @Test
    void anObjectNotChangedSinceIsRestoredOrDeleted() {
        assertThat(UndoStep.of(new UndoSerial(9, 5, true))).isEqualTo(new UndoStep.Restore(9, 5));
        assertThat(UndoStep.of(new UndoSerial(9, Ids.NONE, true))).isEqualTo(new UndoStep.Delete(9));
    }

    @Test
    void anObjectChangedSinceIsMergedUnlessItWasCreated() {
        assertThat(UndoStep.of(new UndoSerial(9, 5, false))).isEqualTo(new UndoStep.Merge(9, 5));
        assertThat(UndoStep.of(new UndoSerial(9, Ids.NONE, false))).isInstanceOf(UndoStep.Refuse.class);
    }
}
