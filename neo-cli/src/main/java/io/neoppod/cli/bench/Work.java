package io.neoppod.cli.bench;

/// What a client does again and again. Used by one thread at a time.
interface Work extends AutoCloseable {

    /// Does it once.
    ///
    /// @return how many items that were: objects stored, say
    long once();

    /// Gives connections back.
    @Override
    void close();
}
