package io.neoppod.gui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What will happen, computed from a snapshot, and whether the user agrees.
///
/// @param consequences what will happen, in sentences
/// @param change       what becomes of the partition table, or null when nothing does
/// @param command      the same on the command line
/// @param verb         text of the button that does it
/// @param level        how careful one must be with this cluster
/// @param typed        what must be typed first, or null
/// @param isNew        the cluster changed since the user was asked: these are the consequences now
public record Confirmation(
        String title,
        List<String> consequences,
        @Nullable TableChange change,
        String command,
        String verb,
        AppAction.Level level,
        @Nullable String typed,
        boolean isNew)
        implements Question {}
