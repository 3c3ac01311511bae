package io.neoppod.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.config.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterFileTest {
    @Test
    void hasACommandForEachNode() throws ConfigException {
        var file = ClusterFile.parse("a.bench", List.of("""
                # two nodes
                label = ours, one storage

                  master = A=1 neo master -b {master} -m '{masters}'
                storage1=neo storage -d "{folder}/$(id -u)" -m '{masters}' ${X} {master}
                """.split("\n")));
        assertThat(file.label()).isEqualTo("ours, one storage");
        assertThat(file.commands(Map.of("master", "127.0.0.1:1", "masters", "127.0.0.1:1", "folder", "/a$b")))
                .containsExactly(
                        Map.entry("master", "A=1 neo master -b 127.0.0.1:1 -m '127.0.0.1:1'"),
                        Map.entry("storage1", "neo storage -d \"/a$b/$(id -u)\" -m '127.0.0.1:1' ${X} 127.0.0.1:1"));
    }

    @Test
    void isCalledByItsNameUnlessItHasALabel() throws ConfigException {
        assertThat(ClusterFile.parse("a.bench", List.of("master = x")).label()).isEqualTo("a.bench");
    }

    @Test
    void tellsWhatIsWrongAndWhere() {
        refuses("a.bench:2: expected NODE = COMMAND", "master = x", "neo storage");
        refuses("a.bench:1: expected NODE = COMMAND", "master =");
        refuses("a.bench:2: the name 'master' is taken", "master = x", "master = y");
        refuses("a.bench:1: the name 'folder' is taken", "folder = x");
        refuses("a.bench:1: {storage} is neither a node", "master = x {storage}");
        refuses("a.bench: no node whose name begins with 'master'", "storage = x");
        assertThatThrownBy(() -> ClusterFile.read(Path.of("/no/such/file.bench")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("/no/such/file.bench: no such file or folder");
    }

    private static void refuses(String reason, String... lines) {
        assertThatThrownBy(() -> ClusterFile.parse("a.bench", List.of(lines)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(reason);
    }
}
