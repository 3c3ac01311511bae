package io.neoppod.sim.cluster;

/// What may go wrong around a cluster; carried out by [Mischief].
enum Fault {
    /// A storage process ends at once, and forgets what was not durable.
    KILL_STORAGE,
    /// A storage is asked to end.
    STOP_STORAGE,
    KILL_MASTER,
    STOP_MASTER,
    KILL_CLIENT,
    /// All storages and the master are killed at the same moment.
    BLACKOUT,
    /// A process does nothing for a while; its sockets stay.
    PAUSE,
    CUT,
    CUT_ONE_WAY,
    /// All links between two nodes are reset.
    RESET,
    DELAY,
    THROTTLE,
    SLOW_DISK,
    /// From some write on, all fail, those of a node that is started again, too, until there is space.
    DISK_FULL,
    /// A commit fails, be it before or after it reached the disk.
    DISK_ERROR,
    CLOCK_JUMP,
    CLOCK_DRIFT,
    /// No fault: an operator reshapes the cluster meanwhile.
    OPERATE
}
