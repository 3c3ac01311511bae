package io.neoppod.config;

import io.neoppod.runtime.TlsSettings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file of saved clusters, which the command line and the desktop app share.
///
/// ```toml
/// version = 1
/// current = "erp5"
///
/// [context.erp5]
/// class = "production"
/// address = "192.0.2.5:9999"
/// masters = ["192.0.2.5:10000", "192.0.2.6:10000"]
/// cluster = "erp5"
/// ca = "/etc/neo/ca.crt"
/// cert = "/etc/neo/me.crt"
/// key = "/etc/neo/me.key"
/// ```
///
/// Each change reads the file anew, replaces what changes and leaves the rest as its author wrote it, unknown keys and
/// comments included. The new text replaces the old one at once, and only its owner may read it.
public final class ContextFile {
    private static final int VERSION = 1;
    private static final String TABLE = "context";

    private final Path file;

    public ContextFile(Path file) {
        this.file = file;
    }

    /// The user's own file. `NEO_CONTEXTS` names another one.
    public static ContextFile standard() throws ConfigException {
        var chosen = System.getenv("NEO_CONTEXTS");
        return new ContextFile(
                chosen == null || chosen.isEmpty()
                        ? PlatformFolders.configuration().resolve("contexts.toml")
                        : UserPaths.parse(chosen));
    }

    public Path path() {
        return file;
    }

    /// What the file holds; nothing when it does not exist.
    ///
    /// @throws ConfigException when it cannot be read or is wrong, with the place
    public Contexts read() throws ConfigException {
        var document = document();
        var contexts = new ArrayList<Context>();
        for (var name : document.children(TABLE)) {
            contexts.add(new Entry(document, name).read());
        }
        return new Contexts(document.string("current"), contexts, version(document) <= VERSION);
    }

    /// Adds a context, or replaces the one of that name.
    public void save(Context context) throws ConfigException {
        var valid = context.validated();
        change(document -> new Entry(document, valid.name()).write(valid));
    }

    /// Replaces a context by one that may have another name; what the file says more about it is not carried over to
    /// another name.
    public void replace(String name, Context context) throws ConfigException {
        var valid = context.validated();
        change(document -> {
            if (!name.equals(valid.name())) {
                document.removeAll(TABLE, name);
                if (name.equals(document.string("current"))) {
                    document.set(valid.name(), "current");
                }
            }
            new Entry(document, valid.name()).write(valid);
        });
    }

    /// Forgets a context; no effect when there is none of that name.
    public void remove(String name) throws ConfigException {
        change(document -> {
            document.removeAll(TABLE, name);
            if (name.equals(document.string("current"))) {
                document.set(null, "current");
            }
        });
    }

    /// Makes a context the one that is used when none is named.
    ///
    /// @throws ConfigException also when there is no such context
    public void use(String name) throws ConfigException {
        read().get(name);
        change(document -> document.set(name, "current"));
    }

    private interface Change {
        void apply(TomlDocument document) throws ConfigException;
    }

    private void change(Change change) throws ConfigException {
        var document = document();
        if (version(document) > VERSION) {
            throw new ConfigException(file + " was written by a newer version of NEO: it is read, not changed");
        }
        document.set(VERSION, "version");
        change.apply(document);
        write(document.toString());
    }

    private static double version(TomlDocument document) throws ConfigException {
        return document.number(VERSION, "version");
    }

    private TomlDocument document() throws ConfigException {
        try {
            return TomlDocument.parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException absent) {
            return TomlDocument.parse(file.toString(), "");
        } catch (IOException unreadable) {
            throw new ConfigException("cannot read " + file + ": " + reason(unreadable));
        }
    }

    /// Aside, then in its place, which may be behind a link.
    private void write(String text) throws ConfigException {
        try {
            var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            var folder = target.getParent();
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(folder, posix ? forOwner("rwx------") : new FileAttribute<?>[0]);
            var aside = Files.createTempFile(
                    folder, ".contexts", ".new", posix ? forOwner("rw-------") : new FileAttribute<?>[0]);
            try {
                Files.writeString(aside, text);
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException unwritable) {
            throw new ConfigException("cannot write " + file + ": " + reason(unwritable));
        }
    }

    private static FileAttribute<?>[] forOwner(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static String reason(IOException failure) {
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : " " + failure.getMessage());
    }

    /// One context in the text.
    private record Entry(TomlDocument document, String name) {

        Context read() throws ConfigException {
            var folder = string("folder");
            return new Context(
                            name,
                            kind(),
                            string("address"),
                            document.strings(TABLE, name, "masters"),
                            string("cluster"),
                            tls(),
                            folder == null ? null : UserPaths.parse(folder),
                            paths(document.strings(TABLE, name, "logs")),
                            document.strings(TABLE, name, "metrics"),
                            new Context.Options(
                                    document.number(0, TABLE, name, "poll-seconds"),
                                    document.flag(TABLE, name, "read-only")))
                    .validated();
        }

        void write(Context context) {
            var tls = context.tls();
            var options = context.options();
            set(
                    "class",
                    context.kind() == Context.Kind.development
                            ? null
                            : context.kind().name());
            set("address", context.address());
            set("masters", unlessEmpty(context.masters()));
            set("cluster", context.cluster());
            set("ca", text(tls == null ? null : tls.ca()));
            set("cert", text(tls == null ? null : tls.certificate()));
            set("key", text(tls == null ? null : tls.key()));
            set("folder", text(context.folder()));
            set("logs", unlessEmpty(context.logs().stream().map(Path::toString).toList()));
            set("metrics", unlessEmpty(context.metrics()));
            set("poll-seconds", options.pollSeconds() == 0 ? null : options.pollSeconds());
            set("read-only", options.readOnly() ? true : null);
        }

        private Context.Kind kind() throws ConfigException {
            var word = string("class");
            try {
                return word == null ? Context.Kind.development : Context.Kind.valueOf(word);
            } catch (IllegalArgumentException unknown) {
                throw new ConfigException("context '" + name + "', class: expected development, staging or production,"
                        + " not '" + word + "'");
            }
        }

        private @Nullable TlsSettings tls() throws ConfigException {
            var ca = string("ca");
            var cert = string("cert");
            var key = string("key");
            if (ca != null && cert != null && key != null) {
                return new TlsSettings(UserPaths.parse(ca), UserPaths.parse(cert), UserPaths.parse(key));
            }
            if (ca != null || cert != null || key != null) {
                throw new ConfigException("context '" + name + "': encryption needs all of ca, cert and key");
            }
            return null;
        }

        private @Nullable String string(String key) throws ConfigException {
            return document.string(TABLE, name, key);
        }

        private static List<Path> paths(List<String> texts) throws ConfigException {
            var paths = new ArrayList<Path>();
            for (var text : texts) {
                paths.add(UserPaths.parse(text));
            }
            return paths;
        }

        private void set(String key, @Nullable Object value) {
            document.set(value, TABLE, name, key);
        }

        private static @Nullable String text(@Nullable Path path) {
            return path == null ? null : path.toString();
        }

        private static @Nullable List<String> unlessEmpty(List<String> list) {
            return list.isEmpty() ? null : list;
        }
    }
}
