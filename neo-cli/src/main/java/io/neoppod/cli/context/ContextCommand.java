package io.neoppod.cli.context;

import io.neoppod.cli.AsGiven;
import io.neoppod.cli.CommonOptions;
import io.neoppod.cli.OutputOption;
import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.config.ContextFile;
import io.neoppod.config.UserPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `neo context`: clusters saved under a name, in the file that the desktop app uses as well.
@Command(
        name = "context",
        subcommands = {
            ContextCommand.ListAll.class,
            ContextCommand.Add.class,
            ContextCommand.Use.class,
            ContextCommand.Show.class,
            ContextCommand.Remove.class
        },
        header = "Saves clusters under names, for 'neo ctl --context' and the desktop app.",
        footer = {
            "",
            "Examples:",
            "  neo context add demo --address 127.0.0.1:9999",
            "  neo context add erp5 --class production -a 192.0.2.5 -m '192.0.2.5 192.0.2.6' -c erp5",
            "  neo ctl --context erp5 print summary",
            "",
            "Exit status: 0 done, or so already; 1 failed; 2 wrong option."
        })
public final class ContextCommand implements Runnable {
    private static final int FAILED = 1;
    private static final int DEFAULT_MASTER_PORT = 10000;
    private static final int DEFAULT_ADMIN_PORT = 9999;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "the file (default: $NEO_CONTEXTS, else contexts.toml in your configuration folder)")
    private @Nullable String file;

    /// What a sub-command does.
    private interface Action {
        void run(ContextFile contexts) throws ConfigException;
    }

    /// A sub-command is needed.
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? One of list, use, add, remove and show is needed");
    }

    private int run(Action action) {
        try {
            action.run(file == null ? ContextFile.standard() : new ContextFile(UserPaths.parse(file)));
            return 0;
        } catch (ConfigException wrong) {
            return fail(wrong);
        }
    }

    private int fail(ConfigException wrong) {
        spec.commandLine().getErr().println("neo context: " + wrong.getMessage());
        return FAILED;
    }

    private int list(OutputOption output) {
        return run(contexts -> {
            var known = contexts.read();
            if (output.isJson()) {
                print(ContextJson.list(known.current(), known.all()));
                return;
            }
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("", "NAME", "CLASS", "ADDRESS", "CLUSTER"));
            for (var context : known.all()) {
                rows.add(List.of(
                        context.name().equals(known.current()) ? "*" : "",
                        context.name(),
                        context.kind().name(),
                        orDash(context.address()),
                        orDash(context.cluster())));
            }
            table(rows).forEach(this::print);
        });
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static List<String> table(List<List<String>> rows) {
        return rows.stream()
                .map(row -> {
                    var line = new StringBuilder();
                    for (int column = 0; column < row.size(); column++) {
                        int at = column;
                        int width = rows.stream()
                                .mapToInt(other -> other.get(at).length())
                                .max()
                                .orElse(0);
                        line.append(row.get(at))
                                .append(" "
                                        .repeat(Math.max(1, width) - row.get(at).length() + 1));
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }

    private int use(String name) {
        return run(contexts -> contexts.use(name));
    }

    private int remove(String name) {
        return run(contexts -> {
            var known = contexts.read().find(name).isPresent();
            if (known) {
                contexts.remove(name);
            }
            print(known ? "removed " + name : "there is no context '" + name + "': nothing to do");
        });
    }

    /// A value, and what decided it.
    record Setting(@Nullable String value, String origin) {}

    /// What `neo ctl` and `neo cluster` without options go by.
    private int effective(@Nullable String name, OutputOption output) {
        return run(contexts -> {
            var variable = System.getenv("NEO_CONTEXT");
            var chosen = name == null ? variable : name;
            var context = chosen == null ? null : contexts.read().get(chosen);
            var tls = context == null ? null : context.tls();
            var origin = "context " + chosen;
            var settings = new LinkedHashMap<String, Setting>();
            settings.put(
                    "context",
                    new Setting(chosen, name != null ? "argument" : variable != null ? "NEO_CONTEXT" : "default"));
            settings.put(
                    "address",
                    context == null
                            ? new Setting("127.0.0.1:" + DEFAULT_ADMIN_PORT, "default")
                            : new Setting(context.address(), origin));
            settings.put(
                    "tls",
                    tls == null
                            ? new Setting(null, "default")
                            : new Setting(tls.ca() + " " + tls.certificate() + " " + tls.key(), origin));
            settings.put(
                    "file",
                    new Setting(
                            contexts.path().toString(),
                            file != null
                                    ? "--file"
                                    : System.getenv("NEO_CONTEXTS") != null ? "NEO_CONTEXTS" : "default"));
            if (output.isJson()) {
                print(ContextJson.effective(settings));
            } else {
                settings.forEach(
                        (key, setting) -> print(key + " " + orDash(setting.value) + " (" + setting.origin + ")"));
            }
        });
    }

    private int show(@Nullable String name, OutputOption output) {
        return run(contexts -> {
            var known = contexts.read();
            var wanted = name == null ? known.current() : name;
            if (wanted == null) {
                throw new ConfigException("no context is current: name one, or choose it with neo context use");
            }
            if (output.isJson()) {
                print(ContextJson.one(known.get(wanted)));
                return;
            }
            show(known.get(wanted));
            print("file " + contexts.path());
        });
    }

    private void show(Context context) {
        print("name " + context.name());
        print("class " + context.kind());
        print("address " + orDash(context.address()));
        print("masters " + (context.masters().isEmpty() ? "-" : String.join(" ", context.masters())));
        print("cluster " + orDash(context.cluster()));
        var tls = context.tls();
        print("tls " + (tls == null ? "-" : tls.ca() + " " + tls.certificate() + " " + tls.key()));
        if (context.folder() != null) {
            print("folder " + context.folder());
        }
        context.logs().forEach(log -> print("log " + log));
    }

    private int save(Context context, boolean replace) {
        return run(contexts -> {
            var old = contexts.read().find(context.name());
            if (old.isPresent() && !old.get().equals(context) && !replace) {
                throw new ConfigException(
                        "context '" + context.name() + "' is there already, and different: --replace it");
            }
            contexts.save(context);
            print((old.isPresent() ? "saved " : "added ") + context.name() + " in " + contexts.path());
        });
    }

    /// `neo context list`.
    @Command(name = "list", header = "Lists contexts; a star marks the current one.")
    static final class ListAll implements Callable<Integer> {
        @ParentCommand
        private ContextCommand parent;

        @Mixin
        private OutputOption output;

        @Override
        public Integer call() {
            return parent.list(output);
        }
    }

    /// `neo context use`.
    @Command(name = "use", header = "Makes a context the current one.")
    static final class Use implements Callable<Integer> {
        @ParentCommand
        private ContextCommand parent;

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public Integer call() {
            return parent.use(name);
        }
    }

    /// `neo context remove`.
    @Command(name = "remove", header = "Forgets a context; the cluster is not touched.")
    static final class Remove implements Callable<Integer> {
        @ParentCommand
        private ContextCommand parent;

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public Integer call() {
            return parent.remove(name);
        }
    }

    /// `neo context show`.
    @Command(name = "show", header = "Shows a context, by default the current one.")
    static final class Show implements Callable<Integer> {
        @ParentCommand
        private ContextCommand parent;

        @Parameters(paramLabel = "NAME", arity = "0..1")
        private @Nullable String name;

        @Option(
                names = "--effective",
                description = "what 'neo ctl' goes by with --context NAME, or without, and where each value comes from")
        private boolean effective;

        @Mixin
        private OutputOption output;

        @Override
        public Integer call() {
            return effective ? parent.effective(name, output) : parent.show(name, output);
        }
    }

    /// `neo context add`.
    @Command(name = "add", header = "Saves a context under a name.")
    static final class Add implements Callable<Integer> {
        @ParentCommand
        private ContextCommand parent;

        @Parameters(paramLabel = "NAME", converter = AsGiven.class, description = "what you call the cluster")
        private String name;

        @Option(
                names = {"-a", "--address"},
                paramLabel = "ADDRESS",
                required = true,
                description = "address of an admin node")
        private String address;

        @Option(names = "--class", paramLabel = "CLASS", description = "one of ${COMPLETION-CANDIDATES}")
        private Context.Kind kind = Context.Kind.development;

        @Option(
                names = {"-m", "--masters"},
                paramLabel = "ADDRESSES",
                converter = AsGiven.class,
                defaultValue = "",
                description = "masters, separated by spaces, in one argument")
        private String masters;

        @Option(
                names = {"-c", "--cluster"},
                paramLabel = "NAME",
                description = "name of the cluster, needed with masters")
        private @Nullable String cluster;

        @Option(names = "--ca", paramLabel = "FILE", description = "certificate authority (TLS)")
        private @Nullable String ca;

        @Option(names = "--cert", paramLabel = "FILE", description = "certificate (TLS)")
        private @Nullable String cert;

        @Option(names = "--key", paramLabel = "FILE", description = "private key of the certificate (TLS)")
        private @Nullable String key;

        @Option(names = "--logs", paramLabel = "PATH", description = "a log file or a folder of them; may be repeated")
        private List<String> logs = List.of();

        @Option(names = "--read-only", description = "the desktop app offers nothing that changes the cluster")
        private boolean readOnly;

        @Option(names = "--replace", description = "replace a context of that name")
        private boolean replace;

        @Override
        public Integer call() {
            try {
                return parent.save(context(), replace);
            } catch (ConfigException wrong) {
                return parent.fail(wrong);
            }
        }

        private Context context() throws ConfigException {
            Addresses.parse(address, DEFAULT_ADMIN_PORT);
            var addresses = List.of(masters.strip().split("\\s+")).stream()
                    .filter(word -> !word.isEmpty())
                    .toList();
            Addresses.parseList(String.join(" ", addresses), DEFAULT_MASTER_PORT);
            var paths = new ArrayList<Path>();
            for (var log : logs) {
                paths.add(absolute(log));
            }
            return new Context(
                            name,
                            kind,
                            address,
                            addresses,
                            cluster,
                            CommonOptions.tlsSettings(absolute(ca), absolute(cert), absolute(key)),
                            null,
                            paths,
                            List.of(),
                            new Context.Options(0, readOnly))
                    .validated();
        }

        private static @Nullable Path absolute(@Nullable String path) throws ConfigException {
            return path == null ? null : UserPaths.parse(path).toAbsolutePath();
        }
    }

    private void print(String line) {
        var out = spec.commandLine().getOut();
        out.print(line + "\n");
        out.flush();
    }
}
