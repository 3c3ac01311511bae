package io.neoppod.pickle;

/// How much a record may ask for.
///
/// @param bytes  size of a record
/// @param values values made of it, each of some tens of bytes besides those of the record
public record Limits(int bytes, int values) {
    /// What NEO can store, and ten times as many values as a record that people look at has.
    public static final Limits DEFAULT = new Limits(1 << 26, 2_000_000);
}
