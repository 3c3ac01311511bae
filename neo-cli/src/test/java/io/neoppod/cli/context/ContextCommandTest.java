package io.neoppod.cli.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.cli.Run;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCommandTest {
    @TempDir
    private Path folder;

    private Run context(String... arguments) {
        return Run.neo(Stream.concat(
                        Stream.of(
                                "context",
                                "--file",
                                folder.resolve("contexts.toml").toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Test
    void programsReadContextsAsJson() {
        context("add", "demo", "--address", "127.0.0.1");
        context("use", "demo");
        assertThat(context("list", "-o", "json").out())
                .contains("\"kind\" : \"ContextList\"", "\"current\" : \"demo\"", "\"name\" : \"demo\"");
        assertThat(context("show", "-o", "json").out())
                .contains("\"kind\" : \"Context\"", "\"address\" : \"127.0.0.1\"", "\"tls\" : null");
    }

    @Test
    void theEffectiveValuesAreExplained() {
        context("add", "demo", "--address", "192.0.2.5:1");
        assertThat(context("show", "--effective", "demo").out()).startsWith("""
                context demo (argument)
                address 192.0.2.5:1 (context demo)
                tls - (default)
                file\s""");
        assertThat(context("show", "--effective", "demo", "-o", "json").out())
                .contains("\"kind\" : \"EffectiveContext\"", "\"from\" : \"context demo\"");
        assertThat(context("show", "--effective", "other").status()).isEqualTo(1);
    }

    @Test
    void whatIsAddedIsListedShownUsedAndRemoved() {
        assertThat(context("add", "demo", "--address", "127.0.0.1").status()).isZero();
        assertThat(context(
                                "add",
                                "erp5",
                                "-a",
                                "192.0.2.5:1",
                                "--class",
                                "production",
                                "-m",
                                "192.0.2.5 192.0.2.6:2",
                                "-c",
                                "erp5",
                                "--ca",
                                "/ca",
                                "--cert",
                                "/cert",
                                "--key",
                                "/key")
                        .status())
                .isZero();
        assertThat(context("use", "erp5").status()).isZero();
        assertThat(context("list").out()).isEqualTo("""
                  NAME CLASS       ADDRESS     CLUSTER
                  demo development 127.0.0.1   -
                * erp5 production  192.0.2.5:1 erp5
                """);
        assertThat(context("show").out()).startsWith("""
                        name erp5
                        class production
                        address 192.0.2.5:1
                        masters 192.0.2.5 192.0.2.6:2
                        cluster erp5
                        tls /ca /cert /key
                        file\s""");
        assertThat(context("remove", "demo").out()).isEqualTo("removed demo\n");
        var again = context("remove", "demo");
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("nothing to do");
    }

    @Test
    void refusesInOneLine() {
        context("add", "demo", "-a", "127.0.0.1");
        refused(1, "--replace", "add", "demo", "-a", "127.0.0.2");
        assertThat(context("add", "demo", "-a", "127.0.0.1").status()).isZero();
        assertThat(context("add", "demo", "-a", "127.0.0.2", "--replace").status())
                .isZero();
        refused(1, "not the name of the cluster", "add", "x", "-a", "127.0.0.1", "-m", "127.0.0.1");
        refused(1, "three files", "add", "x", "-a", "127.0.0.1", "--ca", "/ca");
        refused(1, "invalid address", "add", "x", "-a", "127.0.0.1:x");
        refused(1, "there is no context 'y'; there is demo", "use", "y");
        refused(1, "no context is current", "show");
        refused(2, "--address", "add", "x");
        refused(2, "production", "add", "x", "-a", "127.0.0.1", "--class", "prod");
        refused(2, "which command?");
    }

    private void refused(int status, String message, String... arguments) {
        var run = context(arguments);
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains(message);
    }
}
