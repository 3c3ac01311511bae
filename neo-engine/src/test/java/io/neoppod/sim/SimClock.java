package io.neoppod.sim;

import io.neoppod.runtime.Clock;
import java.time.Duration;

/// The clocks of one simulated machine. Only the wall clock can be wrong.
public final class SimClock implements Clock {
    /// 2026-01-01 00:00 UTC.
    private static final long BEGIN_MICROS = 1_767_225_600_000_000L;

    private static final long MILLION = 1_000_000;

    private final Simulation sim;
    private final long originNs;
    private long anchorNs;
    private long anchorMicros;
    private long ppm = MILLION;

    /// @param skewMicros how wrong the wall clock is from the beginning
    /// @param originNs   what the monotonic clock says at the beginning
    SimClock(Simulation sim, long skewMicros, long originNs) {
        this.sim = sim;
        this.originNs = originNs;
        anchorMicros = BEGIN_MICROS + skewMicros;
    }

    @Override
    public long wallMicros() {
        return anchorMicros + Math.multiplyExact((sim.nowNs() - anchorNs) / 1_000, ppm) / MILLION;
    }

    @Override
    public long monotonicNs() {
        return originNs + sim.nowNs();
    }

    /// Sets the wall clock forward, or back when negative.
    public void jump(Duration by) {
        anchor();
        anchorMicros += by.toNanos() / 1_000;
    }

    /// Lets the wall clock gain (or lose) this many microseconds each second from now on; 0 is right.
    public void drift(long microsPerSecond) {
        anchor();
        ppm = MILLION + microsPerSecond;
    }

    /// Stops the wall clock until [#drift] is called.
    public void freeze() {
        drift(-MILLION);
    }

    private void anchor() {
        anchorMicros = wallMicros();
        anchorNs = sim.nowNs();
    }
}
