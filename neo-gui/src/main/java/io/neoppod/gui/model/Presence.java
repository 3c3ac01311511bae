package io.neoppod.gui.model;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.Link;

/// Whether a screen has something to show.
public enum Presence {
    /// The first answer is awaited.
    LOADING,
    /// Nothing was ever answered, and it is known why.
    UNAVAILABLE,
    /// There is nothing of the kind.
    EMPTY,
    FULL;

    static Presence of(ClusterSnapshot snapshot) {
        if (snapshot.view() != null) {
            return FULL;
        }
        return snapshot.link() == Link.CONNECTING || snapshot.link() == Link.LIVE ? LOADING : UNAVAILABLE;
    }
}
