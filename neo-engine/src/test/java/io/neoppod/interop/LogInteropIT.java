package io.neoppod.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.neolog.LogDate;
import io.neoppod.neolog.LogException;
import io.neoppod.neolog.LogFile;
import io.neoppod.neolog.LogLines;
import io.neoppod.neolog.LogLines.NodeName;
import io.neoppod.neolog.LogMerge;
import io.neoppod.neolog.LogPosition;
import io.neoppod.neolog.LogWriter;
import io.neoppod.neolog.PacketText.Detail;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.runtime.LogSink.Trace;
import io.neoppod.runtime.netty.NettyRuntime;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Python's `neolog` and ours show the same, whoever wrote the files.
class LogInteropIT {
    @TempDir
    private Path folder;

    @Test
    void filesOfPythonNodes() throws Exception {
        try (var reference = Reference.in(folder)) {
            int master = Reference.freePort();
            int admin = Reference.freePort();
            var masters = "127.0.0.1:" + master;
            reference.start("master", "-c", "logs", "-b", masters, "-A", "1", "-l", file("master"));
            reference.start(
                    "storage", "-c", "logs", "-m", masters, "-a", "SQLite", "-d", file("s1.sqlite"), "-l", file("s1"));
            reference.start("admin", "-c", "logs", "-m", masters, "-b", "127.0.0.1:" + admin, "-l", file("admin"));
            reference.awaitState(admin, "RUNNING");
            reference.neoctl(admin, "flush_log");
            reference.await(admin, "primary", output -> output.startsWith("M1"));
            compare(reference, "master", "s1", "admin");
        }
    }

    @Test
    void filesOfJavaNodes() throws Exception {
        try (var reference = Reference.in(folder)) {
            try (var runtime = NettyRuntime.of("S1", null)) {
                LogWriter.attach(runtime, folder.resolve("java"));
                var log = runtime.log();
                log.info("several\nlines, 'quotes' and é\n");
                log.node("logs", NodeIds.of(NodeType.STORAGE, 1));
                packets()
                        .forEach(packet -> log.packet(
                                new Trace(true, 7, packet, 0, NodeIds.of(NodeType.CLIENT, 1), new Address("::1", 1))));
            }
            compare(reference, "java");
        }
    }

    private static Stream<Packet> packets() {
        var nodes = List.of(
                new NodeInfo(
                        NodeType.STORAGE, new Address("::1", 1), NodeIds.of(NodeType.STORAGE, 1), NodeState.DOWN, 1.5),
                new NodeInfo(
                        NodeType.MASTER, new Address("127.0.0.1", 10000), NodeIds.NONE, NodeState.UNKNOWN, Double.NaN));
        return Stream.of(
                new NotifyNodeInformation(1e9 + 0.1, nodes),
                new NotifyNodeInformation(5, List.of()),
                new ErrorPacket(ErrorCode.DENIED, "it's \"no\"\n"),
                new AnswerClusterState(ClusterState.BACKINGUP),
                new AnswerObject(1, 2, 3, 0, new byte[20], new byte[] {0, 'a', '\'', '\\', -1}, 4));
    }

    private void compare(Reference reference, String... files) throws Exception {
        for (var option : List.of("-N", "-a", "-A", "-C")) {
            var arguments = Stream.concat(Stream.of(option), Stream.of(files).map(this::file))
                    .toArray(String[]::new);
            // It shows the local time of its machine.
            var shown = reference.script(
                    "import os, time; os.environ['TZ'] = 'UTC'; time.tzset();"
                            + " from neo.scripts.neolog import main; main()",
                    arguments);
            assertThat(shown.errors()).isEmpty();
            assertThat(shown.output()).isEqualTo(show(option, files)).contains("Node ID: ", "PACKET");
        }
    }

    private String show(String option, String... files) throws LogException {
        var lines = new LogLines(
                new LogDate(LogDate.DEFAULT_FORMAT, ZoneOffset.UTC),
                switch (option) {
                    case "-N" -> NodeName.NAME;
                    case "-C" -> NodeName.CLUSTER_AND_NID;
                    default -> NodeName.NID;
                },
                true,
                switch (option) {
                    case "-a" -> Detail.ARGUMENTS;
                    case "-A" -> Detail.DATA;
                    default -> Detail.NAMES;
                },
                false);
        var opened = new ArrayList<LogFile>();
        try {
            for (var name : files) {
                opened.add(LogFile.open(folder.resolve(name)));
            }
            var merge = new LogMerge(opened, LogPosition.START);
            var shown = new ArrayList<String>();
            for (var next = merge.next(); next != null; next = merge.next()) {
                shown.addAll(lines.of(next.record(), next.file()));
            }
            return shown.stream().map(line -> line + "\n").collect(Collectors.joining());
        } finally {
            opened.forEach(LogFile::close);
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
