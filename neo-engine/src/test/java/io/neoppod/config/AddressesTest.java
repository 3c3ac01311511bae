package io.neoppod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:10000, 127.0.0.1:10000",
        "127.0.0.1, 127.0.0.1:9999",
        "[::1]:24000, [0:0:0:0:0:0:0:1]:24000",
        "[::1], [0:0:0:0:0:0:0:1]:9999",
        "::1, [0:0:0:0:0:0:0:1]:9999",
        "' 127.0.0.1:0 ', 127.0.0.1:0"
    })
    void readsAddressesWithAndWithoutPort(String text, String address) throws ConfigException {
        assertThat(Addresses.parse(text, 9999)).hasToString(address);
    }

    @Test
    void namesBecomeNumbers() throws ConfigException {
        assertThat(Addresses.parse("localhost:1", 0).host()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void listsAreSeparatedByWhiteSpace() throws ConfigException {
        assertThat(Addresses.parseList(" 127.0.0.1:1\n127.0.0.2:2 ", 0))
                .containsExactly(new Address("127.0.0.1", 1), new Address("127.0.0.2", 2));
        assertThat(Addresses.parseList("  ", 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {":1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1", "", "host.invalid:1"})
    void saysWhichAddressIsWrong(String text) {
        assertThatThrownBy(() -> Addresses.parse(text, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("invalid address '" + text + "': ");
    }
}
