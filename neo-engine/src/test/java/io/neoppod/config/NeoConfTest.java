package io.neoppod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeoConfTest {
    private static final String TYPICAL = """
            # shared by all nodes
            [DEFAULT]
            cluster: mycluster
            masters: 127.0.0.1:10000 127.0.0.1:10001
            Replicas = 1
            ;upstream_cluster: other
            root = /data
            logfile: %(root)s/log/%(name)s.log
            name = any

            [admin]
            name: admin
            monitor_backup:
              backup1
              # not this one
              backup2

            [storage1]
            replicas: 2
            password = 100%%:=#;
            empty =
            """;

    @Test
    void readsATypicalFile() throws ConfigException {
        var conf = NeoConf.parse("neo.conf", TYPICAL);
        assertThat(conf.sections()).containsExactly("admin", "storage1");
        var admin = conf.section("admin");
        assertThat(admin.get("cluster")).isEqualTo("mycluster");
        assertThat(admin.get("masters")).isEqualTo("127.0.0.1:10000 127.0.0.1:10001");
        assertThat(admin.get("replicas")).isEqualTo("1");
        assertThat(admin.get("upstream_cluster")).isNull();
        assertThat(admin.get("monitor_backup")).isEqualTo("backup1\nbackup2");
    }

    @Test
    void aSectionWinsOverDefaultAlsoWhereAnotherValueRefersToIt() throws ConfigException {
        var conf = NeoConf.parse("neo.conf", TYPICAL);
        assertThat(conf.section("storage1").get("replicas")).isEqualTo("2");
        assertThat(conf.section("storage1").get("logfile")).isEqualTo("/data/log/any.log");
        assertThat(conf.section("admin").get("logfile")).isEqualTo("/data/log/admin.log");
    }

    @Test
    void aDoubledPercentSignIsOneAndOtherSignsAreThemselves() throws ConfigException {
        var storage = NeoConf.parse("neo.conf", TYPICAL).section("storage1");
        assertThat(storage.get("PASSWORD")).isEqualTo("100%:=#;");
        assertThat(storage.get("empty")).isEmpty();
    }

    @Test
    void sectionNamesAreTakenAsTheyAre() {
        assertThatThrownBy(() -> NeoConf.parse("neo.conf", TYPICAL).section("Admin"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No section: 'Admin' in neo.conf");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a: 1                     | there is no section header above it
                    [s];a                    | line 2: expected 'key: value'
                    [s];a: 1;A = 2           | line 3: 'a' appears twice
                    [s];[s]                  | line 2: section [s] appears twice
                    [s];a: %(b)s             | a: refers to 'b', which does not exist
                    [s];a: %(a)s             | a: refers to itself
                    [s];a: 50%               | a: a percent sign must be written %%
                    """)
    void saysWhatIsWrong(String lines, String message) {
        assertThatThrownBy(() -> NeoConf.parse("neo.conf", lines.replace(';', '\n'))
                        .section("s")
                        .get("a"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("neo.conf")
                .hasMessageContaining(message);
    }

    @Test
    void saysWhichFileIsMissing(@TempDir Path folder) {
        var missing = folder.resolve("neo.conf");
        assertThatThrownBy(() -> NeoConf.read(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage("configuration file " + missing + " does not exist");
    }
}
