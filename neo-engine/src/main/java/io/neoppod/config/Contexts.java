package io.neoppod.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The saved clusters, in the order of their file, as they were when it was read.
///
/// @param current  name of the one that is used when none is named, or null
/// @param all      each name once
/// @param writable false for a file of a newer version: it is read, not changed
public record Contexts(@Nullable String current, List<Context> all, boolean writable) {
    static final Contexts NONE = new Contexts(null, List.of(), true);

    public Contexts {
        all = List.copyOf(all);
    }

    public Optional<Context> find(@Nullable String name) {
        return all.stream().filter(context -> context.name().equals(name)).findFirst();
    }

    /// @throws ConfigException when there is no such context; says which ones there are
    public Context get(String name) throws ConfigException {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private ConfigException unknown(String name) {
        var names = all.stream().map(Context::name).toList();
        return new ConfigException("there is no context '" + name + "'"
                + (names.isEmpty()
                        ? ", nor any other: see neo context add"
                        : "; there is " + String.join(", ", names)));
    }
}
