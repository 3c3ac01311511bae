package io.neoppod.embedded;

import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.embedded.EmbeddedSettings.Shape;
import io.neoppod.protocol.Address;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of an embedded cluster, locked.
///
/// | File | |
/// |---|---|
/// | `cluster.properties` | what was chosen: shape and addresses |
/// | `cluster.lock` | locked while the cluster runs; stays when it does not |
/// | `storage-N.sqlite` | data of storage N |
/// | `NODE.log` | log of a node, for `neolog` |
final class ClusterFolder implements AutoCloseable {
    private static final String SETTINGS = "cluster.properties";
    private static final String LOCK = "cluster.lock";
    /// Whatever a cluster leaves besides its settings, with what SQLite may leave beside it.
    private static final Pattern MADE_HERE =
            Pattern.compile("(storage-\\d+\\.sqlite|(master|admin|storage)(-\\d+)?\\.log)(-wal|-shm|-journal)?"
                    + "|cluster\\.properties\\.new");

    private static final String NUMBERS = "storage-numbers";

    /// Folders locked by this JVM. Static as an exception: the system gives locks to processes, and takes them back
    /// when *any* channel of the file is closed, so nobody of this JVM may even open the file of a lock it holds.
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileLock lock;

    /// What is remembered of a cluster.
    ///
    /// @param storages numbers of the storages, as many as the shape has
    /// @param masters  at least one
    record Remembered(Shape shape, List<Integer> storages, List<Address> masters, Address admin) {
        /// A new cluster.
        static Remembered of(Shape shape, List<Address> masters, Address admin) {
            return new Remembered(shape, firstNumbers(shape.storages()), masters, admin);
        }
    }

    private static List<Integer> firstNumbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private ClusterFolder(Path folder, FileLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// @throws ConfigException when the cluster runs already, or the folder cannot be used
    static ClusterFolder lock(Path wanted) throws ConfigException {
        try {
            var folder = Files.createDirectories(wanted).toRealPath();
            if (!LOCKED_HERE.add(folder)) {
                throw alreadyRunning(folder);
            }
            var lock = tryLock(folder);
            if (lock == null) {
                LOCKED_HERE.remove(folder);
                throw alreadyRunning(folder);
            }
            return new ClusterFolder(folder, lock);
        } catch (IOException failure) {
            throw new ConfigException("cannot use the folder " + wanted + ": " + reason(failure));
        }
    }

    private static @Nullable FileLock tryLock(Path folder) throws IOException {
        FileLock lock = null;
        try {
            var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock = channel.tryLock();
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            return lock;
        } catch (IOException failure) {
            LOCKED_HERE.remove(folder);
            throw failure;
        }
    }

    private static ConfigException alreadyRunning(Path folder) throws ConfigException {
        var running = read(folder);
        return new ConfigException(
                running == null
                        ? "a cluster is being started in " + folder
                        : "cluster '%s' is already running on %s (master %s, admin %s)"
                                .formatted(running.shape.cluster(), folder, text(running.masters), running.admin));
    }

    Path path() {
        return folder;
    }

    Path log(String node) {
        return folder.resolve(node + ".log");
    }

    /// The database of a storage.
    Path database(int storage) {
        return folder.resolve("storage-" + storage + ".sqlite");
    }

    static boolean hasCluster(Path folder) {
        return Files.exists(folder.resolve(SETTINGS));
    }

    /// What was remembered, or null in a new folder.
    @Nullable
    Remembered read() throws ConfigException {
        return read(folder);
    }

    private static @Nullable Remembered read(Path folder) throws ConfigException {
        var file = folder.resolve(SETTINGS);
        if (Files.notExists(file)) {
            return null;
        }
        var values = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException | IllegalArgumentException failure) {
            throw new ConfigException("cannot read " + file + ": " + failure.getMessage());
        }
        var masters = Addresses.parseList(text(file, values, "master"), 0);
        if (masters.isEmpty()) {
            throw new ConfigException(file + ": 'master' has no address: restore it");
        }
        var shape = new Shape(
                text(file, values, "cluster"),
                masters.size(),
                number(file, values, "storages"),
                number(file, values, "replicas"),
                number(file, values, "partitions"));
        var storages = numbers(file, values, shape.storages());
        return new Remembered(
                shape.withStorages(storages.size()),
                storages,
                masters,
                Addresses.parse(text(file, values, "admin"), 0));
    }

    /// Their numbers are written down once a storage was forgotten.
    private static List<Integer> numbers(Path file, Properties values, int count) throws ConfigException {
        var text = values.getProperty(NUMBERS);
        if (text == null) {
            return firstNumbers(count);
        }
        try {
            return Stream.of(text.strip().split("\\s+")).map(Integer::valueOf).toList();
        } catch (NumberFormatException notNumbers) {
            throw new ConfigException(file + ": " + NUMBERS + " must be numbers, not '" + text + "'");
        }
    }

    private static String text(List<Address> addresses) {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(" "));
    }

    private static String text(Path file, Properties values, String key) throws ConfigException {
        var value = values.getProperty(key);
        if (value == null) {
            throw new ConfigException(file + " has no line '" + key + "': restore it");
        }
        return value;
    }

    private static int number(Path file, Properties values, String key) throws ConfigException {
        var value = text(file, values, key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw new ConfigException(file + ": " + key + " must be a number, not '" + value + "'");
        }
    }

    /// Replaces the file in one step: a crash leaves the old one or the new one.
    void write(Remembered remembered) throws ConfigException {
        var values = new Properties();
        values.setProperty("cluster", remembered.shape.cluster());
        values.setProperty("storages", Integer.toString(remembered.shape.storages()));
        if (!remembered.storages.equals(firstNumbers(remembered.storages.size()))) {
            values.setProperty(
                    NUMBERS, remembered.storages.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        values.setProperty("replicas", Integer.toString(remembered.shape.replicas()));
        values.setProperty("partitions", Integer.toString(remembered.shape.partitions()));
        values.setProperty("master", text(remembered.masters));
        values.setProperty("admin", remembered.admin.toString());
        var aside = folder.resolve(SETTINGS + ".new");
        try {
            var writer = new StringWriter();
            values.store(writer, null);
            // What begins with # is the date; colons of values need no backslash.
            var lines = writer.toString()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.replace("\\:", ":"))
                    .collect(Collectors.joining("\n", "# The NEO cluster in this folder\n", "\n"));
            Files.writeString(aside, lines);
            Files.move(aside, folder.resolve(SETTINGS), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new ConfigException("cannot write " + aside + ": " + reason(failure));
        }
    }

    /// Deletes all that a cluster made here. The settings go last: what is left after a failure is still known for a
    /// cluster, and can be deleted again.
    void delete() throws ConfigException {
        try {
            List<Path> made;
            try (var files = Files.list(folder)) {
                made = files.filter(file ->
                                MADE_HERE.matcher(file.getFileName().toString()).matches())
                        .toList();
            }
            for (var file : made) {
                Files.delete(file);
            }
            Files.delete(folder.resolve(SETTINGS));
            Files.delete(folder.resolve(LOCK));
        } catch (IOException failure) {
            throw new ConfigException("cannot delete the cluster in " + folder + ": " + reason(failure));
        }
    }

    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException ignored) {
            // The lock ends with the process at the latest.
        }
        LOCKED_HERE.remove(folder);
    }

    /// The messages of file system exceptions are often only the path.
    private static String reason(IOException failure) {
        return failure.getClass().getSimpleName().replace("Exception", "") + " " + failure.getMessage();
    }
}
