package io.neoppod.neolog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Records that are not written yet, within a bound of memory.
///
/// Packets are many and lines few: a line is forgotten for other lines only, once they take half of the memory. What is
/// forgotten of lines is counted.
final class LogBacklog {
    private final int maxBytes;
    private final Deque<Numbered> lines = new ArrayDeque<>();
    private final Deque<Numbered> packets = new ArrayDeque<>();
    private int lineBytes;
    private int packetBytes;
    private long count;
    private int forgottenLines;

    /// A record, encoded when it is written.
    interface Remembered {
        boolean isLine();

        int bytes();

        LogRecord record();
    }

    private record Numbered(long number, Remembered record) {}

    LogBacklog(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(Remembered record) {
        var numbered = new Numbered(count++, record);
        if (record.isLine()) {
            lines.addLast(numbered);
            lineBytes += record.bytes();
        } else {
            packets.addLast(numbered);
            packetBytes += record.bytes();
        }
        while (lineBytes + packetBytes > maxBytes) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        if (packets.isEmpty() || lineBytes > maxBytes / 2) {
            lineBytes -= lines.removeFirst().record.bytes();
            forgottenLines++;
        } else {
            packetBytes -= packets.removeFirst().record.bytes();
        }
    }

    /// All of them, in the order in which they came; none is left.
    List<Remembered> takeAll() {
        var all = new ArrayList<>(lines);
        all.addAll(packets);
        all.sort(Comparator.comparingLong(Numbered::number));
        lines.clear();
        packets.clear();
        lineBytes = 0;
        packetBytes = 0;
        return new ArrayList<>(all.stream().map(Numbered::record).toList());
    }

    /// How many lines were forgotten since the last call.
    int forgottenLines() {
        int forgotten = forgottenLines;
        forgottenLines = 0;
        return forgotten;
    }
}
