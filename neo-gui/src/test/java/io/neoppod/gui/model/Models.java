package io.neoppod.gui.model;

import java.nio.file.Path;
import java.util.concurrent.Executors;

/// View models that tests need.
final class Models {
    private Models() {}

    /// Services whose user interface is the thread of the test; nothing is kept.
    static Services services() {
        var folder = Path.of("target/no-such-folder");
        return new Services(
                folder,
                Runnable::run,
                Executors.newSingleThreadExecutor(),
                new Tasks(Runnable::run),
                Preferences.load(folder, _ -> {}));
    }
}
