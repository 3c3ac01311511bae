package io.neoppod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.runtime.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextFileTest {
    private static final Context FULL = new Context(
            "erp5 – prod",
            Context.Kind.production,
            "[::1]:9999",
            List.of("192.0.2.5:10000", "192.0.2.6:10000"),
            "erp5",
            new TlsSettings(Path.of("/etc/ca.crt"), Path.of("/etc/\"me\".crt"), Path.of("/etc/me.key")),
            Path.of("/srv/neo"),
            List.of(Path.of("/var/log/neo")),
            List.of("http://192.0.2.5:9100"),
            new Context.Options(2.5, true));

    @TempDir
    private Path folder;

    private Path path;
    private ContextFile file;

    @BeforeEach
    void open() {
        path = folder.resolve("neo/contexts.toml");
        file = new ContextFile(path);
    }

    @Test
    void aFileThatDoesNotExistHoldsNothing() throws ConfigException {
        assertThat(file.read()).isEqualTo(Contexts.NONE);
        assertThat(path).doesNotExist();
    }

    @Test
    void whatIsSavedIsReadAgain() throws ConfigException {
        file.save(FULL);
        file.save(Context.at("demo", "127.0.0.1"));
        file.use("demo");
        assertThat(file.read()).isEqualTo(new Contexts("demo", List.of(FULL, Context.at("demo", "127.0.0.1")), true));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        file.save(FULL);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertThat(path.getParent()).isDirectoryContaining("glob:**/contexts.toml");
        try (var files = Files.list(path.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aChangeLeavesEverythingElseAsItWasWritten() throws Exception {
        write("""
                # my clusters
                current = 'demo' # the usual one
                future = { a = 1, b = [2, "]"] }

                [context.demo] # here
                address = "127.0.0.1:9999"   # default port
                color = "green"
                background = true # of a version before
                masters = [
                  "127.0.0.1:1", # first
                  "127.0.0.1:2",
                ]
                cluster = "d"

                [context.demo.more]
                since = 2026-01-01

                # the old one
                [context.old]
                address = "192.0.2.1"
                """);
        file.save(file.read().get("demo"));
        file.save(new Context(
                "demo",
                Context.Kind.staging,
                "127.0.0.1:9998",
                List.of("127.0.0.1:1", "127.0.0.1:2"),
                "d",
                null,
                null,
                List.of(),
                List.of(),
                Context.Options.DEFAULT));
        file.remove("old");
        assertThat(path).content().isEqualTo("""
                # my clusters
                current = 'demo' # the usual one
                future = { a = 1, b = [2, "]"] }
                version = 1

                [context.demo] # here
                address = "127.0.0.1:9998"
                color = "green"
                background = true # of a version before
                masters = [
                  "127.0.0.1:1", # first
                  "127.0.0.1:2",
                ]
                cluster = "d"
                class = "staging"

                [context.demo.more]
                since = 2026-01-01

                """);
    }

    @Test
    void removingTheCurrentOneLeavesNoneCurrent() throws ConfigException {
        file.save(Context.at("demo", "127.0.0.1"));
        file.use("demo");
        file.remove("demo");
        file.remove("never seen");
        assertThat(file.read()).isEqualTo(Contexts.NONE);
    }

    @Test
    void anotherNameFollowsTheCurrentOne() throws ConfigException {
        file.save(Context.at("demo", "127.0.0.1"));
        file.use("demo");
        file.replace("demo", Context.at("test", "127.0.0.2"));
        assertThat(file.read()).isEqualTo(new Contexts("test", List.of(Context.at("test", "127.0.0.2")), true));
    }

    @Test
    void refusesToUseWhatIsNotThere() throws ConfigException {
        file.save(Context.at("demo", "127.0.0.1"));
        assertThatThrownBy(() -> file.use("dem")).hasMessage("there is no context 'dem'; there is demo");
    }

    @Test
    void aFileOfANewerVersionIsReadAndNotChanged() throws Exception {
        write("version = 2\n[context.demo]\naddress = \"127.0.0.1\"\n");
        assertThat(file.read().all()).containsExactly(Context.at("demo", "127.0.0.1"));
        assertThat(file.read().writable()).isFalse();
        assertThatThrownBy(() -> file.remove("demo")).hasMessageContaining("newer version");
        assertThat(file.read().all()).hasSize(1);
    }

    @Test
    void aLinkStaysALink() throws Exception {
        var real = folder.resolve("dotfiles.toml");
        Files.writeString(real, "");
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, real);
        file.save(Context.at("demo", "127.0.0.1"));
        assertThat(path).isSymbolicLink();
        assertThat(real).content().contains("[context.demo]");
    }

    @Test
    void keysMayBeWrittenInEveryWayOfToml() throws Exception {
        write("""
                context."a.b".address = '''
                127.0.0.1'''
                [[context.d]]
                address = "not looked into"
                [context]
                "e\\u0066".address = "192.0.2.\\
                    7"
                """);
        assertThat(file.read().all()).containsExactly(Context.at("a.b", "127.0.0.1"), Context.at("ef", "192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense | line 1: expected '='",
                "a = \"open | line 1: the string does not end on its line",
                "a = '''open | the string does not end",
                "a = [1 2] | line 1: not a value: 1 2",
                "a = [1 | expected ',' or ']'",
                "a = 1 b | line 1: not a value: 1 b",
                "[context.demo | line 1: expected ']'",
                "[context.demo]\\naddress = 5 | context.demo.address: expected a string",
                "[context.demo]\\naddress = \"x\"\\naddress = \"y\" | context.demo.address is given twice",
                "[context.demo]\\nclass = \"prod\"\\naddress = \"x\" | not 'prod'",
                "[context.demo]\\nca = \"x\" | 'demo': encryption needs all of ca, cert and key",
                "[context.demo]\\nmasters = \"x\" | context.demo.masters: expected a list of strings",
                "[context.demo]\\nmasters = [\"x\"]\\naddress = \"x\" | not the name of the cluster",
                "[context.demo]\\ncluster = \"x\" | 'demo': the address of an admin node is missing",
                "context.demo = { address = \"not looked into\" } | 'demo': the address of an admin node is missing",
                "a = \"\\u12\" | a code point must have 4 hexadecimal digits",
                "a = [[[[[[[[[[[[[[[[[[[[[[[[[[1 | nested too deeply",
            })
    void saysWhatIsWrongInOneLine(String row) throws Exception {
        var cells = row.split(" \\| ");
        write(cells[0].replace("\\n", "\n") + "\n");
        assertThatThrownBy(file::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(cells[1])
                .satisfies(error -> assertThat(error.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesNamesThatNobodyCanType() {
        assertThatThrownBy(() -> file.save(Context.at("a\nb", "127.0.0.1"))).hasMessageContaining("printable");
        assertThatThrownBy(() -> file.save(Context.at(" ", "127.0.0.1"))).hasMessageContaining("1 to 100");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
