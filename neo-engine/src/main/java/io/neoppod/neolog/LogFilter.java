package io.neoppod.neolog;

/// Which records are read from a file.
///
/// @param minLevel lowest level of lines
/// @param packets  whether packets are read
public record LogFilter(int minLevel, boolean packets) {
    public static final LogFilter ALL = new LogFilter(0, true);
}
