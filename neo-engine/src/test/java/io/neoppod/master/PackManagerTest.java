package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackOrder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackManagerTest {
    private static final Set<Integer> READABLE = Set.of(1, 2);

    private final PackManager packs = new PackManager();

    @Test
    void signsAnOrderAtOnceUnlessAnotherOneWaits() {
        packs.order(10, new PackInfo(null, 5));
        assertThat(packs.isApproved(10)).isTrue();
        packs.add(List.of(new PackOrder(11, null, false, null, 5)));
        packs.order(12, new PackInfo(new long[] {1}, 5));
        assertThat(packs.isApproved(12)).isFalse();
        assertThat(packs.signedFrom(0).approved()).containsExactly(10);
        packs.add(List.of(new PackOrder(11, false, false, null, 5)));
        assertThat(packs.signedFrom(0).rejected()).containsExactly(11);
        assertThat(packs.from(11)).extracting(PackOrder::partial).containsExactly(false, true);
    }

    @Test
    void storagesExecuteTheSmallestApprovedOrder() {
        packs.add(List.of(
                new PackOrder(11, false, false, null, 5),
                new PackOrder(12, true, false, null, 5),
                new PackOrder(13, true, false, null, 5)));
        assertThat(packs.nextFrom(0)).extracting(PackOrder::packId).containsExactly(12L);
        assertThat(packs.nextFrom(14)).isEmpty();
    }

    @Test
    void forgetsWhatAllReadableStoragesCompleted() {
        packs.order(10, new PackInfo(null, 5));
        packs.order(20, new PackInfo(null, 5));
        packs.onCompleted(1, 20);
        packs.onCompleted(2, 10);
        assertThat(packs.forgetCompleted(READABLE)).isTrue();
        assertThat(packs.isKnown(10)).isFalse();
        assertThat(packs.isKnown(20)).isTrue();
        assertThat(packs.forgetCompleted(READABLE)).isFalse();
        packs.onStorageLost(2);
        assertThat(packs.forgetCompleted(READABLE)).isTrue();
        assertThat(packs.signedFrom(0).approved()).containsExactly(20);
        assertThat(packs.isForgotten(20)).isTrue();
        assertThat(packs.isForgotten(21)).isFalse();
    }

    @Test
    void refusesToCutBeforeAnApprovedOrCompletedOrder() {
        packs.order(10, new PackInfo(null, 5));
        assertThat(packs.hasApprovedAfter(9)).isTrue();
        assertThat(packs.hasApprovedAfter(10)).isFalse();
        packs.onCompleted(1, 10);
        packs.onCompleted(2, 10);
        packs.forgetCompleted(READABLE);
        assertThat(packs.hasApprovedAfter(9)).isTrue();
        assertThat(packs.hasApprovedAfter(10)).isFalse();
    }

    @Test
    void forgottenOrdersComeBackFromStorages() {
        packs.order(10, new PackInfo(null, 5));
        packs.onCompleted(1, 10);
        packs.forgetCompleted(Set.of(1));
        assertThat(packs.isForgotten(10)).isTrue();
        packs.remember(10, List.of(new PackOrder(10, true, false, null, 5)));
        assertThat(packs.nextFrom(10)).hasSize(1);
        assertThat(packs.isForgotten(10)).isFalse();
    }

    @Test
    void readsFromStoragesWhatSomeOfThemDidNotComplete() {
        assertThat(packs.firstToRead(READABLE)).isZero();
        packs.onCompleted(1, 7);
        packs.onCompleted(2, 9);
        packs.onCompleted(3, 1);
        assertThat(packs.firstToRead(READABLE)).isEqualTo(8);
    }
}
