package io.neoppod.protocol;

/// A packet and the id it travels under.
public record Message(int id, Packet packet) {}
