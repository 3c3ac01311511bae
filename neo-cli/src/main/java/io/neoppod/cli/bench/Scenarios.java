package io.neoppod.cli.bench;

import io.neoppod.cli.bench.LoadOptions.Family;
import io.neoppod.cli.bench.Scenario.Conduct;
import io.neoppod.cli.bench.Scenario.Outcome;
import io.neoppod.client.NeoStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The scenarios that a user chose, for one cluster.
final class Scenarios {
    private static final int COMMITTERS = 4;

    private final Target target;
    private final LoadOptions options;
    private final Conduct conduct;
    // Made when the first scenario needs it, by the main thread.
    private @Nullable Population population;

    Scenarios(Target target, LoadOptions options, Conduct conduct) {
        this.target = target;
        this.options = options;
        this.conduct = conduct;
    }

    List<Outcome> run() {
        var outcomes = new ArrayList<Outcome>();
        for (var family : options.families()) {
            scenarios(family).forEach(scenario -> outcomes.add(scenario.run(conduct)));
        }
        return outcomes;
    }

    private Stream<Scenario> scenarios(Family family) {
        var name = family.toString();
        return switch (family) {
            case connect -> Stream.of(scenario(name, "connections", 1, () -> Works.connect(target)));
            case commit ->
                options.clients().stream()
                        .map(count -> scenario(name + "-" + count, "commits", count, committing(opener(target::open))));
            case processes -> Stream.of(processes(options.processes()));
            case store -> Stream.of(storing(name, false));
            case store_text -> Stream.of(storing(name, true));
            case load ->
                options.clients().stream()
                        .map(count -> scenario(name + "-" + count, "loads", count, loading(opener(target::openCold))));
            case load_while_committing ->
                Stream.of(new LoadsWhileCommitting(
                        name,
                        COMMITTERS,
                        local(loading(target::openCold)),
                        local(committing(target::open)),
                        target.masterPorts()));
            case iterate -> Stream.of(reading(name, "objects", () -> Works.iterate(target, population())));
            case undo_log -> Stream.of(reading(name, "pages", () -> Works.undoLog(target, population())));
        };
    }

    private Scenario scenario(String name, String items, int clients, Supplier<Work> work) {
        return new Throughput(name, items, 0, clients, local(work), target.masterPorts());
    }

    private Scenario reading(String name, String items, Supplier<Work> work) {
        return scenario(name, items, 1, work);
    }

    private Scenario storing(String name, boolean compressible) {
        Supplier<Work> work = () -> Works.store(target, options.batch(), options.size(), compressible);
        return new Throughput(name, "objects", options.size(), 1, local(work), target.masterPorts());
    }

    private Scenario processes(int count) {
        var arguments = new ArrayList<>(target.arguments());
        arguments.addAll(List.of("--size", Integer.toString(options.size())));
        return new Throughput(
                "processes-" + count, "commits", 0, count, () -> new ProcessClient(arguments), target.masterPorts());
    }

    private Supplier<Work> committing(Supplier<NeoStorage> opener) {
        return () -> Works.commit(opener.get(), options.size());
    }

    private Supplier<Work> loading(Supplier<NeoStorage> opener) {
        return () -> Works.load(opener.get(), population());
    }

    /// Opens a storage for each client of a scenario, or one for all; then the first client that leaves closes it, when
    /// none works any more.
    private Supplier<NeoStorage> opener(Supplier<NeoStorage> open) {
        if (!options.isShared()) {
            return open;
        }
        var shared = new AtomicReference<@Nullable NeoStorage>();
        return () -> shared.updateAndGet(opened -> opened == null ? open.get() : opened);
    }

    private static Supplier<Client> local(Supplier<Work> work) {
        return () -> new LocalClient(work.get());
    }

    private Population population() {
        if (population == null) {
            conduct.progress().accept("storing " + options.objects() + " objects");
            try (var storage = target.open()) {
                population = Population.store(storage, Works.payload(options.size(), false), options.objects());
            }
        }
        return population;
    }
}
