package io.neoppod.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Address;
import org.junit.jupiter.api.Test;

class ElectionTest {
    private static final Address A = new Address("127.0.0.1", 9999);
    private static final Address B = new Address("127.0.0.1", 10000);

    @Test
    void theOlderClaimWins() {
        assertThat(new Election(5, A).yieldsTo(4, B)).isTrue();
        assertThat(new Election(5, A).yieldsTo(6, B)).isFalse();
    }

    @Test
    void theLowerAddressWinsAmongClaimsOfOneMoment() {
        assertThat(new Election(5, B).yieldsTo(5, A)).isTrue();
        assertThat(new Election(5, A).yieldsTo(5, B)).isFalse();
        assertThat(new Election(5, A).yieldsTo(5, A)).isFalse();
    }

    @Test
    void whoClaimsNothingOrCannotBeFollowedDoesNotWin() {
        assertThat(new Election(5, A).yieldsTo(Double.NaN, B)).isFalse();
        assertThat(new Election(5, A).yieldsTo(4, null)).isFalse();
    }
}
