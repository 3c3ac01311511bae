package io.neoppod.neolog;

import io.neoppod.neolog.LogBacklog.Remembered;
import io.neoppod.protocol.MessageEncoder;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.PacketCatalogue;
import io.neoppod.runtime.Clock;
import io.neoppod.runtime.LogSink;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Worker;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes the log of a node to a file that `neolog` reads.
///
/// Everything is remembered, packets included, and written only when it may matter: at a line of level WARNING or
/// above, when it is asked for ([#flush]) and at the end. So the file tells what came before each problem, and costs
/// nothing as long as all is well. What is remembered is bounded; the oldest goes first, packets before lines. A line
/// tells how many lines were left out.
///
/// A file that was renamed or removed is left alone: the next records go to a new one under the old name.
///
/// Records come from any thread; writing is the work of a worker of the node. A file that cannot be written keeps its
/// records in memory, within the bound, and is tried again.
///
/// Reference: neo/lib/logger.py.
public final class LogWriter implements LogSink {
    /// Memory for records that are not written, as in the reference.
    private static final int BACKLOG_BYTES = 16 << 20;

    /// Guess of the memory of a record besides its text or body.
    private static final int RECORD_BYTES = 1160;

    private static final String SOURCE = "neolog/LogWriter.java";

    private static final long RETRY_NS = Duration.ofSeconds(10).toNanos();

    private final NodeRuntime runtime;
    private final Clock clock;
    private final Worker worker;
    private final Path path;
    private final AtomicBoolean requested = new AtomicBoolean();

    /// Added to by any thread, taken by the one that writes: guarded by itself, like the field below.
    private final LogBacklog backlog;

    private @Nullable LogNode node;

    /// The worker writes, and at the end whoever closes: guarded by this lock, like all below.
    private final Object writing = new Object();

    private @Nullable LogDatabase database;
    private @Nullable Object fileKey;
    private boolean failing;

    private record RememberedText(LogRecord.Text record) implements Remembered {
        @Override
        public boolean isLine() {
            return true;
        }

        @Override
        public int bytes() {
            return RECORD_BYTES + record.message().length();
        }
    }

    private record RememberedPacket(double date, @Nullable LogNode node, Trace trace) implements Remembered {
        @Override
        public boolean isLine() {
            return false;
        }

        @Override
        public int bytes() {
            return RECORD_BYTES + trace.bytes();
        }

        @Override
        public LogRecord record() {
            int code = PacketCatalogue.of(trace.packet().getClass()).code();
            var peer = "%s %s (%s)".formatted(trace.sent() ? ">" : "<", NodeIds.text(trace.peer()), trace.address());
            var body = MessageEncoder.arguments(trace.packet());
            return new LogRecord.Packet(date, node, trace.messageId(), code, peer, body, ProtocolVersions.OURS);
        }
    }

    private LogWriter(NodeRuntime runtime, Path path, int maxBytes) {
        this.runtime = runtime;
        this.clock = runtime.clock();
        this.worker = runtime.worker("log");
        this.path = path;
        this.backlog = new LogBacklog(maxBytes);
    }

    /// Makes all that a node logs go to a file as well, until its runtime is closed.
    ///
    /// @param path null for no file
    /// @throws LogException when the file cannot be written
    public static void attach(NodeRuntime runtime, @Nullable Path path) throws LogException {
        if (path != null) {
            attach(runtime, path, BACKLOG_BYTES);
        }
    }

    /// The same.
    ///
    /// @param maxBytes memory for records that are not written
    public static void attach(NodeRuntime runtime, Path path, int maxBytes) throws LogException {
        var writer = new LogWriter(runtime, path, maxBytes);
        try {
            synchronized (writer.writing) {
                writer.open();
            }
        } catch (SQLException | IOException failure) {
            throw new LogException("cannot write the log file " + path + ": " + writer.reason(failure));
        }
        runtime.log().attach(writer);
    }

    @Override
    public void text(Level level, String source, int line, String message) {
        synchronized (backlog) {
            backlog.add(new RememberedText(new LogRecord.Text(now(), node, number(level), source, line, message)));
        }
        if (level.toInt() >= Level.WARN.toInt()) {
            flush();
        }
    }

    @Override
    public void packet(Trace packet) {
        synchronized (backlog) {
            backlog.add(new RememberedPacket(now(), node, packet));
        }
    }

    @Override
    public void node(String cluster, int nid) {
        synchronized (backlog) {
            node = new LogNode(null, cluster, nid);
        }
    }

    @Override
    public void flush() {
        if (requested.compareAndSet(false, true)) {
            runtime.loop()
                    .execute(() -> worker.run(
                            () -> {
                                requested.set(false);
                                return write();
                            },
                            (written, _) -> {
                                if (!Boolean.TRUE.equals(written)) {
                                    runtime.loop().schedule(RETRY_NS, this::flush);
                                }
                            }));
        }
    }

    private double now() {
        return clock.wallMicros() / 1e6;
    }

    private static int number(Level level) {
        return switch (level) {
            case ERROR -> 40;
            case WARN -> 30;
            case INFO -> 20;
            case DEBUG, TRACE -> 10;
        };
    }

    /// Returns whether nothing is left to be written.
    private boolean write() {
        synchronized (writing) {
            var records = takeAll();
            try {
                followRename();
                Objects.requireNonNull(database)
                        .write(() -> records.stream().map(Remembered::record).iterator());
                failing = false;
                return true;
            } catch (SQLException | IOException failure) {
                giveBack(records);
                complain(failure);
                return false;
            }
        }
    }

    private List<Remembered> takeAll() {
        synchronized (backlog) {
            var records = backlog.takeAll();
            int forgotten = backlog.forgottenLines();
            if (forgotten > 0) {
                records.add(new RememberedText(new LogRecord.Text(
                        now(), node, number(Level.WARN), SOURCE, 0, forgotten + " older lines were left out")));
            }
            return records;
        }
    }

    private void giveBack(List<Remembered> records) {
        synchronized (backlog) {
            var later = backlog.takeAll();
            records.forEach(backlog::add);
            later.forEach(backlog::add);
        }
    }

    /// Not to the log of the node, which would make us write again at once.
    private void complain(Exception failure) {
        if (!failing) {
            failing = true;
            LoggerFactory.getLogger("neo.log").warn("cannot write the log file {}: {}", path, failure.getMessage());
        }
    }

    private void followRename() throws SQLException, IOException {
        if (database == null || !Objects.equals(fileKey, keyOfFile())) {
            close(database);
            database = null;
            open();
        }
    }

    private void open() throws SQLException, IOException {
        database = LogDatabase.open(path, now());
        fileKey = keyOfFile();
    }

    /// Why the file cannot be written, from the system: the database only says that it cannot.
    private @Nullable String reason(Exception failure) {
        try {
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return failure.getMessage();
        } catch (NoSuchFileException missing) {
            return "no such file or folder";
        } catch (AccessDeniedException denied) {
            return "permission denied";
        } catch (IOException other) {
            return other instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : failure.getMessage();
        }
    }

    /// What tells the file from another of the same name; null when there is none.
    private @Nullable Object keyOfFile() throws IOException {
        return Files.exists(path)
                ? Files.readAttributes(path, BasicFileAttributes.class).fileKey()
                : "no file";
    }

    @Override
    public void close() {
        write();
        synchronized (writing) {
            try {
                close(database);
            } catch (SQLException failure) {
                complain(failure);
            }
            database = null;
        }
    }

    private static void close(@Nullable LogDatabase database) throws SQLException {
        if (database != null) {
            database.close();
        }
    }
}
