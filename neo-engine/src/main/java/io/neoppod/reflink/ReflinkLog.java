package io.neoppod.reflink;

/// What reflink tells while it works.
public interface ReflinkLog {
    void info(String message);

    void warning(String message);

    void error(String message);
}
