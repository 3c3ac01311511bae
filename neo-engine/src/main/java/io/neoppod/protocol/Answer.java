package io.neoppod.protocol;

/// A packet that answers a request.
public interface Answer {}
