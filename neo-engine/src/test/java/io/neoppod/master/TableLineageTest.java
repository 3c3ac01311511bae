package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableLineageTest {
    private static final int S1 = 1;
    private static final int S2 = 2;

    private final TableLineage lineage = new TableLineage();

    @Test
    void aStorageThatKnowsAnotherDependsOnIt() {
        publish(1, S1, S2);
        assertThat(dependsOn(S1, S2)).isTrue();
        assertThat(dependsOn(S2, S1)).isTrue();
        assertThat(dependsOn(S1, 3)).isFalse();
    }

    @Test
    void aStorageThatWasGivenATableWithoutTheOtherMayHaveIt() {
        publish(1, S1, S2);
        lineage.onPublished(2, Set.of(S2));
        lineage.onGiven(S2, 2);
        assertThat(dependsOn(S2, S1)).isFalse();
        assertThat(dependsOn(S1, S2)).isTrue();
        assertThat(lineage.newest()).isEqualTo(2);
    }

    @Test
    void aStorageDependsOnAnotherThatReplicatedOnceItSaysThatItKnows() {
        publish(3, S1);
        publish(4, S1, S2);
        assertThat(dependsOn(S1, S2)).isTrue();

        lineage.onStated(S1, 3);
        lineage.onGiven(S1, 4);
        assertThat(dependsOn(S1, S2)).isFalse();
        lineage.onConfirmed(S1, 4);
        assertThat(dependsOn(S1, S2)).isTrue();
        // An answer that was long under way.
        lineage.onConfirmed(S1, 3);
        assertThat(dependsOn(S1, S2)).isTrue();
    }

    @Test
    void aStorageThatIsUnknownOrHasAnUnknownTableDependsOnNobody() {
        publish(5, S1, S2);
        assertThat(dependsOn(3, S1)).isFalse();
        lineage.onStated(3, 4);
        assertThat(dependsOn(3, S1)).isFalse();
        lineage.onStated(3, Ids.NO_INTEGER);
        assertThat(dependsOn(3, S1)).isTrue();
    }

    @Test
    void olderVersionsAreForgotten() {
        publish(1, S1, S2);
        for (int ptid = 2; ptid <= TableLineage.MAX_VERSIONS + 1; ptid++) {
            lineage.onPublished(ptid, Set.of(S1, S2));
        }
        assertThat(dependsOn(S1, S2)).isFalse();
    }

    private void publish(int ptid, int... readable) {
        var nids = new HashSet<Integer>();
        for (int nid : readable) {
            nids.add(nid);
        }
        lineage.onPublished(ptid, nids);
        for (int nid : new int[] {S1, S2}) {
            lineage.onConfirmed(nid, ptid);
        }
    }

    private boolean dependsOn(int nid, int other) {
        return lineage.dependsOn(nid, candidate -> candidate == other);
    }
}
