package io.neoppod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeIds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {
    private static final String FILE = """
            [node]
            cluster: fromFile
            replicas: 2
            masters: 127.0.0.1:1 127.0.0.1:2
            adapter: SQLite
            database: ~/s1.sqlite
            disable_pack: Yes
            dedup: off
            monitor_backup:
              b1
              b2
            unknown_key: whatever
            """;

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverDefaults() throws ConfigException {
        var options = MasterOptions.from(values(FILE, Map.of("cluster", List.of("mine"))));
        assertThat(options.cluster()).isEqualTo("mine");
        assertThat(options.replicas()).isEqualTo(2);
        assertThat(options.partitions()).isEqualTo(100);
        assertThat(options.bind()).isEqualTo(new Address("127.0.0.1", 10000));
        assertThat(options.masters()).hasSize(2);
        assertThat(options.nid()).isEqualTo(NodeIds.NONE);
    }

    @Test
    void theLastOfARepeatedValueCounts() throws ConfigException {
        assertThat(values(FILE, Map.of("cluster", List.of("a", "b"))).text("cluster"))
                .isEqualTo("b");
    }

    @Test
    void repeatedOptionsReplaceTheListOfTheFile() throws ConfigException {
        assertThat(values(FILE, Map.of()).all("monitor-backup")).containsExactly("b1", "b2");
        assertThat(values(FILE, Map.of("monitor-backup", List.of("c"))).all("monitor-backup"))
                .containsExactly("c");
    }

    @Test
    void readsAllOptionsOfAStorage() throws ConfigException {
        var options = StorageOptions.from(values(FILE, Map.of("new-nid", List.of("true"), "nid", List.of("7"))));
        assertThat(options.database()).isEqualTo(new DatabaseOptions("SQLite", "~/s1.sqlite", null, false, 0));
        assertThat(options.disablePack()).isTrue();
        assertThat(options.disableDropPartitions()).isFalse();
        assertThat(options.newNid()).isTrue();
        assertThat(options.nid()).isEqualTo(7);
        assertThat(options.bind()).isEqualTo(new Address("127.0.0.1", 0));
    }

    @Test
    void mastersOfAMasterMayBeEmptyAndThoseOfOthersHaveADefault() throws ConfigException {
        var noMasters = values("[node]\ncluster: c", Map.of());
        assertThat(MasterOptions.from(noMasters).masters()).isEmpty();
        assertThat(AdminOptions.from(noMasters).masters()).containsExactly(new Address("127.0.0.1", 10000));
        assertThat(MasterOptions.from(values(FILE, Map.of("masters", List.of(""))))
                        .masters())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cluster =                | cluster: value is empty
                    replicas = many          | replicas: expected an integer, not 'many'
                    bind = 127.0.0.1:x       | bind: invalid address '127.0.0.1:x'
                    masters = 127.0.0.1:x    | masters: invalid address '127.0.0.1:x'
                    backup = perhaps         | --backup
                    """)
    void saysWhereTheFileIsWrong(String line, String message) {
        var file = "[node]\n" + (line.startsWith("cluster") ? "" : "cluster: c\n") + line;
        assertThatThrownBy(() -> MasterOptions.from(values(file, Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> MasterOptions.from(new OptionValues(Map.of(), null)))
                .hasMessage("option --cluster is missing");
        assertThatThrownBy(() -> MasterOptions.from(values("[node]\nbind: 127.0.0.1:1", Map.of())))
                .hasMessage("option --cluster is missing, and cluster is not in neo.conf, section [node]");
    }

    @Test
    void numbersOfANewClusterHaveTheTextsOfTheReference() {
        assertThatThrownBy(() -> MasterOptions.from(values(FILE, Map.of("replicas", List.of("-1")))))
                .hasMessage("replicas must be a positive integer");
        assertThatThrownBy(() -> MasterOptions.from(values(FILE, Map.of("partitions", List.of("0")))))
                .hasMessage("partitions must be more than zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upstream_cluster: x", "upstream_masters: 127.0.0.1:1", "backup: yes"})
    void refusesWhatIsNotSupportedYet(String line) {
        assertThatThrownBy(() -> MasterOptions.from(values("[node]\ncluster: c\n" + line, Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not supported by this version");
    }

    @Test
    void ignoresWhatIsNotItsOption() throws ConfigException {
        var shared = "[node]\ncluster: c\nupstream_cluster: x\nmonitor_email: a@b";
        assertThat(StorageOptions.from(values(shared + "\nadapter: SQLite\ndatabase: f", Map.of()))
                        .cluster())
                .isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MySQL", "MySQLdb", "PyMySQL", "Importer", "Oracle", "sqlite"})
    void refusesOtherDatabases(String adapter) {
        var file = "[node]\ncluster: c\ndatabase: d\nadapter: " + adapter;
        assertThatThrownBy(() -> StorageOptions.from(values(file, Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(adapter);
    }

    @Test
    void tildeIsTheHomeFolder() throws ConfigException {
        var home = UserPaths.expand("~");
        assertThat(Path.of(home)).isAbsolute();
        assertThat(UserPaths.parse("~/x")).isEqualTo(Path.of(home, "x"));
        assertThat(UserPaths.expand("~nobody-of-this-name/x")).isEqualTo("~nobody-of-this-name/x");
        assertThat(UserPaths.expand("a~b")).isEqualTo("a~b");
    }

    private static OptionValues values(String file, Map<String, List<String>> commandLine) throws ConfigException {
        return new OptionValues(commandLine, NeoConf.parse("neo.conf", file).section("node"));
    }
}
