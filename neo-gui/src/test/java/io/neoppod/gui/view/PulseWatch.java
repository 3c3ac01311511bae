package io.neoppod.gui.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// Measures the time from each pulse of the user interface to the next: whatever keeps the thread busy, or the window
/// from being painted, shows in it. Without work there are 60 a second.
final class PulseWatch {
    private static final double NANOS = 1e6;

    private final List<Long> times = Collections.synchronizedList(new ArrayList<>());
    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long now) {
            times.add(System.nanoTime());
        }
    };

    private PulseWatch() {}

    static PulseWatch start() {
        var watch = new PulseWatch();
        Platform.runLater(watch.timer::start);
        return watch;
    }

    /// @return milliseconds from pulse to pulse, the shortest first
    double[] intervals() {
        var seen = times.toArray(Long[]::new);
        var intervals = new double[Math.max(0, seen.length - 1)];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = (seen[i + 1] - seen[i]) / NANOS;
        }
        Arrays.sort(intervals);
        return intervals;
    }

    /// In one line.
    String report(Duration slow) {
        var sorted = intervals();
        if (sorted.length == 0) {
            return "no pulse";
        }
        double sum = Arrays.stream(sorted).sum();
        long slowOnes = Arrays.stream(sorted)
                .filter(interval -> interval > slow.toMillis())
                .count();
        return "%4d pulses, %.1f a second; between two: median %.1f ms, p99 %.1f ms, longest %.1f ms; %d over %d ms"
                .formatted(
                        sorted.length + 1,
                        1_000 * sorted.length / sum,
                        sorted[sorted.length / 2],
                        sorted[(int) (0.99 * (sorted.length - 1))],
                        sorted[sorted.length - 1],
                        slowOnes,
                        slow.toMillis());
    }

    void stop() throws Exception {
        Windows.call(() -> {
            timer.stop();
            return null;
        });
    }
}
