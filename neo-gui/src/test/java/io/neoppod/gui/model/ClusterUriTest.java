package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterUriTest {
    @Test
    void theAddressThatAClientHasIsTakenApart() {
        assertThat(ClusterUri.parse(" neo://erp5@10.0.0.5:24000,[::1]:24001?compress=true "))
                .isEqualTo(new ClusterUri("erp5", "10.0.0.5:24000 [::1]:24001", Map.of()));
        assertThat(ClusterUri.parse("neos://my%20erp@m?ca=/a%2Fca.crt&cert=/c&key=/k"))
                .isEqualTo(new ClusterUri("my erp", "m", Map.of("ca", "/a/ca.crt", "cert", "/c", "key", "/k")));
        assertThat(ClusterUri.parse("neo://100%@m").cluster()).isEqualTo("100%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:9999", "neo://", "neo://erp5", "neo://@m", "http://erp5@m", "neo://a@b/c"})
    void anythingElseIsNone(String text) {
        assertThat(ClusterUri.parse(text)).isNull();
    }
}
