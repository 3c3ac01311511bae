package io.neoppod.gui.model;

import java.nio.file.Path;

/// View models that tests need.
final class Models {
    private Models() {}

    /// Services whose user interface is the thread of the test, without files.
    static Services services() {
        return Services.load(Path.of("target/no-such-folder"), Runnable::run);
    }
}
