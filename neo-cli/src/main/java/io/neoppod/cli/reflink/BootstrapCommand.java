package io.neoppod.cli.reflink;

import io.neoppod.client.Tid;
import io.neoppod.protocol.Tids;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `neo reflink REFS bootstrap`.
@Command(
        name = "bootstrap",
        header = "Makes 'run' begin with the state of MAIN at a TID instead of with all its transactions.",
        footer = {
            "",
            "Example: neo reflink neo://refs@127.0.0.1:20000 bootstrap 0x040d2fd092ac9844",
            "Exit status: 0 done; 1 REFS is not empty, or another failure; 2 wrong option."
        })
final class BootstrapCommand implements Callable<Integer> {
    @ParentCommand
    private ReflinkCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TID", converter = PythonInteger.class, description = "TID as an integer")
    private long tid;

    @Override
    public Integer call() {
        return parent.run(
                reflink -> {
                    reflink.bootstrap(new Tid(tid));
                    spec.commandLine()
                            .getOut()
                            .println("Bootstrap at " + Tids.text(tid) + " UTC. You can now use the 'run' command.");
                },
                1);
    }
}
