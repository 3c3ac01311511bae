package io.neoppod.gui.model;

import io.neoppod.config.ContextFile;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What all parts of the app share.
///
/// @param dataFolder    where the app keeps its files
/// @param contexts      the clusters that the user saved, also for the command line
/// @param userInterface runs tasks on the thread of the user interface
/// @param background    runs short work that may block, one after the other
/// @param tasks         long work of all clusters
/// @param faults        what goes wrong in the app itself
public record Services(
        Path dataFolder,
        ContextFile contexts,
        Executor userInterface,
        ExecutorService background,
        Tasks tasks,
        Faults faults,
        Preferences preferences) {

    private static final long WRITE_S = 2;

    /// Reads what is kept in the data folder. Blocks.
    public static Services load(Path dataFolder, ContextFile contexts, Executor userInterface) {
        var background = Executors.newSingleThreadExecutor(
                work -> Thread.ofPlatform().daemon().name("background").unstarted(work));
        return new Services(
                dataFolder,
                contexts,
                userInterface,
                background,
                new Tasks(userInterface),
                new Faults(userInterface),
                Preferences.load(dataFolder, background));
    }

    /// Waits a moment for what is being written.
    public void close() {
        background.shutdown();
        try {
            if (!background.awaitTermination(WRITE_S, TimeUnit.SECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
