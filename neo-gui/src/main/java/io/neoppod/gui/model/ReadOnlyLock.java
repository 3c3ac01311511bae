package io.neoppod.gui.model;

import io.neoppod.config.Context.Kind;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.Refusal;
import io.neoppod.gui.facade.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;

/// Keeps a production cluster from being changed by accident: nothing can be done until its user unlocks it, for a
/// while. A cluster that was saved as read-only stays locked.
public final class ReadOnlyLock {
    static final Duration UNLOCKED = Duration.ofMinutes(15);

    private final Supplier<Instant> clock;
    private final boolean isForGood;
    private final ReadOnlyBooleanWrapper locked = new ReadOnlyBooleanWrapper();
    private @Nullable Instant until;
    private String reason = "";

    ReadOnlyLock(ClusterSource source, Supplier<Instant> clock) {
        this.clock = clock;
        this.isForGood = source.options().readOnly();
        locked.set(isForGood || source.kind() == Kind.production);
    }

    /// Called now and then: the time of an unlocking ends by itself.
    void tick() {
        if (until != null && !clock.get().isBefore(until)) {
            lock();
        }
    }

    /// Whether it cannot be unlocked.
    public boolean isForGood() {
        return isForGood;
    }

    /// No effect when it is [#isForGood].
    ///
    /// @param reason why, in the words of the user
    public void unlock(String reason) {
        if (isForGood) {
            return;
        }
        this.reason = reason;
        until = clock.get().plus(UNLOCKED);
        locked.set(false);
    }

    public void lock() {
        until = null;
        locked.set(true);
    }

    /// Why a change cannot be done: its own reason, or the lock.
    @Nullable
    Refusal over(@Nullable Refusal refusal) {
        return refusal == null && locked.get() ? Refusal.of(isForGood ? Reason.READ_ONLY : Reason.LOCKED) : refusal;
    }

    /// Why it was unlocked last; empty when it never was.
    String reason() {
        return reason;
    }

    public ReadOnlyBooleanProperty lockedProperty() {
        return locked.getReadOnlyProperty();
    }
}
