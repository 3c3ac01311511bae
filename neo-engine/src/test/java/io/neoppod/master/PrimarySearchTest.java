package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimarySearchTest {
    private static final Address OWN = new Address("127.0.0.1", 1);
    private static final Address A = new Address("127.0.0.1", 2);
    private static final Address B = new Address("127.0.0.1", 3);
    private static final List<Address> ALL = List.of(OWN, A, B);

    private final PrimarySearch search = new PrimarySearch(OWN, A);

    @Test
    void triesEachOtherMasterOnceThenGivesUp() {
        assertThat(search.onLost(ALL)).isTrue();
        assertThat(search.primary()).isEqualTo(B);
        assertThat(search.onLost(ALL)).isFalse();
    }

    @Test
    void triesALostPrimaryAgainFirst() {
        search.onLost(ALL);
        search.onAccepted();
        assertThat(search.onLost(ALL)).isTrue();
        assertThat(search.primary()).isEqualTo(B);
        assertThat(search.onLost(ALL)).isTrue();
        assertThat(search.primary()).isEqualTo(A);
        assertThat(search.onLost(ALL)).isFalse();
    }

    @Test
    void goesToTheMasterThatOthersName() {
        search.onAccepted();
        assertThat(search.onElected(B)).isTrue();
        assertThat(search.primary()).isEqualTo(B);
        assertThat(search.isFollowing()).isFalse();
        assertThat(search.onElected(B)).isFalse();
        assertThat(search.onElected(OWN)).isFalse();
    }

    @Test
    void aMasterThatFailedIsTriedAgainOnlyWhenOthersNameIt() {
        search.onLost(ALL);
        search.onElected(A);
        assertThat(search.onLost(ALL)).isTrue();
        assertThat(search.primary()).isEqualTo(B);
        assertThat(search.onLost(ALL)).isFalse();
    }

    @Test
    void tellsOthersOnlyOfAPrimaryThatItFollows() {
        assertThat(search.hintFor(B)).isNull();
        search.onAccepted();
        assertThat(search.hintFor(B)).isEqualTo(A);
        assertThat(search.hintFor(null)).isEqualTo(A);
        assertThat(search.hintFor(A)).isNull();
    }
}
