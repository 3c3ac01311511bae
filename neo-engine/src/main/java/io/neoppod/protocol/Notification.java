package io.neoppod.protocol;

/// A packet that expects no answer.
public interface Notification {}
