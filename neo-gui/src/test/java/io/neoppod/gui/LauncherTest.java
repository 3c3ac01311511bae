package io.neoppod.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void withoutDisplayNothingIsTried() {
        assertThat(Launcher.hasDisplay("Linux", null, Map.of("DISPLAY", ""))).isFalse();
        assertThat(Launcher.hasDisplay("Linux", null, Map.of("DISPLAY", ":0"))).isTrue();
        assertThat(Launcher.hasDisplay("Linux", null, Map.of("WAYLAND_DISPLAY", "wayland-0")))
                .isTrue();
        assertThat(Launcher.hasDisplay("Linux", "Headless", Map.of())).isTrue();
        assertThat(Launcher.hasDisplay("Mac OS X", null, Map.of())).isTrue();
    }
}
