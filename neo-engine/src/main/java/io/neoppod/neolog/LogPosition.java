package io.neoppod.neolog;

/// A place in a log file: all records up to these dates are behind it. Lines and packets are counted apart, since a
/// writer that is interrupted may add some of one kind that are older than the last of the other.
///
/// @param text   date of a line, or just before all
/// @param packet date of a packet, or just before all
public record LogPosition(double text, double packet) {
    public static final LogPosition START = new LogPosition(0, 0);

    /// Before all records of that date or later.
    public static LogPosition at(double date) {
        return new LogPosition(Math.nextDown(date), Math.nextDown(date));
    }
}
