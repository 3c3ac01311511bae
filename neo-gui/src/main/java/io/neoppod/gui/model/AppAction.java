package io.neoppod.gui.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that can be done. Buttons, menus, keys, the palette and the help page are made from it.
///
/// A new action is a constant here, its text `AppAction.NAME`, and a line where its [Scope] performs it. A new screen
/// is a constant with its [ScreenGroup], its text, and a line in `Screens` of the views.
public enum AppAction {
    PALETTE("mdi2m-magnify", "Shortcut+K", Scope.APP),
    START_PAGE("mdi2h-home-outline", "Shortcut+O", Scope.APP),
    TASKS("mdi2p-progress-clock", "Shortcut+J", Scope.APP),
    PREFERENCES("mdi2c-cog-outline", "Shortcut+Comma", Scope.APP),
    THEME("mdi2t-theme-light-dark", "Shortcut+T", Scope.APP),
    TEXT_LARGER("mdi2f-format-font-size-increase", "Shortcut+Equals", Scope.APP),
    TEXT_SMALLER("mdi2f-format-font-size-decrease", "Shortcut+Minus", Scope.APP),
    TEXT_NORMAL("mdi2f-format-size", "Shortcut+0", Scope.APP),
    NEXT_PANE("mdi2f-focus-field", "F6", Scope.APP),
    PREVIOUS_PANE("mdi2f-focus-field", "Shift+F6", Scope.APP),
    HELP("mdi2k-keyboard-outline", "F1", Scope.APP),
    DIAGNOSTICS("mdi2l-lifebuoy", null, Scope.APP),
    ABOUT("mdi2i-information-outline", null, Scope.APP),
    QUIT("mdi2e-exit-to-app", "Shortcut+Q", Scope.APP),
    NEXT_CLUSTER("mdi2s-swap-horizontal", "Shortcut+Tab", Scope.PLACE),
    CLOSE_CLUSTER("mdi2c-close", "Shortcut+W", Scope.PLACE),
    BACK("mdi2a-arrow-left", "Alt+Left", Scope.PLACE),
    FORWARD("mdi2a-arrow-right", "Alt+Right", Scope.PLACE),
    ALERTS("mdi2b-bell-outline", "Shortcut+Shift+A", Scope.PLACE),
    ALERT_RULES("mdi2b-bell-cog-outline", null, Scope.PLACE),
    COMMANDS("mdi2c-console-line", "Shortcut+Back Quote", Scope.PLACE),
    EDIT_CONNECTION("mdi2p-pencil-outline", null, Scope.PLACE),
    OVERVIEW("mdi2v-view-dashboard-outline", ScreenGroup.CLUSTER),
    NODES("mdi2s-server-network", ScreenGroup.CLUSTER),
    PARTITIONS("mdi2g-grid", ScreenGroup.CLUSTER),
    STATE("mdi2s-state-machine", ScreenGroup.CLUSTER),
    TRANSACTIONS("mdi2f-format-list-bulleted", ScreenGroup.DATA),
    OBJECTS("mdi2c-cube-outline", ScreenGroup.DATA),
    CHECKS("mdi2s-shield-check-outline", ScreenGroup.DATA),
    COPY("mdi2f-file-swap-outline", ScreenGroup.OPERATE),
    REPLACEMENT("mdi2s-swap-vertical", ScreenGroup.OPERATE),
    LOGS("mdi2t-text-box-search-outline", ScreenGroup.OPERATE),
    CONNECTION("mdi2l-lan-connect", ScreenGroup.OPERATE),
    REFRESH("mdi2r-refresh", "F5", Scope.CLUSTER),
    TRY_ADDRESSES("mdi2a-access-point-network", null, Scope.CLUSTER),
    FLUSH_LOGS("mdi2n-notebook-check-outline", null, Scope.CLUSTER),
    ADD("mdi2p-plus", "A", Scope.NODE, Level.REVERSIBLE),
    KILL("mdi2s-stop", "K", Scope.NODE, Level.PLACEMENT),
    DROP("mdi2d-delete-outline", "D", Scope.NODE, Level.LOSS),
    REPLACE("mdi2s-swap-vertical", "R", Scope.NODE),
    START_PROCESS("mdi2p-play", "S", Scope.NODE, Level.REVERSIBLE),
    KILL_PROCESS("mdi2f-flash-outline", "X", Scope.NODE, Level.PLACEMENT),
    TWEAK("mdi2s-shuffle-variant", "Shortcut+Shift+T", Scope.TABLE, Level.PLACEMENT),
    SET_REPLICAS("mdi2c-content-copy", null, Scope.TABLE, Level.PLACEMENT),
    NEW_STORAGE("mdi2d-database-plus-outline", null, Scope.CLUSTER, Level.REVERSIBLE),
    CHECK("mdi2c-compare", null, Scope.CHECKS, Level.REVERSIBLE),
    FIND_ORPHANS("mdi2d-database-search-outline", null, Scope.CHECKS, Level.REVERSIBLE),
    PRUNE_ORPHANS("mdi2b-broom", null, Scope.CHECKS, Level.LOSS),
    START_CLUSTER("mdi2p-play", null, Scope.STATE, Level.PLACEMENT),
    START_BACKUP("mdi2b-backup-restore", null, Scope.STATE, Level.LOSS),
    STOP_BACKUP("mdi2b-backup-restore", null, Scope.STATE, Level.LOSS),
    STOP_CLUSTER("mdi2s-stop", null, Scope.STATE, Level.PLACEMENT),
    TRUNCATE("mdi2c-content-cut", null, Scope.STATE, Level.LOSS);

