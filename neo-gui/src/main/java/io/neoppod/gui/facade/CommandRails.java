package io.neoppod.gui.facade;

import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands of `neo ctl` that are not run in this app: those that can end nodes of Python NEO, or leave their cluster
/// unable to start. All others are the cluster's to refuse, in its own words.
public final class CommandRails {
    private static final Set<String> RISKY = Set.of("kill", "set", "check", "truncate", "prune_orphan");

    /// More is no number of a partition.
    private static final int MAX_DIGITS = 9;

    private CommandRails() {}

    /// Why a command is not run; null when it is.
    ///
    /// @param words the command without what comes before it, like `kill S1`
    public static @Nullable Refusal refusal(ClusterSnapshot snapshot, DataStatus data, String words) {
        var command = Arrays.asList(words.strip().split("\\s+"));
        if (!RISKY.contains(command.getFirst())) {
            return null;
        }
        var view = snapshot.view();
        if (snapshot.isStale() || view == null) {
            return Refusal.of(Reason.STALE);
        }
        return switch (command.getFirst()) {
            case "kill" -> command.size() < 2 ? null : kill(snapshot, view, command.get(1));
            case "set" -> command.size() < 3 ? null : set(snapshot, command.get(1), command.get(2));
            case "check" ->
                command.stream()
                        .skip(1)
                        .filter(word -> word.contains(":") && !word.startsWith("tid:"))
                        .map(word -> check(view, word))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            default -> data.state() == DataStatus.State.IMPORTING ? Refusal.of(Reason.IMPORTING) : null;
        };
    }

    private static @Nullable Refusal kill(ClusterSnapshot snapshot, ClusterView view, String word) {
        var node = node(view, word);
        return node == null ? null : only(Reason.KILL_WHILE_RECOVERING, GuardRails.kill(snapshot, node));
    }

    private static @Nullable Refusal set(ClusterSnapshot snapshot, String what, String state) {
        if (!what.equals("cluster")) {
            return null;
        }
        return switch (state.toUpperCase(Locale.ROOT)) {
            case "STARTING_BACKUP" ->
                only(Reason.BACKUP_IS_STOPPING, GuardRails.setClusterState(snapshot, ClusterState.STARTING_BACKUP));
            case "STOPPING_BACKUP" ->
                only(Reason.BACKUP_IS_EMPTY, GuardRails.setClusterState(snapshot, ClusterState.STOPPING_BACKUP));
            default -> null;
        };
    }

    private static @Nullable Refusal only(Reason fatal, @Nullable Refusal refusal) {
        return refusal != null && refusal.reason() == fatal ? refusal : null;
    }

    /// @param word `partition:reference`, each of which may be left out
    private static @Nullable Refusal check(ClusterView view, String word) {
        int colon = word.indexOf(':');
        var partition = word.substring(0, colon);
        var reference = word.substring(colon + 1);
        if (partition.matches("\\d+")
                && (partition.length() > MAX_DIGITS || Integer.parseInt(partition) >= view.partitions())) {
            return new Refusal(Reason.NO_PARTITION, partition);
        }
        return reference.isEmpty() || node(view, reference) != null
                ? null
                : new Refusal(Reason.NO_COPY_THERE, partition);
    }

    private static @Nullable NodeInfo node(ClusterView view, String word) {
        try {
            return view.node(NodeIds.parse(word));
        } catch (IllegalArgumentException noNode) {
            return null;
        }
    }
}
