package io.neoppod.gui.facade;

import io.neoppod.protocol.Address;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which cluster this is.
///
/// @param name   what people call it; its address when nobody named it
/// @param admin  the admin node that is asked
/// @param master where clients connect; null when not known
/// @param folder where this app keeps its data; null when it runs elsewhere
public record ClusterSource(
        String name,
        Address admin,
        @Nullable Address master,
        @Nullable Path folder) {

    /// Whether its nodes run in this app.
    public boolean isEmbedded() {
        return folder != null;
    }
}
