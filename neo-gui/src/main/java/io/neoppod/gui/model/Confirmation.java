package io.neoppod.gui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user is asked before something is done.
///
/// @param consequences what will happen, computed from the snapshot at the time of asking
/// @param command      the same on the command line
/// @param verb         text of the button that does it
/// @param typed        what must be typed first, or null
/// @param act          does it
public record Confirmation(
        String title,
        List<String> consequences,
        String command,
        String verb,
        @Nullable String typed,
        Runnable act) {}
