package io.neoppod.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterListFileTest {
    private static final List<Address> MASTERS = List.of(new Address("127.0.0.1", 24000), new Address("::1", 2));

    @Test
    void readsWhatItWrites() {
        var text = MasterListFile.format(MASTERS);

        assertThat(text).isEqualTo("[[\"127.0.0.1\", 24000], [\"::1\", 2]]");
        assertThat(MasterListFile.parse(text)).isEqualTo(MASTERS);
        assertThat(MasterListFile.parse(MasterListFile.format(List.of()))).isEmpty();
    }

    @Test
    void readsAnyLayoutAndEachAddressOnce() {
        assertThat(MasterListFile.parse(" [\n [\"::1\",2] ,\n[ \"::1\" , 2 ]\n]\n"))
                .containsExactly(new Address("::1", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{}",
                "[[]]",
                "[[\"a\"]]",
                "[[\"a\", 70000]]",
                "[[\"a\", 1],]",
                "[[\"a\", 1] [\"b\", 2]]",
                "[[\"a\", 1]",
                "[[\"a\", \"1\"]]"
            })
    void refusesWhatIsNotAListOfAddresses(String text) {
        assertThatThrownBy(() -> MasterListFile.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a list of [\"host\", port] pairs");
    }
}
