package io.neoppod.storage;

import io.neoppod.net.Connection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stops reading from clients that send faster than the database works.
///
/// What counts is what a connection has waiting for the database: above [#MAX_JOBS] jobs or [#MAX_BYTES] of data the
/// connection is suspended, until half of it is done. These jobs wait for nothing but the database, so that reading
/// always goes on. Requests that wait for a lock do not count: what releases the lock may be behind them on the same
/// connection.
///
/// Confined to the loop. Bound: one entry per connected client.
final class Intake {
    /// Enough to keep every worker busy with one client.
    static final int MAX_JOBS = 128;

    static final int MAX_BYTES = 8 << 20;

    private final Map<Connection, Load> loads = new LinkedHashMap<>();

    private static final class Load {
        int jobs;
        long bytes;
        boolean suspended;

        boolean isFull() {
            return jobs >= MAX_JOBS || bytes >= MAX_BYTES;
        }

        boolean isLow() {
            return jobs <= MAX_JOBS / 2 && bytes <= MAX_BYTES / 2;
        }
    }

    /// A job is given to the database.
    ///
    /// @param bytes of data that wait with it
    /// @return to be run when its result is there
    Runnable begin(Connection connection, int bytes) {
        var load = loads.computeIfAbsent(connection, key -> new Load());
        load.jobs++;
        load.bytes += bytes;
        if (!load.suspended && load.isFull()) {
            load.suspended = true;
            connection.suspend();
        }
        return () -> end(connection, bytes);
    }

    private void end(Connection connection, int bytes) {
        var load = loads.get(connection);
        if (load == null) {
            return;
        }
        load.jobs--;
        load.bytes -= bytes;
        if (load.suspended && load.isLow()) {
            load.suspended = false;
            connection.resume();
        }
        if (load.jobs == 0) {
            loads.remove(connection);
        }
    }
}
