package io.neoppod.sim;

/// What travels on the simulated network: bytes, or a sign of the connection itself.
record Segment(Kind kind, byte[] bytes) {
    static final Segment SYN = new Segment(Kind.SYN, new byte[0]);
    static final Segment ACCEPTANCE = new Segment(Kind.ACCEPTANCE, new byte[0]);
    static final Segment REFUSAL = new Segment(Kind.REFUSAL, new byte[0]);
    static final Segment END = new Segment(Kind.END, new byte[0]);
    static final Segment RESET = new Segment(Kind.RESET, new byte[0]);

    enum Kind {
        SYN,
        ACCEPTANCE,
        REFUSAL,
        DATA,
        END,
        RESET
    }

    static Segment data(byte[] bytes) {
        return new Segment(Kind.DATA, bytes);
    }
}
