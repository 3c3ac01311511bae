package io.neoppod.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlatformFoldersTest {
    @Test
    void followsTheHabitsOfTheSystem() throws ConfigException {
        var home = UserPaths.parse("~");
        assertThat(PlatformFolders.of("linux", null, "~/.config", null)).isEqualTo(home.resolve(".config/neo"));
        assertThat(PlatformFolders.of("linux", "", "~/.config", null)).isEqualTo(home.resolve(".config/neo"));
        assertThat(PlatformFolders.of("linux", "/x", "~/.config", null)).isEqualTo(Path.of("/x/neo"));
        assertThat(PlatformFolders.of("mac os x", "/x", "~/.config", null))
                .isEqualTo(home.resolve("Library/Application Support/neo"));
        assertThat(PlatformFolders.of("windows 11", null, "~/.config", "/roaming"))
                .isEqualTo(Path.of("/roaming/neo"));
    }
}
