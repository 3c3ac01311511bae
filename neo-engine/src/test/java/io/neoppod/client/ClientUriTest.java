package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.config.ConfigException;
import io.neoppod.protocol.Address;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientUriTest {

    @Test
    void namesAClusterAndItsMasters() throws ConfigException {
        var options = ClientOptions.parse("neo://db2@127.0.0.1:20000,[::1]:1234");
        assertThat(options.cluster()).isEqualTo("db2");
        assertThat(options.masters())
                .containsExactly(new Address("127.0.0.1", 20000), new Address("0:0:0:0:0:0:0:1", 1234));
        assertThat(options.compression()).isEqualTo(ClientOptions.DEFAULT_COMPRESSION);
        assertThat(options.tls()).isNull();
    }

    @Test
    void takesOptionsWithEitherSeparatorAndLeavesOthersAlone() throws ConfigException {
        var options = ClientOptions.parse(
                "neo://a%20b@127.0.0.1?read_only=true&compress=zlib=9&cache-size=3MB&alpha=111&read-only=yes");
        assertThat(options.cluster()).isEqualTo("a b");
        assertThat(options.masters()).containsExactly(new Address("127.0.0.1", 10000));
        assertThat(options.readOnly()).isTrue();
        assertThat(options.compression()).isEqualTo(9);
        assertThat(options.cacheBytes()).isEqualTo(3 << 20);
    }

    @Test
    void takesTlsFiles() throws ConfigException {
        var tls = ClientOptions.parse("neos://db@127.0.0.1?ca=a.crt&cert=b.crt&key=c.key")
                .tls();
        assertThat(tls).isNotNull();
        assertThat(tls.key()).isEqualTo(Path.of("c.key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://db@127.0.0.1",
                "neo://db@127.0.0.1/path",
                "neo://db@127.0.0.1#frag",
                "neo://127.0.0.1",
                "neo://db@127.0.0.1?name=zzz",
                "neo://db@127.0.0.1?compress=1",
                "neo://db@127.0.0.1?compress=zlib=10",
                "neo://db@127.0.0.1?cache-size=many",
                "neo://db@127.0.0.1?ca=a.crt",
                "neo://db@127.0.0.1:99999",
                "neos://db@127.0.0.1?ca=a.crt"
            })
    void refusesWhatIsNotAClusterAddress(String address) {
        assertThatThrownBy(() -> ClientOptions.parse(address))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("\n");
    }
}
