package io.neoppod.cli.reflink;

import io.neoppod.client.Tid;
import io.neoppod.reflink.RefGraphPrinter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `neo reflink REFS dump`.
@Command(
        name = "dump",
        header = "Prints the whole graph: OID, referrers, referents, neighbours in the list of orphans.",
        footer = {
            "",
            "Example: neo reflink neo://refs@127.0.0.1:20000 dump",
            "Exit status: 0 done; 1 failed; 2 wrong option."
        })
final class DumpCommand implements Callable<Integer> {
    @ParentCommand
    private ReflinkCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TID",
            arity = "0..1",
            converter = PythonInteger.class,
            description = "as it was after this transaction (default: now)")
    private @Nullable Long tid;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        int status = parent.run(
                reflink -> reflink.dump(
                        tid == null ? null : new Tid(tid), new RefGraphPrinter(line -> out.print(line + "\n"))),
                1);
        out.flush();
        return status;
    }
}
