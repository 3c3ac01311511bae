package io.neoppod.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/// What happened: all of it as a hash, the last [#KEPT] notes as text.
final class Trace {
    private static final int KEPT = 200;

    private final Deque<Note> notes = new ArrayDeque<>();
    private long hash;

    private record Note(long timeNs, String who, String what) {
        @Override
        public String toString() {
            return "  %,15d µs  %-12s %s".formatted(timeNs / 1_000, who, what);
        }
    }

    /// Something worth a line.
    void note(long timeNs, String who, String what) {
        if (notes.size() == KEPT) {
            notes.remove();
        }
        notes.add(new Note(timeNs, who, what));
        count(timeNs, who, what.hashCode());
    }

    /// Something that only has to be the same in the next run.
    void count(long timeNs, String who, long what) {
        hash = Simulation.mix(hash ^ timeNs ^ (long) who.hashCode() << 32 ^ what);
    }

    long hash() {
        return hash;
    }

    String recent() {
        return notes.stream().map(Note::toString).collect(Collectors.joining("\n"));
    }
}
