package io.neoppod.gui.model;

import io.neoppod.config.ContextFile;
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
                new ContextFile(folder.resolve("contexts.toml")),
                Runnable::run,
                Executors.newSingleThreadExecutor(),
                new Tasks(Runnable::run),
                new Faults(Runnable::run),
                Preferences.load(folder, _ -> {}));
    }
}
