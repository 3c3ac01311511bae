package io.neoppod.gui.model;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How far a task is, told by its own thread, and whether its user wants it to wait or to end.
public final class Progress {
    /// How often the user interface is told.
    private static final long PERIOD_NS = 100_000_000;

    /// The rate is that of the last seconds.
    private static final long WINDOW_NS = 10_000_000_000L;

    private static final long SAMPLE_NS = 500_000_000;

    /// Before that many, nothing is said of the time that is left.
    private static final int SAMPLES_FOR_ESTIMATE = 3;

    private final LongSupplier nanoTime;
    private final Consumer<Report> told;

    // Of the thread of the task.
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private String unit = "";
    private String step = "";
    private long total = -1;
    private long done;
    private long toldAt = Long.MIN_VALUE;

    // Guarded by this: asked for by the user interface, obeyed by the thread of the task.
    private boolean paused;
    private boolean cancelled;

    private record Sample(long atNs, long done) {}

    /// @param done   units done; with `total` -1 how many there are in all is not known
    /// @param rate   units a second lately; NaN when not known
    /// @param leftS  seconds until the end; -1 when not known
    record Report(String step, long done, long total, String unit, double rate, long leftS) {}

    /// @param told gets reports, on the thread of the task
    Progress(LongSupplier nanoTime, Consumer<Report> told) {
        this.nanoTime = nanoTime;
        this.told = told;
    }

    /// Tells what is counted.
    ///
    /// @param units how many there are in all, or -1 when that is not known
    /// @param name  what they are, like `objects`
    public void expect(long units, String name) {
        total = units;
        unit = name;
        report();
    }

    /// Tells what is done now, in a few words.
    public void step(String words) {
        step = words;
        report();
    }

    /// Tells how many units are done. Waits while the task is paused.
    ///
    /// @throws CancellationException when the user wants the task to end
    public void done(long units) {
        done = units;
        long now = nanoTime.getAsLong();
        if (samples.isEmpty() || now - samples.getLast().atNs >= SAMPLE_NS) {
            samples.add(new Sample(now, units));
            while (now - samples.getFirst().atNs > WINDOW_NS) {
                samples.removeFirst();
            }
        }
        if (toldAt == Long.MIN_VALUE || now - toldAt >= PERIOD_NS) {
            report();
        }
        checkpoint();
    }

    /// Waits while the task is paused; for work that counts nothing.
    ///
    /// @throws CancellationException when the user wants the task to end
    public void checkpoint() {
        if (awaitResume()) {
            // What happened before says nothing of the rate from now on.
            samples.clear();
        }
    }

    /// @return whether it waited
    private synchronized boolean awaitResume() {
        boolean waited = false;
        try {
            while (paused && !cancelled) {
                waited = true;
                wait();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            cancelled = true;
        }
        if (cancelled) {
            throw new CancellationException();
        }
        return waited;
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    /// Whether the user wants the task to end, for work that is better ended by itself.
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    private void report() {
        toldAt = nanoTime.getAsLong();
        double rate = rate();
        long left = total < 0 || samples.size() < SAMPLES_FOR_ESTIMATE || !(rate > 0)
                ? -1
                : Math.round(Math.max(0, total - done) / rate);
        told.accept(new Report(step, done, total, unit, rate, left));
    }

    private double rate() {
        @Nullable Sample first = samples.peekFirst();
        @Nullable Sample last = samples.peekLast();
        return first == null || last == null || first.atNs == last.atNs
                ? Double.NaN
                : (last.done - first.done) * 1e9 / (last.atNs - first.atNs);
    }
}
