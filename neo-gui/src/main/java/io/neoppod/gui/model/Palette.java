package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds anything by a few letters: screens, actions, open clusters, nodes, partitions. After `:` comes a command line.
public final class Palette {
    private static final int MAX_HITS = 40;
    private static final int NO_MATCH = 5;
    private static final Pattern ID = Pattern.compile("0x[0-9a-f]{1,16}");
    private static final Pattern PARTITION = Pattern.compile("p?(\\d{1,6})");

    private final OpenClusters clusters;
    private final Consumer<AppAction> perform;
    private final Consumer<ClusterModel> show;
    private final Consumer<String> command;

    /// Something that was found.
    ///
    /// @param about what it is
    /// @param run   goes there, or does it
    public record Hit(String title, String about, String icon, Runnable run) {}

    /// @param perform does an action
    /// @param show    shows an open cluster
    /// @param command runs a command line
    public Palette(
            OpenClusters clusters, Consumer<AppAction> perform, Consumer<ClusterModel> show, Consumer<String> command) {
        this.clusters = clusters;
        this.perform = perform;
        this.show = show;
        this.command = command;
    }

    /// What is meant, the likeliest first.
    public List<Hit> find(String query) {
        var wanted = query.strip().toLowerCase(Locale.ROOT);
        if (wanted.startsWith(":")) {
            return command(query.strip().substring(1).strip());
        }
        var current = clusters.currentProperty().get();
        return Stream.of(
                        actions(current),
                        nodes(current),
                        partition(current, wanted),
                        ids(current, wanted),
                        clusters.all().stream().map(this::cluster))
                .flatMap(Function.identity())
                .filter(hit -> rank(hit, wanted) < NO_MATCH)
                .sorted(Comparator.comparingInt(hit -> rank(hit, wanted)))
                .limit(MAX_HITS)
                .toList();
    }

    private static int rank(Hit hit, String wanted) {
        if (wanted.isEmpty()) {
            // Before anything is written, where one can go.
            return hit.about().equals(Texts.of("palette.action")) ? 1 : 0;
        }
        var title = hit.title().toLowerCase(Locale.ROOT);
        if (title.equals(wanted)) {
            return 0;
        }
        if (title.startsWith(wanted)) {
            return 1;
        }
        if (Arrays.stream(title.split(" ")).anyMatch(word -> word.startsWith(wanted))) {
            return 2;
        }
        if (title.contains(wanted)) {
            return 3;
        }
        return hit.about().toLowerCase(Locale.ROOT).contains(wanted) ? 4 : NO_MATCH;
    }

    private List<Hit> command(String words) {
        if (clusters.currentProperty().get() == null) {
            return List.of();
        }
        return List.of(new Hit(
                words.isEmpty() ? Texts.of("palette.command-none") : "neo ctl " + words,
                Texts.of("palette.command"),
                AppAction.COMMANDS.icon(),
                () -> command.accept(words)));
    }

    private Stream<Hit> actions(@Nullable ClusterModel current) {
        return Arrays.stream(AppAction.values())
                .filter(action -> action != AppAction.PALETTE && isAvailable(action, current))
                .map(action ->
                        new Hit(title(action, current), about(action), action.icon(), () -> perform.accept(action)));
    }

    private static boolean isAvailable(AppAction action, @Nullable ClusterModel current) {
        if (current == null) {
            return action.scope() == AppAction.Scope.APP;
        }
        return switch (action.scope()) {
            case APP, PLACE, SCREEN, CLUSTER -> true;
            case NODE -> isOffered(current.nodes().offers(), action);
            case TABLE -> isOffered(current.partitions().offers(), action);
            case CHECKS -> isOffered(current.checks().offers(), action);
            case STATE -> isOffered(current.state().offers(), action);
        };
    }

    private static boolean isOffered(List<Offer> offers, AppAction action) {
        return offers.stream().anyMatch(offer -> offer.action() == action && offer.isEnabled());
    }

    private static String title(AppAction action, @Nullable ClusterModel current) {
        var node = action.scope() == AppAction.Scope.NODE && current != null
                ? current.nodes().selectedProperty().get()
                : null;
        return node == null ? Texts.of(action) : Texts.of(action) + " " + node.name();
    }

    private static String about(AppAction action) {
        return Texts.of(action.scope() == AppAction.Scope.SCREEN ? "palette.screen" : "palette.action");
    }

    private static Stream<Hit> nodes(@Nullable ClusterModel current) {
        return current == null
                ? Stream.empty()
                : current.nodes().rows().stream()
                        .map(row -> new Hit(
                                row.name(),
                                Texts.of("palette.node", row.type(), row.state(), row.address()),
                                AppAction.NODES.icon(),
                                () -> current.navigation().open(AppAction.NODES, row.name())));
    }

    private static Stream<Hit> partition(@Nullable ClusterModel current, String wanted) {
        var number = PARTITION.matcher(wanted);
        if (current == null || !number.matches() || Integer.parseInt(number.group(1)) >= current.partitionCount()) {
            return Stream.empty();
        }
        var partition = number.group(1);
        return Stream.of(new Hit(
                "p" + partition,
                Texts.of("palette.partition"),
                AppAction.PARTITIONS.icon(),
                () -> current.navigation().open(AppAction.PARTITIONS, partition)));
    }

    /// An id may be that of an object, and of a transaction.
    private static Stream<Hit> ids(@Nullable ClusterModel current, String wanted) {
        if (current == null || !ID.matcher(wanted).matches()) {
            return Stream.empty();
        }
        return Stream.of(AppAction.OBJECTS, AppAction.TRANSACTIONS)
                .map(screen -> new Hit(
                        wanted,
                        Texts.of(screen == AppAction.OBJECTS ? "palette.object" : "palette.transaction"),
                        screen.icon(),
                        () -> current.navigation().open(screen, wanted)));
    }

    private Hit cluster(ClusterModel cluster) {
        return new Hit(
                cluster.source().name(),
                Texts.of("palette.cluster"),
                AppAction.START_PAGE.icon(),
                () -> show.accept(cluster));
    }
}
