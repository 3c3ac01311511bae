package io.neoppod.gui.model;

import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong in the app itself. Whatever nobody catches comes here, also from listeners, whose exceptions the
/// toolkit swallows: it is written into the log, and said once.
public final class Faults implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final Executor userInterface;
    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper();

    Faults(Executor userInterface) {
        this.userInterface = userInterface;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        LOG.error("fault in the app, on thread {}", thread.getName(), fault);
        userInterface.execute(() -> shown.set(true));
    }

    /// The user has seen it.
    public void dismiss() {
        shown.set(false);
    }

    /// Whether there was one that the user has not seen.
    public ReadOnlyBooleanProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }
}
