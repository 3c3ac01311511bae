package io.neoppod.cli.reflink;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `neo reflink REFS gc`.
@Command(
        name = "gc",
        header = "Collects now what is garbage as far as MAIN was followed, and ends.",
        footer = {
            "",
            "Example: neo reflink -v neo://refs@127.0.0.1:20000 gc neo://main@127.0.0.1:10000",
            "Exit status: 0 done; 1 failed; 2 wrong option."
        })
final class GcCommand implements Callable<Integer> {
    @ParentCommand
    private ReflinkCommand parent;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CollectOptions collect;

    @Override
    public Integer call() {
        var options = collect.options(spec.commandLine(), 0);
        return parent.run(
                reflink -> {
                    try (var main = parent.open(collect.main())) {
                        reflink.collect(main, options);
                    }
                },
                1);
    }
}
