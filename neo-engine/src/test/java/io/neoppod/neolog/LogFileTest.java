package io.neoppod.neolog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.neolog.LogLines.NodeName;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.MessageEncoder;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.PacketCatalogue;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AskObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private static final LogNode NEW = new LogNode(null, "demo", NodeIds.NONE);
    private static final LogNode S1 = new LogNode(null, "demo", NodeIds.of(NodeType.STORAGE, 1));
    private static final String PEER = "< C1 (127.0.0.1:1)";

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("my storage#1?.log");
    }

    private void write(LogRecord... records) throws Exception {
        try (var database = LogDatabase.open(path, 2.5)) {
            database.write(List.of(records));
        }
    }

    private static LogRecord.Text text(double date, LogNode node, int level, String message) {
        return new LogRecord.Text(date, node, level, "storage/StorageNode.java", 7, message);
    }

    private static LogRecord.Packet packet(double date, int id, Packet packet) {
        int code = PacketCatalogue.of(packet.getClass()).code();
        return new LogRecord.Packet(date, S1, id, code, PEER, MessageEncoder.arguments(packet), 5);
    }

    private static LogLines lines(PacketText.Detail detail) {
        return new LogLines(new LogDate("%F %T", ZoneOffset.UTC), NodeName.NID, true, detail, false);
    }

    private List<String> show(LogLines lines) throws LogException {
        try (var file = LogFile.open(path)) {
            var merge = new LogMerge(List.of(file), LogPosition.START);
            var shown = new ArrayList<String>();
            for (var next = merge.next(); next != null; next = merge.next()) {
                shown.addAll(lines.of(next.record(), next.file()));
            }
            return shown;
        }
    }

    @Test
    void showsLinesAndPacketsByDate() throws Exception {
        write(
                text(1.5, null, 20, "before it knows itself"),
                text(3, S1, 30, "two\nlines\n"),
                packet(2, 1, new AskObject(1, 2, 3)),
                packet(3, 0x12345, new ErrorPacket(ErrorCode.OID_NOT_FOUND, "0000000000000065")),
                text(2.5, NEW, 10, ""));
        assertThat(show(lines(PacketText.Detail.ARGUMENTS)))
                .containsExactly(
                        "1970-01-01 00:00:01.5000 INFO      my storage#1? before it knows itself",
                        "1970-01-01 00:00:02.0000 PACKET    S1         #0x0001 AskObject                      " + PEER
                                + " \t| (b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01',"
                                + " b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02',"
                                + " b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03')",
                        "1970-01-01 00:00:03.0000 WARNING   S1         two",
                        "1970-01-01 00:00:03.0000 WARNING   S1         lines",
                        "1970-01-01 00:00:03.0000 PACKET    S1         #0x12345 Error                          " + PEER,
                        "1970-01-01 00:00:03.0000 PACKET    S1         3 (b'0000000000000065')");
    }

    @Test
    void showsNodesInTheirColumns() throws Exception {
        write(
                packet(
                        1,
                        0,
                        new NotifyNodeInformation(
                                2.5,
                                List.of(
                                        new NodeInfo(
                                                NodeType.CLIENT,
                                                null,
                                                NodeIds.of(NodeType.CLIENT, 1),
                                                NodeState.RUNNING,
                                                1),
                                        new NodeInfo(
                                                NodeType.MASTER,
                                                new Address("::1", 10000),
                                                NodeIds.NONE,
                                                NodeState.DOWN,
                                                Double.NaN)))),
                packet(2, 1, new NotifyNodeInformation(3, List.of())));
        assertThat(show(lines(PacketText.Detail.ARGUMENTS)))
                .containsExactly(
                        "1970-01-01 00:00:01.0000 PACKET    S1         #0x0000 NotifyNodeInformation          " + PEER
                                + " \t| (2.5,)",
                        "1970-01-01 00:00:01.0000 PACKET    S1          ! C1   | CLIENT |             "
                                + "| RUNNING | 1970-01-01 00:00:01",
                        "1970-01-01 00:00:01.0000 PACKET    S1          ! None | MASTER | [::1]:10000 | DOWN    | None",
                        "1970-01-01 00:00:02.0000 PACKET    S1         #0x0001 NotifyNodeInformation          " + PEER
                                + " \t| (3.0,)");
    }

    @Test
    void inflatesData() throws Exception {
        var data = "x".repeat(100).getBytes(StandardCharsets.UTF_8);
        var deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        var small = new byte[50];
        small = Arrays.copyOf(small, deflater.deflate(small));
        write(packet(1, 0, new AnswerObject(1, 2, 3, 1, new byte[20], small, 4)));
        assertThat(show(lines(PacketText.Detail.DATA)))
                .singleElement()
                .asString()
                .endsWith(", (100, b'" + "x".repeat(100) + "'), b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x04')");
    }

    @Test
    void whatCannotBeDecodedIsSaidSo() throws Exception {
        write(
                new LogRecord.Packet(1, S1, 0, 0x8000, PEER, new byte[] {1}, 5),
                new LogRecord.Packet(2, S1, 1, 0x7fff, PEER, new byte[] {1}, 5),
                new LogRecord.Packet(3, S1, 2, 0x20, PEER, null, 5));
        assertThat(show(lines(PacketText.Detail.ARGUMENTS)))
                .containsExactly(
                        "1970-01-01 00:00:01.0000 PACKET    S1         #0x0000 Error                          " + PEER,
                        "1970-01-01 00:00:01.0000 PACKET    S1         Can't decode packet",
                        "1970-01-01 00:00:02.0000 PACKET    S1         #0x0001 UnknownPacket[32767]           " + PEER,
                        "1970-01-01 00:00:03.0000 PACKET    S1         #0x0002 AskObject                      " + PEER);
    }

    @Test
    void pagesFollowOneAnotherInBothDirections() throws Exception {
        write(IntStream.range(1, 100)
                .mapToObj(i -> i % 3 == 0 ? packet(i, i, new AskObject(i, 2, 3)) : text(i, S1, 20, "line " + i))
                .toArray(LogRecord[]::new));
        try (var file = LogFile.open(path)) {
            var dates = new ArrayList<Double>();
            var position = LogPosition.at(10);
            LogPage page;
            do {
                page = file.after(position, LogFilter.ALL, 7);
                page.records().forEach(record -> dates.add(record.date()));
                position = page.next();
            } while (page.more());
            assertThat(dates)
                    .hasSize(90)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .startsWith(10.0)
                    .endsWith(99.0);
            assertThat(file.before(20, LogFilter.ALL, 3).records())
                    .extracting(LogRecord::date)
                    .containsExactly(17.0, 18.0, 19.0);
            assertThat(file.before(20, new LogFilter(30, false), 3).records()).isEmpty();
            assertThat(file.after(LogPosition.at(98), new LogFilter(20, false), 3)
                            .records())
                    .extracting(LogRecord::date)
                    .containsExactly(98.0);
        }
    }

    @Test
    void nothingIsLeftOutBetweenTheLastRecordsWhenPacketsAreLarge() throws Exception {
        write(
                text(1, S1, 20, "one"),
                large(1.5),
                text(2, S1, 20, "two"),
                large(2.5),
                text(3, S1, 20, "three"),
                large(3.5));
        try (var file = LogFile.open(path)) {
            var end = file.before(20, LogFilter.ALL, 100);
            assertThat(end.records()).extracting(LogRecord::date).containsExactly(2.5, 3.0, 3.5);
            assertThat(end.more()).isTrue();

            var earlier = file.before(2.5, LogFilter.ALL, 100);
            assertThat(earlier.records()).extracting(LogRecord::date).containsExactly(1.0, 1.5, 2.0);
            assertThat(earlier.more()).isFalse();
        }
    }

    /// Two of them are more than what is read at once.
    private static LogRecord.Packet large(double date) {
        return new LogRecord.Packet(date, S1, 1, 1, PEER, new byte[LogFile.PAGE_BYTES / 2 + 1], 5);
    }

    @Test
    void findsWhatIsAddedLater() throws Exception {
        write(text(1, S1, 20, "one"));
        try (var file = LogFile.open(path)) {
            var merge = new LogMerge(List.of(file), LogPosition.START);
            assertThat(merge.next()).isNotNull();
            assertThat(merge.next()).isNull();
            // The second one is younger, yet its date is taken.
            write(text(1, S1, 20, "two"), packet(0.5, 0, new AskObject(1, 2, 3)));
            assertThat(merge.next().record()).isInstanceOf(LogRecord.Packet.class);
            assertThat(merge.next().record().date()).isEqualTo(Math.nextUp(1.0));
            assertThat(merge.next()).isNull();
        }
    }

    @Test
    void readsCompressedFilesAndOlderForms() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("old.log"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE log (date REAL PRIMARY KEY, name TEXT, level INTEGER,"
                    + " pathname TEXT, lineno INTEGER, msg TEXT)");
            statement.executeUpdate("CREATE TABLE packet (date REAL PRIMARY KEY, name TEXT, msg_id INTEGER,"
                    + " code INTEGER, peer TEXT, body BLOB)");
            statement.executeUpdate("CREATE TABLE protocol (date REAL PRIMARY KEY, text BLOB)");
            statement.executeUpdate("INSERT INTO protocol VALUES (0, 'of another time')");
            statement.executeUpdate("INSERT INTO log VALUES (1, 'old-1', 20, NULL, NULL, 'long ago')");
            statement.executeUpdate("INSERT INTO packet VALUES (2, NULL, 3, 32, '> x', NULL)");
        }
        path = folder.resolve("old.log");
        var old = List.of(
                "1970-01-01 00:00:01.0000 INFO      old-1      long ago",
                "1970-01-01 00:00:02.0000 PACKET    old        #0x0003 UnknownPacket[32]              > x");
        assertThat(show(lines(PacketText.Detail.NAMES))).isEqualTo(old);
        write(text(3, S1, 20, "today"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("old.log.gz")))) {
            Files.copy(path, out);
        }
        path = folder.resolve("old.log.gz");
        assertThat(show(lines(PacketText.Detail.NAMES)))
                .startsWith(old.toArray(String[]::new))
                .endsWith("1970-01-01 00:00:03.0000 INFO      S1         today");
    }

    @Test
    void aDamagedTableEndsWithWhyAndLeavesTheOther() throws Exception {
        write(IntStream.range(1, 2000)
                .mapToObj(i -> text(i, S1, 20, "a line that takes some room: " + i))
                .toArray(LogRecord[]::new));
        write(packet(5000, 0, new AskObject(1, 2, 3)));
        damage("line that takes some room: 1500".getBytes(StandardCharsets.UTF_8));
        var shown = show(lines(PacketText.Detail.NAMES));
        assertThat(shown).hasSizeLessThan(2000).hasSizeGreaterThan(100);
        assertThat(shown)
                .filteredOn(line -> line.contains(" LOG "))
                .singleElement()
                .asString()
                .contains("DatabaseError: database disk image is malformed");
        assertThat(shown.getLast()).contains("AskObject");
    }

    /// Overwrites the page that holds something.
    private void damage(byte[] content) throws IOException {
        var bytes = Files.readAllBytes(path);
        int at = new String(bytes, StandardCharsets.ISO_8859_1)
                .indexOf(new String(content, StandardCharsets.ISO_8859_1));
        Arrays.fill(bytes, at - at % 4096, at - at % 4096 + 4096, (byte) 0x55);
        Files.write(path, bytes);
    }

    @Test
    void refusesWhatIsNoLogInOneLine() throws Exception {
        assertThatThrownBy(() -> LogFile.open(path)).hasMessage(path + ": no such file");
        Files.writeString(path, "a text, and not a short one, so that it may be taken for a header. ".repeat(20));
        assertThatThrownBy(() -> LogFile.open(path))
                .isInstanceOf(LogException.class)
                .hasMessage(path + ": file is not a database");
        Files.writeString(path, "");
        assertThatThrownBy(() -> LogFile.open(path)).hasMessage(path + ": not a log of NEO");
        var zipped = folder.resolve("x.log.bz2");
        Files.writeString(zipped, "no");
        assertThatThrownBy(() -> LogFile.open(zipped)).hasMessageContaining("not a bzip2 stream");
    }

    @Test
    void aFileWithoutPacketsNeedNotTellTheirProtocol() throws Exception {
        write(text(1, S1, 20, "one"));
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:file:" + path.toUri().getRawPath());
                var statement = connection.createStatement()) {
            statement.executeUpdate("DROP TABLE protocol");
        }
        assertThat(show(lines(PacketText.Detail.NAMES))).hasSize(1);
    }

    @Test
    void theProgramForPythonIsTheOneThatCanBeRead() throws IOException {
        assertThat(ProtocolVersions.version(LogDatabase.protocolText())).isEqualTo(5);
        try (var source = LogDatabase.class.getResourceAsStream("protocol.py");
                var text = new Bzip2(new ByteArrayInputStream(LogDatabase.protocolText()))) {
            var program = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(program);
            for (var entry : PacketCatalogue.values()) {
                assertThat(program).contains("0x%04x: '%s',".formatted(entry.code(), entry.packetName()));
            }
        }
    }
}
