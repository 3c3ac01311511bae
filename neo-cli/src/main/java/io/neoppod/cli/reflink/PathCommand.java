package io.neoppod.cli.reflink;

import io.neoppod.cli.AsGiven;
import io.neoppod.client.NeoStorage;
import io.neoppod.client.NoSuchObjectException;
import io.neoppod.client.Oid;
import io.neoppod.client.Tid;
import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.References;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `neo reflink REFS path`.
@Command(
        name = "path",
        header = "Prints how an object is reached from the root: an object on each line.",
        footer = {
            "",
            "Example: neo reflink neo://refs@127.0.0.1:20000 path 0x65 neo://main@127.0.0.1:10000",
            "Exit status: 0 done; 1 failed; 2 wrong option."
        })
final class PathCommand implements Callable<Integer> {
    @ParentCommand
    private ReflinkCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--tid",
            paramLabel = "TID",
            converter = PythonInteger.class,
            description = "as it was after this transaction (default: now)")
    private @Nullable Long tid;

    @Parameters(index = "0", paramLabel = "OID", converter = PythonInteger.class, description = "OID as an integer")
    private long oid;

    @Parameters(
            index = "1",
            paramLabel = "MAIN",
            arity = "0..1",
            converter = AsGiven.class,
            description = "the tracked database, to show classes")
    private @Nullable String main;

    @Override
    public Integer call() {
        var at = tid == null ? null : new Tid(tid);
        return parent.run(
                reflink -> {
                    var path = reflink.path(new Oid(oid), at);
                    if (main == null) {
                        path.forEach(object -> print(object, ""));
                    } else {
                        try (var storage = parent.open(main)) {
                            path.forEach(object -> print(object, type(storage, object, at)));
                        }
                    }
                },
                1);
    }

    private void print(Oid object, String type) {
        var out = spec.commandLine().getOut();
        out.print("0x" + Long.toHexString(object.value()) + type + "\n");
        out.flush();
    }

    /// Module and name, apart.
    private static String type(NeoStorage storage, Oid oid, @Nullable Tid at) {
        try {
            var revision =
                    storage.at(at == null ? storage.lastTransaction() : at).load(oid);
            var name = References.scan(revision.data()).className();
            int dot = name.lastIndexOf('.');
            return dot < 0 ? " " + name : " " + name.substring(0, dot) + " " + name.substring(dot + 1);
        } catch (NoSuchObjectException none) {
            return " (no such object)";
        } catch (PickleException unreadable) {
            return " (unreadable)";
        }
    }
}
