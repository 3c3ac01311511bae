package io.neoppod.pickle;

/// Single pickles, such as the extension of a transaction.
public final class Pickles {
    private Pickles() {}

    /// @throws PickleException when it is none, or asks for more than [Limits#DEFAULT]
    public static Value decode(byte[] pickle) throws PickleException {
        return new Machine(pickle, Limits.DEFAULT).load();
    }
}
