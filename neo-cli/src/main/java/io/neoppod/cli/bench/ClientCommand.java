package io.neoppod.cli.bench;

import io.neoppod.client.NeoException;
import io.neoppod.config.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The process behind a [ProcessClient]. Not for people.
@Command(name = "client", hidden = true, header = "Commits on order (used by neo bench itself).")
final class ClientCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Mixin
    private LoadOptions load;

    @Override
    public Integer call() throws IOException {
        try (var client = client();
                var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (var order = orders.readLine(); order != null; order = orders.readLine()) {
                var out = spec.commandLine().getOut();
                out.print(client.run(Duration.ofMillis(Long.parseLong(order))).encode() + "\n");
                out.flush();
            }
            return 0;
        } catch (ConfigException | NeoException problem) {
            spec.commandLine().getErr().println("neo bench client: " + problem.getMessage());
            return FAILED;
        }
    }

    private Client client() throws ConfigException {
        target.setUpLog();
        return new LocalClient(Works.commit(target.target(load.compression()).open(), load.size()));
    }
}