    private static final int KEYED_SCREENS = 9;

    private final String icon;
    private final @Nullable String key;
    private final Scope scope;
    private final @Nullable ScreenGroup group;
    private final Level level;

    /// What an action is about, which is also who performs it.
    public enum Scope {
        /// The app, whatever is open: `Shell`.
        APP,
        /// Where in the open clusters one is, and what is shown beside: `Shell`, while a cluster is open.
        PLACE,
        /// Opens a screen of the open cluster: [Navigation].
        SCREEN,
        /// The open cluster: [ClusterModel].
        CLUSTER,
        /// The node that is selected on the Nodes screen: [ClusterModel].
        NODE,
        /// The partition table: [ClusterModel].
        TABLE,
        /// What storages hold: [ClusterModel].
        CHECKS,
        /// A state of the cluster that is asked for: [ClusterModel].
        STATE
    }

    /// Parts of the navigation.
    public enum ScreenGroup {
        CLUSTER,
        DATA,
        OPERATE
    }

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

    AppAction(String icon, @Nullable String key, Scope scope) {
        this(icon, key, scope, Level.READ);
    }

    AppAction(String icon, @Nullable String key, Scope scope, Level level) {
        this.icon = icon;
        this.key = key;
        this.scope = scope;
        this.group = null;
        this.level = level;
    }

    /// A screen.
    AppAction(String icon, ScreenGroup group) {
        this.icon = icon;
        this.key = null;
        this.scope = Scope.SCREEN;
        this.group = group;
        this.level = Level.READ;
    }

    /// The screens in the order of the navigation.
    public static List<AppAction> screens() {
        return Arrays.stream(values())
                .filter(action -> action.scope == Scope.SCREEN)
                .toList();
    }

    /// Code of the icon.
    public String icon() {
        return icon;
    }

    /// Key combination, or null for none. A single letter acts only while a table has the focus. The first nine screens
    /// have the digits.
    public @Nullable String key() {
        if (scope != Scope.SCREEN) {
            return key;
        }
        int place = screens().indexOf(this) + 1;
        return place <= KEYED_SCREENS ? "Shortcut+" + place : null;
    }

    public Scope scope() {
        return scope;
    }

    /// Where in the navigation a screen stands; null for what is no screen.
    public @Nullable ScreenGroup group() {
        return group;
    }

    public Level level() {
        return level;
    }
}
