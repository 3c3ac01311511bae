package io.neoppod.gui.model;

import org.jspecify.annotations.Nullable;

/// Everything that can be done. Buttons, keys and the help page are made from it.
public enum AppAction {
    START_PAGE("mdi2h-home-outline", "Shortcut+O", Level.READ),
    OVERVIEW("mdi2v-view-dashboard-outline", "Shortcut+1", Level.READ),
    NODES("mdi2s-server-network", "Shortcut+2", Level.READ),
    PARTITIONS("mdi2g-grid", "Shortcut+3", Level.READ),
    STATE("mdi2s-state-machine", "Shortcut+4", Level.READ),
    REFRESH("mdi2r-refresh", "F5", Level.READ),
    THEME("mdi2t-theme-light-dark", "Shortcut+T", Level.READ),
    HELP("mdi2k-keyboard-outline", "F1", Level.READ),
    ADD("mdi2p-plus", "A", Level.REVERSIBLE),
    KILL("mdi2s-stop", "K", Level.PLACEMENT),
    DROP("mdi2d-delete-outline", "D", Level.LOSS),
    START_PROCESS("mdi2p-play", "S", Level.REVERSIBLE),
    START_CLUSTER("mdi2p-play", null, Level.PLACEMENT),
    START_BACKUP("mdi2b-backup-restore", null, Level.LOSS),
    STOP_BACKUP("mdi2b-backup-restore", null, Level.LOSS),
    STOP_CLUSTER("mdi2s-stop", null, Level.PLACEMENT);

    private final String icon;
    private final @Nullable String key;
    private final Level level;

    /// How careful one must be.
    public enum Level {
        /// Changes nothing.
        READ,
        /// Can be taken back, and no data are at stake.
        REVERSIBLE,
        /// Changes who serves or stores what: asks first.
        PLACEMENT,
        /// May lose data or forget for ever: asks for the name of the cluster.
        LOSS
    }

    AppAction(String icon, @Nullable String key, Level level) {
        this.icon = icon;
        this.key = key;
        this.level = level;
    }

    /// Code of the icon.
    public String icon() {
        return icon;
    }

    /// Key combination, or null for none. A single letter acts only while a table has the focus.
    public @Nullable String key() {
        return key;
    }

    public Level level() {
        return level;
    }
}
