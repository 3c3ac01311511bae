package io.neoppod.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.ClientOptions;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.client.TransactionMetadata;
import io.neoppod.embedded.EmbeddedCluster;
import io.neoppod.embedded.EmbeddedSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/java-client.md` shows is compiled, works, and says what it is said to.
class JavaClientPageTest {
    private static final Path PAGE = Path.of("..", "docs", "java-client.md");
    private static final Path EXAMPLES = Path.of("src/test/java/io/neoppod/examples/JavaClientExamples.java");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /// `persistent.mapping.PersistentMapping` whose state refers to object 1.
    private static final byte[] RECORD = HexFormat.of()
            .parseHex("80026370657273697374656e742e6d617070696e670a50657273697374656e744d617070696e670a71002e8002"
                    + "7d710058040000006461746171017d71025801000000617103635f636f646563730a656e636f64650a71045808"
                    + "0000000000000000000001710558060000006c6174696e3171068671075271085173732e");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JavaClientExamples examples = new JavaClientExamples(new PrintStream(printed, true, UTF_8));

    @Test
    void everySnippetIsCompiled() throws Exception {
        var code = withoutSpace(Files.readString(EXAMPLES));
        var snippets = SNIPPET.matcher(Files.readString(PAGE))
                .results()
                .map(found -> withoutSpace(found.group(1)))
                .toList();
        assertThat(snippets)
                .hasSizeGreaterThan(12)
                .allSatisfy(snippet -> assertThat(code).contains(snippet));
    }

    /// The formatter breaks lines of the examples elsewhere than the page does.
    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void theSnippetsWork(@TempDir Path folder) throws Exception {
        try (var cluster = EmbeddedCluster.start(EmbeddedSettings.in(folder.resolve("db")))) {
            cluster.ready().get(30, TimeUnit.SECONDS);
            var address = "neo://" + cluster.name() + "@" + cluster.master();
            var options = ClientOptions.parse(address);
            examples.hello(address);
            try (var storage = NeoStorage.open(options);
                    var other = examples.merging(options)) {
                run(storage, other);
            }
        }
        assertThat(printed.toString(UTF_8).lines())
                .containsSubsequence(
                        "hello",
                        "true",
                        "persistent.mapping.PersistentMapping {'data': {'a': ref(0x1)}}",
                        "0000000000000001")
                .anyMatch(line -> line.endsWith(" changed [0000000000000002]"))
                .anyMatch(line -> line.endsWith(" alice"))
                .contains("0000000000000002 1");
        examples.open().close();
    }

    private void run(NeoStorage storage, NeoStorage other) throws Exception {
        var hello = new Oid(1);
        var counter = put(storage, new Oid(2), null, bytes("0"));
        var record = put(storage, new Oid(3), null, RECORD);
        examples.listen(storage);
        other.sync();
        examples.increment(other, counter);
        storage.sync();
        assertThat(storage.load(counter).data()).isEqualTo(bytes("1"));

        var first = storage.load(hello).serial();
        examples.payIfRatesHold(storage, counter, hello, bytes("paid"));
        assertThat(examples.tryOnce(() -> put(storage, hello, first, bytes("late"))))
                .isFalse();
        examples.takeBackTheLast(storage);
        assertThat(storage.load(hello).data()).isEqualTo(bytes("hello"));

        examples.compareWithYesterday(storage, hello);
        examples.follow(storage, Set.of(hello, counter));
        examples.lastHour(storage);
        assertThat(examples.countObjects(storage)).isEqualTo(3);
        examples.show(storage, record);
        examples.who(storage, hello);
        examples.pack(storage);
        assertThat(storage.history(hello, 9)).hasSize(3);
    }

    private static Oid put(NeoStorage storage, Oid oid, @Nullable Tid base, byte[] data) {
        try (var transaction = storage.begin(TransactionMetadata.NONE)) {
            transaction.store(oid, base, data);
            transaction.finish();
        }
        return oid;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
