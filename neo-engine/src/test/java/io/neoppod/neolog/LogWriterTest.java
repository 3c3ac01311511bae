package io.neoppod.neolog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.neolog.LogLines.NodeName;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import io.neoppod.runtime.LogSink.Trace;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.netty.NettyRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
    private static final LogLines LINES = new LogLines(
            new LogDate("", ZoneOffset.UTC), NodeName.CLUSTER_AND_NID, true, PacketText.Detail.NAMES, false);

    @TempDir
    private Path folder;

    private Path path;
    private NettyRuntime runtime;
    private NodeLog log;

    @BeforeEach
    void open() throws LogException {
        path = folder.resolve("S1.log");
        runtime = NettyRuntime.of("test", null);
        log = runtime.log();
        LogWriter.attach(runtime, path, 100_000);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private void ping(int id, int bytes) {
        log.packet(new Trace(true, id, new Ping(), bytes, NodeIds.of(NodeType.MASTER, 1), new Address("::1", 2)));
    }

    /// What is in the file once all that was asked of the writer by now is done.
    private List<String> written() throws Exception {
        var done = new CompletableFuture<Void>();
        // Behind the job of a flush, which is behind a task of the loop.
        runtime.loop().execute(() -> runtime.loop().execute(() -> done.complete(null)));
        done.get();
        var shown = new ArrayList<String>();
        try (var file = LogFile.open(path)) {
            var merge = new LogMerge(List.of(file), LogPosition.START);
            for (var next = merge.next(); next != null; next = merge.next()) {
                shown.addAll(LINES.of(next.record(), next.file()));
            }
        }
        return shown;
    }

    /// Waits for what a worker does, which nothing tells.
    private List<String> writtenUntil(int lines) throws Exception {
        List<String> shown;
        do {
            shown = written();
            Thread.onSpinWait();
        } while (shown.size() < lines);
        return shown;
    }

    @Test
    void nothingIsWrittenUntilSomethingGoesWrong() throws Exception {
        log.debug("began");
        log.node("demo", NodeIds.NONE);
        log.node("demo", NodeIds.of(NodeType.STORAGE, 1));
        ping(7, 3);
        log.info("{} of {}", 1, "two");
        assertThat(written()).isEmpty();
        log.warning("trouble");
        log.node("demo", NodeIds.of(NodeType.STORAGE, 1));
        assertThat(writtenUntil(6))
                .containsExactly(
                        "DEBUG     S1         began",
                        "INFO      S1         Node ID: None",
                        "INFO      S1         Node ID: S1",
                        "PACKET    demo/S1    #0x0007 Ping                           > M1 ([::1]:2)",
                        "INFO      demo/S1    1 of two",
                        "WARNING   demo/S1    trouble");
    }

    @Test
    void linesTellWhereTheyComeFromAndWhatWasThrown() throws Exception {
        log.error("fault while {}", "testing", new IllegalStateException("broken"));
        writtenUntil(2);
        try (var file = LogFile.open(path)) {
            var record = (LogRecord.Text)
                    file.after(LogPosition.START, LogFilter.ALL, 9).records().getFirst();
            assertThat(record.level()).isEqualTo(40);
            assertThat(record.source()).isEqualTo("neolog/LogWriterTest.java");
            assertThat(record.message())
                    .startsWith("fault while testing\njava.lang.IllegalStateException: broken\n\tat io.");
        }
    }

    @Test
    void theOldestIsForgottenWhenTooMuchIsRemembered() throws Exception {
        for (int i = 0; i < 1000; i++) {
            ping(i, 3);
        }
        ping(1000, 90_000);
        log.flush();
        // 1160 bytes are counted besides those of the packet.
        var shown = writtenUntil(1);
        assertThat(shown).hasSize(8).last().asString().contains("#0x03e8 ");
        assertThat(shown.getFirst()).contains("#0x03e1 ");
        ping(2000, 200_000);
        log.flush();
        assertThat(written()).isEqualTo(shown);
    }

    /// As of a busy storage, of which somebody follows the lines.
    @Test
    void packetsDoNotPushLinesOut() throws Exception {
        log.info("cell 7 is up to date");
        for (int i = 0; i < 1000; i++) {
            ping(i, 3);
        }
        log.flush();
        assertThat(writtenUntil(1).getFirst()).contains("cell 7 is up to date");
    }

    @Test
    void linesThatAreLeftOutAreCounted() throws Exception {
        for (int i = 0; i < 100; i++) {
            log.info("line {}", i);
        }
        log.flush();
        var shown = writtenUntil(1);
        int left = 100 - (shown.size() - 1);
        assertThat(left).isPositive();
        assertThat(shown.getFirst()).endsWith("line " + left);
        assertThat(shown.get(shown.size() - 2)).endsWith("line 99");
        assertThat(shown.getLast()).endsWith(" " + left + " older lines were left out");
    }

    @Test
    void aRenamedFileIsLeftAlone() throws Exception {
        log.warning("one");
        writtenUntil(1);
        var old = folder.resolve("S1-old.log");
        Files.move(path, old);
        log.info("two");
        log.warning("three");
        // The database creates an empty file before its first commit fills it.
        while (!Files.exists(path) || Files.size(path) == 0) {
            Thread.onSpinWait();
        }
        assertThat(writtenUntil(2)).containsExactly("INFO      S1         two", "WARNING   S1         three");
        path = old;
        assertThat(written()).containsExactly("WARNING   S1-old     one");
    }

    @Test
    void theEndWritesWhatIsLeft() throws Exception {
        log.info("one");
        runtime.close();
        log.info("too late");
        try (var file = LogFile.open(path)) {
            assertThat(file.before(Double.MAX_VALUE, LogFilter.ALL, 9).records())
                    .hasSize(1);
        }
    }

    @Test
    void aReaderThatHoldsTheFileDelaysItAndLosesNothing() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                var statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.executeQuery("SELECT * FROM log").close();
            log.warning("one");
            log.info("two");
            statement.execute("COMMIT");
        }
        log.flush();
        assertThat(writtenUntil(2)).hasSize(2);
    }

    @Test
    void refusesAFileThatCannotBeWrittenInOneLine() {
        assertThatThrownBy(() -> LogWriter.attach(runtime, folder.resolve("none/x.log"), 1))
                .isInstanceOf(LogException.class)
                .hasMessage("cannot write the log file " + folder.resolve("none/x.log") + ": no such file or folder");
    }
}
