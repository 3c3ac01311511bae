package io.neoppod.gui.model;

import java.util.concurrent.Executor;

/// What all parts of the app share.
///
/// @param userInterface runs tasks on the thread of the user interface
/// @param tasks         long work of all clusters
public record Services(Executor userInterface, Tasks tasks) {

    public static Services on(Executor userInterface) {
        return new Services(userInterface, new Tasks(userInterface));
    }
}
