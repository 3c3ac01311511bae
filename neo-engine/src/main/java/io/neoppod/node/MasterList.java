package io.neoppod.node;

import io.neoppod.cluster.MasterListFile;
import io.neoppod.protocol.Address;
import io.neoppod.runtime.NodeLog;
import io.neoppod.runtime.NodeRuntime;
import io.neoppod.runtime.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The masters that a node knows, and the file that remembers them (option `-D`), if any. Confined to the loop.
///
/// The file holds those that the cluster has, so that a node started later finds them even when all that it was
/// configured with are gone. In memory, configured masters always stay.
///
/// Errors: a file that cannot be read or created prevents the node from starting ([#load]); one that cannot be written
/// later is logged.
///
/// Reference: neo/lib/node.py.
public final class MasterList {
    private final List<Address> configured;
    private final @Nullable Path file;
    private final Set<Address> known = new LinkedHashSet<>();
    private @Nullable Storing storing;

    /// Where and how changes are stored.
    private record Storing(Path file, Worker worker, NodeLog log) {}

    /// @param file null for a list that is not remembered
    public MasterList(List<Address> configured, @Nullable Path file) {
        this.configured = List.copyOf(configured);
        this.file = file;
        known.addAll(configured);
    }

    /// Reads the file, or creates it. Called once, before the list is used.
    ///
    /// @throws IOException when there is a file and it cannot be used
    public void load(NodeRuntime runtime, NodeLog log) throws IOException {
        if (file == null) {
            return;
        }
        try {
            if (Files.exists(file)) {
                known.clear();
                known.addAll(MasterListFile.parse(Files.readString(file)));
                known.addAll(configured);
            }
            write(file, MasterListFile.format(known));
        } catch (IOException | IllegalArgumentException failure) {
            throw new IOException("cannot use the master list file " + file + ": " + failure, failure);
        }
        storing = new Storing(file, runtime.worker("master-list"), log);
    }

    /// Every known master, in the order they were learned.
    public List<Address> addresses() {
        var all = new LinkedHashSet<>(known);
        all.addAll(configured);
        return List.copyOf(all);
    }

    /// Adds masters that somebody told of.
    public void learn(Collection<Address> told) {
        if (known.addAll(told)) {
            store();
        }
    }

    /// Follows the primary: its cluster has these masters and no other.
    public void follow(Collection<Address> told) {
        if (!told.isEmpty() && !(known.containsAll(told) && known.size() == told.size())) {
            known.clear();
            known.addAll(told);
            store();
        }
    }

    private void store() {
        var target = storing;
        if (target == null) {
            return;
        }
        var text = MasterListFile.format(known);
        target.worker.run(
                () -> {
                    write(target.file, text);
                    return null;
                },
                (done, failure) -> {
                    if (failure != null) {
                        target.log.warning("cannot write the master list file {}: {}", target.file, failure);
                    }
                });
    }

    /// Aside, then renamed: whoever reads it finds a whole list.
    private static void write(Path file, String text) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + "#neo#");
        Files.writeString(aside, text);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
